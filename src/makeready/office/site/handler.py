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
from typing import Any, TypeVar

from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.db import close_old_connections
from django.http.response import HttpResponseBase

from makeready.office.api.problems import new_log_id, problem_response
from makeready.office.errors import OfficeError
from makeready.office.site.bodies import Body

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Result = TypeVar("Result")

THREADS = 16


class ThreadedHandler(ASGIHandler):
    """Django behind ASGI, its sync chain run in lasting threads; a body too large is refused while it comes."""

    def __init__(self) -> None:
        super(ASGIHandler, self).__init__()  # the parent's would load the chain for async use
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Answer one request."""
        try:
            await self.handle(scope, Body(scope, receive, self._in_thread), send)  # type: ignore[arg-type]
        except OfficeError as why:
            response = problem_response(why, new_log_id())
            response["Connection"] = "close"  # the rest of the body is not read
            await self.send_response(response, send)  # type: ignore[arg-type]

    async def get_response_async(self, request: ASGIRequest) -> HttpResponseBase:  # type: ignore[override]
        """The answer, made in one of our threads."""
        return await self._in_thread(lambda: self.get_response(request))

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, _with_database, work)


def _with_database(work: Callable[[], Result]) -> Result:
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()  # only those that broke or are too old: the others serve the next request
