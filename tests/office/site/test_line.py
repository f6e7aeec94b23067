"""Connections that hold a place and bring nothing are ended; all others are served."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from makeready.office.site import line
from makeready.office.site.line import Line

REQUEST = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def call() -> Iterator[Callable[[], socket.socket]]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(hello, http=Line, loop="uvloop", ws="none", lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    lines: list[socket.socket] = []

    def one() -> socket.socket:
        lines.append(socket.create_connection(listener.getsockname(), timeout=20))
        return lines[-1]

    yield one
    for each in lines:
        each.close()
    server.should_exit = True
    thread.join(20)


def answer(connection: socket.socket) -> bytes:
    """One whole answer; b"": hung up."""
    said = b""
    while not said.endswith(b"hello") and (piece := connection.recv(4096)):
        said += piece
    return said


def test_requests_one_after_another_are_served(call: Callable[[], socket.socket]) -> None:
    connection = call()
    for _ in range(3):
        connection.sendall(REQUEST[:10])
        connection.sendall(REQUEST[10:])
        assert answer(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("begun", [b"", REQUEST[:10], REQUEST[:-2]])
def test_a_head_that_does_not_come_is_given_up(
    call: Callable[[], socket.socket], begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "HEAD_SECONDS", 0.05)
    connection = call()
    connection.sendall(begun)
    assert answer(connection) == b""


def test_a_second_head_that_does_not_come_is_given_up(
    call: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = call()
    connection.sendall(REQUEST)
    assert answer(connection).startswith(b"HTTP/1.1 200")
    monkeypatch.setattr(line, "HEAD_SECONDS", 0.05)
    connection.sendall(REQUEST[:-2])
    assert answer(connection) == b""


def test_a_head_without_an_end_is_refused(call: Callable[[], socket.socket]) -> None:
    connection = call()
    connection.sendall(REQUEST[:-2])
    said = b""
    try:
        for number in range(1000):
            connection.sendall(f"x-{number}: {'y' * 1000}\r\n".encode())
        said = answer(connection)
    except ConnectionError:
        return  # cut while it was still talking
    assert said.startswith(b"HTTP/1.1 431") or said == b""
