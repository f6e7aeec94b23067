"""What does a store's webhook get for an answer? Verified, kept, committed, then 200; nothing else happens here.

`POST /hooks/{storefront}`, straight from the server, past Django: stores give up after a few seconds, and a message
that is not kept and not refused is lost. Understanding comes later (`process.py`): a message that is rightly signed
is never refused for what it says, because stores switch webhooks off that answer 4xx.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

from makeready.office.errors import (
    InternalError,
    NotBuilt,
    NotFound,
    OfficeError,
    TooLarge,
    TooSlow,
    Unavailable,
    WrongMethod,
)
from makeready.office.intake.group_commit import GroupCommit
from makeready.office.intake.keeping import Message, kept_headers
from makeready.office.intake.known_storefronts import Known, KnownStorefronts
from makeready.office.intake.process import wake
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.storefront import Envelope, SignatureWrong

log = logging.getLogger(__name__)

MAX_BODY = 5 << 20
MOST_BYTES_IN_FLIGHT = 256 << 20
"""Bodies being read at a time, all together: an unsigned body must be read whole before it can be refused."""

LARGE = 128 << 10
"""Bodies from this size on are checked beside the event loop, so that nobody waits for them."""

BODY_SECONDS = 30
COMMIT_SECONDS = 25
SECRET_MAY_BE_NEW_SECONDS = 0.5
DRAIN = 16 << 20

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Gone(Exception):
    """The sender hung up before the body was complete."""


async def receive_hook(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI entry for `/hooks/…`."""
    await _desk()(scope, receive, send)


class Desk:
    """Takes webhooks in. One per process."""

    def __init__(self, after_commit: Callable[[], None]) -> None:
        self.commits = GroupCommit(after_commit)
        self.storefronts = KnownStorefronts()
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            status, document = 200, await self._taken(scope, receive)
        except OfficeError as why:
            status, document = why.status, _problem(why)
        except Gone:
            return
        except Exception:
            # The border: whatever it was, the store is told to send it again, and the log has it.
            log.exception("a webhook could not be taken")
            status, document = 500, _problem(InternalError("The message could not be taken for a reason of ours."))
        headers = [(b"content-type", b"application/json" if status == 200 else b"application/problem+json")]
        if status == 405:
            headers.append((b"allow", b"POST"))
        if status in (408, 503):
            headers.append((b"retry-after", b"5"))
        body = json.dumps(document, ensure_ascii=False).encode()
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def close(self) -> None:
        """Write down what waits and end the threads."""
        self.commits.close()
        self.storefronts.close()

    async def _taken(self, scope: Scope, receive: Receive) -> dict[str, str]:
        if scope["method"] != "POST":
            raise WrongMethod(
                "This address takes a store's webhooks: messages that the store sends by itself.",
                fix="Put this address into the store as the delivery address of its webhooks.",
            )
        known = await self._storefront(scope["path"])
        body = await self._body(scope, receive)
        delivery = Delivery(body, _headers(scope))
        if known.platform is None:
            raise NotBuilt(f"This version cannot take webhooks of {known.label}.")
        if known.platform.is_ping(delivery):
            return {"status": "ping"}
        envelope, known = await self._checked(delivery, known)
        assert known.platform
        headers = kept_headers(delivery, known.platform.kept_headers)
        try:
            async with asyncio.timeout(COMMIT_SECONDS):
                await self.commits.keep(Message(known.id, envelope, body, headers))
        except TimeoutError:
            raise Unavailable("The message could not be kept in time.") from None
        return {"status": "kept"}

    async def _storefront(self, path: str) -> Known:
        identity = path.removeprefix("/hooks/").removesuffix("/")
        known = await self.storefronts.get(identity) if re.fullmatch(r"\w{1,40}", identity, re.ASCII) else None
        if known is None:
            raise NotFound(
                "There is no storefront at this address.",
                fix="Copy the address from the storefront's page into the store.",
            )
        return known

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """The raw body, never more than 5 MiB of it.

        Raises:
            TooLarge, TooSlow: as said. Unavailable: too many bodies are under way. Gone: the sender hung up.
        """
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        told = int(length) if length.isdigit() and len(length) < 20 else 0
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    piece = await _piece(receive)
                    size += len(piece[0])
                    self._in_flight += len(piece[0])
                    if size > MAX_BODY or told > MAX_BODY:
                        await _drain(receive, piece[1])
                        raise TooLarge(f"A message of a store has at most {MAX_BODY >> 20} MiB.")
                    if self._in_flight > MOST_BYTES_IN_FLIGHT:
                        raise Unavailable("Too many large messages come in at this moment.")
                    pieces.append(piece[0])
                    if not piece[1]:
                        return b"".join(pieces)
        except TimeoutError:
            raise TooSlow(f"The message did not arrive within {BODY_SECONDS} seconds.") from None
        finally:
            self._in_flight -= size

    async def _checked(self, delivery: Delivery, known: Known) -> tuple[Envelope, Known]:
        """The delivery's envelope, once its signature has held; a secret changed just now is looked up again.

        Raises:
            SignatureWrong: it has not; counted.
        """
        try:
            return await _verified(delivery, known), known
        except SignatureWrong:
            newest = await self.storefronts.get(known.id, older_than=SECRET_MAY_BE_NEW_SECONDS)
            try:
                if newest is None or newest.secret == known.secret:
                    raise
                return await _verified(delivery, newest), newest
            except SignatureWrong:
                self.commits.count_refused(known.id)
                raise


async def _verified(delivery: Delivery, known: Known) -> Envelope:
    def check() -> Envelope:
        assert known.platform
        known.platform.verify(delivery, known.secret)
        return known.platform.envelope(delivery)

    return await asyncio.to_thread(check) if len(delivery.body) >= LARGE else check()


async def _piece(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


async def _drain(receive: Receive, more: bool) -> None:
    """Read the rest without keeping it: a sender that is cut off in the middle would not read the answer."""
    left = DRAIN
    while more and left > 0:
        piece, more = await _piece(receive)
        left -= len(piece)


def _headers(scope: Scope) -> dict[str, str]:
    """Names in lower case; one that came twice is a list, which no signature equals."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("utf-8", "replace").replace("\0", "")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _problem(why: OfficeError) -> dict[str, Any]:
    """RFC 9457, as the API writes it."""
    return {
        "type": f"/api/v1/docs#problem-{why.code}",
        "title": why.title,
        "status": why.status,
        "detail": why.sentence,
        "code": why.code,
        "hint": why.hint,
    }


@cache
def _desk() -> Desk:
    return Desk(wake)
