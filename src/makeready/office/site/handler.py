"""How does a request get from the event loop into Django, and its answer out? In one hop to a lasting thread.

Django's own ASGI handler makes a thread for every request and hops into it once per middleware: its database
connections live as long as one request. Ours runs the whole chain at once in one of a fixed number of threads,
whose connections stay open. Bodies that stream by an async iterator (server-sent events, files) are sent from
the event loop and hold no thread.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.db import close_old_connections
from django.http.response import HttpResponseBase

from makeready.config import config
from makeready.office.api.problems import new_log_id, problem_response
from makeready.office.errors import TooLarge

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = 16
MULTIPART_OVERHEAD = 1 << 20


class BodyTooLarge(Exception):
    """More bytes came than are taken."""


class ThreadedHandler(ASGIHandler):
    """Django behind ASGI, its sync chain run in lasting threads; too large a body is refused while it comes."""

    def __init__(self) -> None:
        super(ASGIHandler, self).__init__()  # the parent's would load the chain for async use
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Answer one request."""
        most = _most_bytes(scope)
        try:
            await self.handle(scope, _counted(receive, most), send)  # type: ignore[arg-type]
        except BodyTooLarge:
            error = TooLarge(f"The body is larger than {most:,} bytes, which is the most that is taken here.")
            await self.send_response(problem_response(error, new_log_id()), send)  # type: ignore[arg-type]

    async def get_response_async(self, request: ASGIRequest) -> HttpResponseBase:  # type: ignore[override]
        """The answer, made in one of our threads."""
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, self._answer, request)

    def _answer(self, request: ASGIRequest) -> HttpResponseBase:
        close_old_connections()
        try:
            return self.get_response(request)
        finally:
            close_old_connections()  # only those that broke or are too old: the others serve the next request


def _most_bytes(scope: Scope) -> int:
    """The largest body that is taken: uploads of who shows a key or session go to disk, all else is held in memory."""
    headers = dict(scope.get("headers", ()))
    known = b"authorization" in headers or b"cookie" in headers
    if known and headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data"):
        return config().max_upload + MULTIPART_OVERHEAD
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)


def _counted(receive: Receive, most: int) -> Receive:
    taken = 0

    async def count() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise BodyTooLarge
        return message

    return count
