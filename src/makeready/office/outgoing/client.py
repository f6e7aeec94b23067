"""How is an address fetched or called? Guarded at every step of the way: front doors `fetch` and `call`."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpcore
import httpx

from makeready import __version__
from makeready.office.outgoing import body as bodies
from makeready.office.outgoing import reading
from makeready.office.outgoing.address import Address, parse
from makeready.office.outgoing.failures import FetchFailed
from makeready.office.outgoing.guard import checked_addresses
from makeready.office.outgoing.wire import Deadline, PinnedTransport

MAX_REDIRECTS = 5
MAX_ANSWER = 16 << 20
USER_AGENT = f"Makeready/{__version__}"

_FOLLOWED = {"GET": (301, 302, 303, 307, 308), "HEAD": (301, 302, 303, 307, 308)}
_SENT_ANYWHERE = ("accept", "accept-language", "user-agent")
"""The only headers of ours that another host gets to see after a redirect."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that came: its bytes, the address that it came from in the end, and what the sender calls it."""

    data: bytes
    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call was answered; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON; a byte-order mark before it does not matter.

        Raises:
            FetchFailed: it is no JSON.
        """
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except (ValueError, RecursionError) as why:
            raise FetchFailed(f"{parse(self.url).shown} answered something that is no JSON.", transient=False) from why


@dataclass(frozen=True, slots=True)
class _Message:
    """A request before it is sent to an address."""

    method: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Iterable[bytes] = b""


def fetch(url: str, *, max_bytes: int, seconds: float = 30) -> Fetched:
    """Get a file.

    max_bytes: the most that is taken, unpacked. seconds: for everything, from the name look-up to the last byte.

    Raises:
        AddressForbidden: the address, or one that it redirects to, is not called.
        FetchFailed: it did not come; `transient` where a later try may succeed.
    """
    answer = _sent(parse(url), _Message("GET", {"Accept": "*/*"}), Deadline(seconds), max_bytes, trusted=False)
    if not answer.ok:
        raise status_failure(parse(answer.url), answer.status)
    return Fetched(answer.body, answer.url, answer.headers.get("content-type", ""))


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, Any] | None = None,
    body: bytes | str | Iterable[bytes] | None = None,
    seconds: float = 30,
    max_bytes: int = MAX_ANSWER,
    trusted_host: bool = False,
) -> Answer:
    """Call an address and take whatever status it answers.

    A GET follows up to five redirects. Anything else is answered as it is, a redirect too: a body sent on to
    another place, or left out on the way, is worse than being told. body: also in pieces, for files; then give
    Content-Length among the headers, where it is known. `trusted_host`: the address is an
    operator's own (a named connection or storefront) and may lie in the own network.

    Raises:
        AddressForbidden: the address is not called.
        FetchFailed: there was no answer; `transient` where a later try may have one.
    """
    if params:
        url = str(httpx.URL(parse(url).url).copy_merge_params(dict(params)))
    data = body.encode() if isinstance(body, str) else body or b""
    reading.check(method.upper(), parse(url).shown)
    message = _Message(method.upper(), headers or {}, data)
    return _sent(parse(url), message, Deadline(seconds), max_bytes, trusted=trusted_host)


def status_failure(address: Address, status: int) -> FetchFailed:
    """The sentence for an answer that is no 2xx."""
    try:
        words = f" {HTTPStatus(status).phrase}"
    except ValueError:
        words = ""
    return FetchFailed(
        f"{address.shown} answered {status}{words}.",
        transient=status >= 500 or status in (408, 425, 429),
        status=status,
    )


def _sent(address: Address, message: _Message, deadline: Deadline, max_bytes: int, *, trusted: bool) -> Answer:
    """Along the redirects: each one is judged anew."""
    first = address
    for _ in range(MAX_REDIRECTS + 1):
        answer = _sent_once(address, message, deadline, max_bytes, trusted=trusted and address.origin == first.origin)
        location = answer.headers.get("location", "")
        if answer.status not in _FOLLOWED.get(message.method, ()) or not location:
            return answer
        following = address.joined(location)
        if following.origin != address.origin:
            message = _Message(message.method, _without_credentials(message.headers))
        address = following
    raise FetchFailed(f"{first.shown} redirects more than {MAX_REDIRECTS} times.", transient=False)


def _without_credentials(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in _SENT_ANYWHERE}


def _sent_once(address: Address, message: _Message, deadline: Deadline, max_bytes: int, *, trusted: bool) -> Answer:
    numbers = checked_addresses(address, seconds=deadline.left, trusted=trusted)
    # identity: what comes is what is counted
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **message.headers, "Connection": "close"}
    request = _request(address, message, headers)
    transport = PinnedTransport(numbers, deadline)
    try:
        answer = transport.handle_request(request)
        encoding = answer.headers.get("content-encoding", "")
        data = b"" if message.method == "HEAD" else bodies.take(answer.iter_raw(), encoding, max_bytes)
        return Answer(answer.status_code, dict(answer.headers), data, address.url)
    except bodies.TooMuch:
        raise FetchFailed(
            f"{address.shown} holds more than {_size(max_bytes)}.", transient=False, fix="Use a smaller file."
        ) from None
    except bodies.Garbled as why:
        raise FetchFailed(f"{address.shown} cannot be read: {why}.", transient=False) from why
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as why:
        raise _in_words(address, why) from why
    finally:
        transport.close()


def _request(address: Address, message: _Message, headers: Mapping[str, str]) -> httpx.Request:
    try:
        return httpx.Request(message.method, address.url, headers=headers, content=message.body or None)
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as why:
        raise FetchFailed(f"The call of {address.shown} cannot be written: {why}.", transient=False) from why


def _in_words(address: Address, why: Exception) -> FetchFailed:
    """A fault of the line as a sentence."""
    place = f"{address.host}:{address.port}"
    cause = _cause(why)
    if isinstance(why, httpcore.TimeoutException):
        return FetchFailed(f"{address.shown} did not answer in time.", transient=True)
    if isinstance(cause, ssl.SSLError):
        reason = getattr(cause, "verify_message", "") or "no secure connection came about"
        return FetchFailed(
            f"The certificate of {place} is not accepted: {reason}.",
            transient=False,
            fix="Have the server's certificate mended, or name the right host.",
        )
    if isinstance(why, httpcore.ConnectError):
        return FetchFailed(f"{place} cannot be reached.", transient=True)
    if isinstance(why, httpcore.LocalProtocolError):
        return FetchFailed(f"The call of {address.shown} cannot be written: {why}.", transient=False)
    return FetchFailed(f"The connection to {place} broke off.", transient=True)


def _cause(why: BaseException) -> BaseException | None:
    while why.__cause__ is not None or why.__context__ is not None:
        why = why.__cause__ or why.__context__  # type: ignore[assignment]  # one of them is there
    return why


def _size(count: int) -> str:
    return f"{count / (1 << 20):.4g} MiB" if count >= 1 << 20 else f"{count} bytes"
