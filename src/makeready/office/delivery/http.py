"""How is another system called? Through the guarded client, with an Idempotency-Key; refusals in words."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from makeready.office import outgoing
from makeready.office.connections.store import Receiver, probe
from makeready.office.delivery import receipts
from makeready.office.delivery.failures import DeliveryFailed, SignInRefused
from makeready.office.delivery.models import Receipt
from makeready.office.delivery.receipts import Effect
from makeready.office.storage import blobs

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
SECONDS = 60
MAX_ANSWER = 1 << 20
TRANSIENT = (408, 425, 429)
"""Statuses below 500 that ask to come again later."""


class CallRefused(DeliveryFailed):
    """The other system answered that it will not take the call."""

    code = "call_refused"
    fix = "Correct the call in the pipeline, or the other system, then press Retry."


Judge = Callable[[outgoing.Answer], str | None]
"""What an answer is: "" a success, a sentence a refusal, None: as usual (2xx)."""


@dataclass(frozen=True)
class Call:
    """One request: method, address, headers, query and body. judge: where something else than 2xx is a success.

    keeps_answer: the answer's body goes into the storage, and its SHA-256 into the receipt.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    judge: Judge | None = None
    keeps_answer: bool = False


def call_once(call: Call, effect: Effect, receiver: Receiver | None = None) -> Receipt:
    """Call, unless this effect has its receipt already. receiver: a named connection, whose host is trusted.

    Raises:
        DeliveryFailed, FetchFailed: in words; `transient` for 5xx, 408, 425, 429, timeouts and cut lines.
    """
    url = _url(call.url, receiver)

    def act() -> dict[str, Any]:
        answer = ask(call, receiver, token=effect.token)
        told: dict[str, Any] = {"status": answer.status, "idempotency_key": effect.token}
        if call.keeps_answer:
            told["answer"] = blobs.put(answer.body).sha256
        return told

    return receipts.once("http", shown(url), effect, act, size=len(call.body.encode()), what=call.method)


def ask(call: Call, receiver: Receiver | None = None, *, token: str = "") -> outgoing.Answer:
    """Call now; a question that changes nothing needs no receipt. token: the Idempotency-Key.

    Raises:
        DeliveryFailed, FetchFailed: in words; `transient` for 5xx, 408, 425, 429, timeouts and cut lines.
    """
    url = _url(call.url, receiver)
    headers = {**credentials(receiver), **call.headers, **({"Idempotency-Key": token} if token else {})}
    if call.body and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "application/json" if call.body.lstrip()[:1] in "{[" else "text/plain; charset=utf-8"
    headers |= signature(receiver, call.body.encode(), token, datetime.now(UTC))
    answer = outgoing.call(
        call.method, url, headers=headers, params=call.params or None, body=call.body or None, seconds=SECONDS,
        max_bytes=MAX_ANSWER, trusted_host=receiver is not None,
    )  # fmt: skip
    verdict = call.judge(answer) if call.judge else None
    if verdict is None:
        _judge(answer, url)
    elif verdict:
        raise CallRefused(f"{shown(url)}: {verdict}")
    return answer


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


def signature(receiver: Receiver | None, body: bytes, identity: str, now: datetime) -> dict[str, str]:
    """The headers by which the other system knows that a call is ours; none unless the connection signs.

    `standard`: Standard Webhooks 1.0 over identity, time and body; else HMAC-SHA256 of the body in a header.
    """
    if receiver is None or not receiver.options.get("sign"):
        return {}
    name, how = str(receiver.options["sign"]).strip(), str(receiver.options.get("sign_as", "hex")).strip().lower()
    if name.lower() == "standard":
        stamp = str(int(now.timestamp()))
        digest = hmac.digest(_key(receiver.password), f"{identity}.{stamp}.".encode() + body, "sha256")
        signed = f"v1,{base64.b64encode(digest).decode('ascii')}"
        return {"webhook-id": identity, "webhook-timestamp": stamp, "webhook-signature": signed}
    digest = hmac.digest(receiver.password.encode(), body, "sha256")
    if how == "base64":
        return {name: base64.b64encode(digest).decode("ascii")}
    return {name: f"sha256={digest.hex()}" if how == "sha256=hex" else digest.hex()}


def _key(secret: str) -> bytes:
    """A secret of Standard Webhooks is `whsec_` and base64; any other text is taken as it is."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            return secret.encode()
    return secret.encode()


def credentials(receiver: Receiver | None) -> dict[str, str]:
    """The header that a connection's credentials go into; none where the secret signs and is not sent itself."""
    if receiver is None or not receiver.password or receiver.options.get("sign"):
        return {}
    way = str(receiver.options.get("auth", "basic" if receiver.username else "bearer"))
    if way == "basic":
        pair = f"{receiver.username}:{receiver.password}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode("ascii")}
    if way == "bearer":
        return {"Authorization": f"Bearer {receiver.password}"}
    return {way: receiver.password}
