"""Django behind ASGI: lasting threads, large bodies refused while they come, streams that hold no thread."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import override_settings
from django.urls import path

from makeready.office.site import handler
from makeready.office.site.handler import ThreadedHandler
from makeready.office.storage.downloads import InPieces

threads: list[str] = []
read_so_far: list[int] = []


def plain(request: HttpRequest) -> HttpResponse:
    threads.append(threading.current_thread().name)
    return HttpResponse(f"{len(request.body)} bytes")


def file(request: HttpRequest) -> HttpResponseBase:
    def pieces() -> Iterator[bytes]:
        for number in range(100):
            read_so_far.append(number)
            yield b"x" * 1000

    return InPieces(pieces())


def events(request: HttpRequest) -> HttpResponseBase:
    async def told() -> AsyncIterator[bytes]:
        for number in range(3):
            yield f"data: {number}\n\n".encode()

    return StreamingHttpResponse(told(), content_type="text/event-stream")


urlpatterns = [path("plain", plain), path("file", file), path("events", events), path("api/v1/plain", plain)]


@pytest.fixture
def ask() -> Iterator[Callable[..., Any]]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        django = ThreadedHandler()

        def send(
            address: str, body: list[bytes] | None = None, *, stop_after: int | None = None, **headers: str
        ) -> tuple[int, list[bytes]]:
            return asyncio.run(_exchange(django, address, body or [b""], headers, stop_after))

        yield send


async def _exchange(
    django: ThreadedHandler, address: str, body: list[bytes], headers: dict[str, str], stop_after: int | None
) -> tuple[int, list[bytes]]:
    scope = {
        "type": "http", "method": "POST", "path": f"/{address}", "query_string": b"", "client": ("192.0.2.1", 1),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in body]
    waiting[-1]["more_body"] = False
    told: list[dict[str, Any]] = []
    gone = asyncio.Event()

    async def receive() -> Any:
        if waiting:
            return waiting.pop(0)
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message)
        if stop_after is not None and len(told) > stop_after:
            gone.set()
            await asyncio.sleep(1)

    await django(scope, receive, send)
    return told[0]["status"], [message.get("body", b"") for message in told[1:]]


def test_requests_run_in_threads_that_stay(ask: Callable[..., Any]) -> None:
    threads.clear()
    for _ in range(50):
        assert ask("plain")[0] == 200

    assert len(set(threads)) <= handler.THREADS
    assert all(name.startswith("request") for name in threads)


def test_a_body_beyond_the_limit_is_refused_while_it_comes(ask: Callable[..., Any]) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        assert ask("plain", [b"x" * 500, b"x" * 500])[1] == [b"1000 bytes"]
        status, said = ask("plain", [b"x" * 500, b"x" * 501])

    assert status == 413
    told = json.loads(b"".join(said))
    assert told["code"] == "too_large"
    assert "1,000 bytes" in told["detail"]


def test_a_file_is_read_no_faster_than_it_is_taken(ask: Callable[..., Any]) -> None:
    read_so_far.clear()

    ask("file", stop_after=5)

    assert len(read_so_far) < 20, "the file was read ahead"


def test_events_stream_one_by_one(ask: Callable[..., Any]) -> None:
    _, said = ask("events")

    assert [part for part in said if part] == [b"data: 0\n\n", b"data: 1\n\n", b"data: 2\n\n"]
