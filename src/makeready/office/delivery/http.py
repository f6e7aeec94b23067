"""How is another system called? Through the guarded client, with an Idempotency-Key; refusals in words."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from makeready.office import outgoing
from makeready.office.connections.store import Receiver, probe
from makeready.office.delivery import receipts
from makeready.office.delivery.failures import DeliveryFailed, SignInRefused
from makeready.office.delivery.models import Receipt
from makeready.office.delivery.receipts import Effect

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
SECONDS = 60
MAX_ANSWER = 1 << 20
TRANSIENT = (408, 425, 429)
"""Statuses below 500 that ask to come again later."""


class CallRefused(DeliveryFailed):
    """The other system answered that it will not take the call."""

    code = "call_refused"
    fix = "Correct the call in the pipeline, or the other system, then press Retry."


@dataclass(frozen=True)
class Call:
    """One request: method, address, headers, query and body."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


def call_once(call: Call, effect: Effect, receiver: Receiver | None = None) -> Receipt:
    """Call, unless this effect has its receipt already. receiver: a named connection, whose host is trusted.

    Raises:
        DeliveryFailed, FetchFailed: in words; `transient` for 5xx, 408, 425, 429, timeouts and cut lines.
    """
    url = _url(call.url, receiver)
    headers = {**credentials(receiver), **call.headers, "Idempotency-Key": effect.token}
    if call.body and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "application/json" if call.body.lstrip()[:1] in "{[" else "text/plain; charset=utf-8"

    def act() -> dict[str, Any]:
        answer = outgoing.call(
            call.method, url, headers=headers, params=call.params or None, body=call.body or None, seconds=SECONDS,
            max_bytes=MAX_ANSWER, trusted_host=receiver is not None,
        )  # fmt: skip
        _judge(answer, url)
        return {"status": answer.status, "idempotency_key": effect.token}

    return receipts.once("http", shown(url), effect, act, size=len(call.body.encode()), what=call.method)


def shown(url: str) -> str:
    """An address for people: without credentials and query."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"


@probe("http")
def test(receiver: Receiver) -> str:
    """Ask for the connection's own address; anything but a refused sign-in shows that the way is open."""
    url = _url("/", receiver)
    answer = outgoing.call("GET", url, headers=credentials(receiver), seconds=20, trusted_host=True)
    if answer.status in (401, 403):
        raise SignInRefused(f"{receiver.place} refused the credentials with {answer.status}.")
    return f"{shown(url)} answers ({answer.status})."


def _judge(answer: outgoing.Answer, url: str) -> None:
    """Raise where the answer is no success."""
    if answer.ok:
        return
    try:
        words = f" {HTTPStatus(answer.status).phrase}"
    except ValueError:
        words = ""
    said = " ".join(answer.body[:400].decode("utf-8", "replace").split())[:200]
    sentence = f"{shown(url)} answered {answer.status}{words}" + (f": {said}" if said else ".")
    if 300 <= answer.status < 400:
        raise CallRefused(f"{sentence} A call is not sent on to another place; name the right address.")
    if answer.status >= 500 or answer.status in TRANSIENT:
        raise DeliveryFailed(
            sentence, transient=True, fix="It is tried again by itself, with growing pauses.", wait=_wait(answer)
        )
    raise CallRefused(sentence)


def _wait(answer: outgoing.Answer) -> float:
    """Seconds that the receiver asks us to wait (Retry-After in seconds), 0 where it does not say."""
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else 0.0


def _url(url: str, receiver: Receiver | None) -> str:
    """The address to call; with a connection, `url` is a path there or a full address of its host."""
    if receiver is None:
        return url
    scheme = str(receiver.options.get("scheme", "https"))
    base = f"{scheme}://{receiver.place}{str(receiver.options.get('path', '')).rstrip('/')}"
    if not _SCHEME.match(url):
        return f"{base}/{url.lstrip('/')}"
    parts, own = urlsplit(url), urlsplit(base)
    if (parts.scheme, parts.hostname, parts.port) != (own.scheme, own.hostname, own.port):
        raise CallRefused(f"{shown(url)} is not on the host of the connection “{receiver.name}” ({base}).")
    return url


def credentials(receiver: Receiver | None) -> dict[str, str]:
    """The header that a connection's credentials go into."""
    if receiver is None or not receiver.password:
        return {}
    way = str(receiver.options.get("auth", "basic" if receiver.username else "bearer"))
    if way == "basic":
        pair = f"{receiver.username}:{receiver.password}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode("ascii")}
    if way == "bearer":
        return {"Authorization": f"Bearer {receiver.password}"}
    return {way: receiver.password}
