"""Requests put to an ASGI application in this process, byte by byte as a test wishes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Application = Callable[..., Awaitable[None]]


@dataclass
class Answer:
    """What came back; `status` 0: nothing did."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    pieces_read: int = 0

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json"
        return dict(json.loads(self.body))


async def post(
    app: Application, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, **more: Any
) -> Answer:
    """One POST whose body comes in one piece."""
    return await ask(app, path, [body], {"content-length": str(len(body)), **(headers or {})}, **more)


async def ask(
    app: Application,
    path: str,
    pieces: Iterable[bytes] | AsyncIterator[bytes] = (),
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "POST",
    hangs_up: bool = False,
) -> Answer:
    """One request whose body comes in these pieces; `hangs_up`: the sender goes before the last one."""
    answer = Answer()
    ended: list[bool] = []
    source = iter(pieces) if not hasattr(pieces, "__anext__") else None

    async def receive() -> dict[str, Any]:
        try:
            piece = next(source) if source is not None else await pieces.__anext__()
        except (StopIteration, StopAsyncIteration):
            if hangs_up:
                return {"type": "http.disconnect"}
            if ended:
                await asyncio.Event().wait()  # the line stays open until the answer is there
            ended.append(True)
            return {"type": "http.request", "body": b"", "more_body": False}
        answer.pieces_read += 1
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    raw = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    await app({"type": "http", "method": method, "path": path, "headers": raw}, receive, send)
    return answer
