"""May we call this address? Its host is resolved once, judged, and only what was judged is connected to."""

from __future__ import annotations

import logging
import queue
import socket
import threading
from functools import lru_cache

from makeready.config import config
from makeready.office.outgoing.address import Address, parse_host
from makeready.office.outgoing.failures import AddressForbidden, FetchFailed
from makeready.office.outgoing.special_addresses import IpAddress, as_ip, what_is_special

log = logging.getLogger(__name__)


def checked_addresses(address: Address, *, seconds: float, trusted: bool = False) -> tuple[IpAddress, ...]:
    """The numbers that this address may be reached at, best first.

    A name is refused when any of its numbers is not public: half a rebinding attack is one, too.
    `trusted`: an operator's own word (a named connection), which may lead into the own network.

    Raises:
        AddressForbidden: it leads to a place that is not public and that the operator has not allowed.
        FetchFailed: the name cannot be resolved.
    """
    found = (address.ip,) if address.ip is not None else resolve(address.host, address.port, seconds)
    if not trusted and not is_allowed(address):
        for number in found:
            if special := what_is_special(number):
                place = "is" if address.ip is not None else f"leads to {number},"
                raise AddressForbidden(
                    f"{address.shown} {place} {special}: this server calls public addresses only.",
                    fix=f"Use a public address; an administrator can allow {address.host} in MAKEREADY_ALLOW_HOSTS.",
                )
    return found


def is_allowed(address: Address) -> bool:
    """Whether the operator has listed this host, or host and port, in MAKEREADY_ALLOW_HOSTS."""
    allowed = _allowed(config().allow_hosts)
    return (address.host, None) in allowed or (address.host, address.port) in allowed


def resolve(host: str, port: int, seconds: float) -> tuple[IpAddress, ...]:
    """A name's numbers, in the order in which the operating system prefers them.

    The system's resolver knows no time limit, so it is asked in a thread that may be left behind.

    Raises:
        FetchFailed: there is no such name, or no answer in time.
    """
    answers: queue.SimpleQueue[tuple[IpAddress, ...] | OSError] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(host, port, answers), name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise FetchFailed(f"The name server did not say in time where {host} is.", transient=True) from None
    if isinstance(answer, OSError):
        unknown = isinstance(answer, socket.gaierror) and answer.errno != socket.EAI_AGAIN
        raise FetchFailed(
            f"There is no host {host}.", transient=not unknown, fix="Check the address for typing errors."
        )
    return answer


def _ask(host: str, port: int, answers: queue.SimpleQueue[tuple[IpAddress, ...] | OSError]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put(tuple(dict.fromkeys(as_ip(str(place[4][0])) for place in found)))
    except OSError as why:
        answers.put(why)
    except (UnicodeError, ValueError) as why:  # a name that the resolver's own encoding refuses
        answers.put(socket.gaierror(socket.EAI_NONAME, str(why)))


@lru_cache(maxsize=8)
def _allowed(entries: tuple[str, ...]) -> frozenset[tuple[str, int | None]]:
    """The allow list as hosts in their one spelling, with a port where one is given."""
    allowed = set()
    for entry in entries:
        host, _, port = entry.rpartition(":")
        if entry.endswith("]") or (entry.count(":") != 1 and not entry.startswith("[")):
            host, port = entry, ""
        try:
            host, _ = parse_host(f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host)
            allowed.add((host, int(port) if port else None))
        except (AddressForbidden, ValueError):
            log.warning("MAKEREADY_ALLOW_HOSTS: %r is no host or host:port and is left out.", entry)
    return frozenset(allowed)
