"""How much of a request's body is taken, from whom, and how slowly may it come?

Anybody may send a little (forms, sign-in). For more, who sends it is looked up before the rest is read: strangers
are answered 401 with their bytes still on the line, and files are taken only from who may change something.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest

from makeready.config import config
from makeready.office.accounts.models import Person
from makeready.office.accounts.principal import Principal, person_principal
from makeready.office.accounts.rights import Right
from makeready.office.api.callers import key_holder
from makeready.office.errors import TooLarge, TooSlow, Unauthorised

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
InThread = Callable[[Callable[[], Principal]], Awaitable[Principal]]

FREE_BYTES = 1 << 20
"""What anybody may send."""

MULTIPART_OVERHEAD = 1 << 20
PATIENCE_SECONDS = 30.0
LEAST_RATE = 8 << 10
"""Bytes a second: who sends slower than this, after the first half minute, holds a place and means no good."""


class Body:
    """A request's `receive`, which refuses what is too much, too slow, or from nobody that we know.

    in_thread: runs a look-up in the database beside the event loop.

    Raises, when called:
        TooLarge, TooSlow, Unauthorised, Forbidden: in words.
    """

    def __init__(self, scope: Scope, receive: Receive, in_thread: InThread) -> None:
        self._scope, self._receive, self._in_thread = scope, receive, in_thread
        headers = dict(scope.get("headers", ()))
        self._multipart = headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
        length = headers.get(b"content-length", b"")
        self._told = int(length) if length.isdigit() and len(length) < 20 else 0
        self._in_memory = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        self._free = min(FREE_BYTES, self._in_memory)
        self._most = config().max_upload + MULTIPART_OVERHEAD if self._multipart else self._in_memory
        self._known = self._complete = False
        self._taken, self._waited = 0, 0.0

    async def __call__(self) -> Message:
        """The next piece of the body; once it is complete, whatever the server says."""
        if self._complete:
            return await self._receive()
        if not self._taken:
            await self._judge(self._told)
        message = await self._next_piece()
        self._taken += len(message.get("body", b""))
        await self._judge(self._taken)
        self._complete = not message.get("more_body", False)
        return message

    async def _judge(self, size: int) -> None:
        if size > self._most:
            raise TooLarge(f"The body is larger than {self._most:,} bytes, which is the most that is taken here.")
        if size > self._free and not self._known:
            principal = await self._in_thread(lambda: who_sends(self._scope))
            if self._multipart:
                principal.require(Right.WORK)
            self._known = True

    async def _next_piece(self) -> Message:
        began = time.monotonic()
        patience = PATIENCE_SECONDS + self._taken / LEAST_RATE - self._waited
        try:
            async with asyncio.timeout(patience):
                return await self._receive()
        except TimeoutError:
            raise TooSlow(f"The body comes too slowly: {self._taken:,} bytes of it are here.") from None
        finally:
            self._waited += time.monotonic() - began


def who_sends(scope: Scope) -> Principal:
    """Who a request comes from, told from its head alone; whether they may do what they ask is judged later.

    Raises:
        Unauthorised: nobody that we know.
    """
    request = ASGIRequest(scope, io.BytesIO())
    if (given := request.headers.get("Authorization")) is not None:
        return key_holder(given)
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    person = get_user(request)
    if isinstance(person, Person) and person.is_active:
        return person_principal(person)
    raise Unauthorised(f"More than {FREE_BYTES >> 20} MiB is taken only from somebody who is known here.")
