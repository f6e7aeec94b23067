"""How do style sheets, scripts and icons reach the browser? `/static/<hash>/…`, kept by it for a year.

The hash is over every static file there is, so an address never changes its content and modules may import
each other by relative address. No build step, nothing collected: files are found where the packages keep
them (htmx lies in the wheel of django-htmx) and held in memory, text also gzipped.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import Storage

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PREFIX = "/static/"
FOREVER = b"public, max-age=31536000, immutable"
SHORT = b"no-cache"
TEXT = ("text/", "application/json", "image/svg+xml")


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent: `zipped` is None where gzip gains nothing."""

    content_type: str
    data: bytes
    zipped: bytes | None


class HashedAddresses(Storage):
    """Gives `{% static "panel/base.css" %}` its address with the hash in it (setting `STORAGES`)."""

    def url(self, name: str | None) -> str:
        """The address of a static file.

        Raises:
            ValueError: there is no such file; a template names a file that does not exist.
        """
        if name not in static_files():
            raise ValueError(f"There is no static file {name!r}.")
        return f"{PREFIX}{content_hash()}/{name}"


async def static_file(scope: Scope, receive: Receive, send: Send) -> None:
    """ASGI: one static file. An address with another hash (of a page from before) gets today's file, uncached."""
    given_hash, _, name = scope["path"].removeprefix(PREFIX).partition("/")
    file = static_files().get(name)
    if scope["method"] not in ("GET", "HEAD"):
        await _answer(send, 405, [(b"allow", b"GET, HEAD")], b"")
    elif file is None:
        await _answer(send, 404, [(b"content-type", b"text/plain; charset=utf-8")], b"There is no such file.\n")
    else:
        sent_headers = dict(scope["headers"])
        zipped = file.zipped if b"gzip" in sent_headers.get(b"accept-encoding", b"") else None
        headers = [
            (b"content-type", file.content_type.encode()),
            (b"cache-control", FOREVER if given_hash == content_hash() else SHORT),
            (b"vary", b"accept-encoding"),
            (b"x-content-type-options", b"nosniff"),
        ]
        if zipped is not None:
            headers.append((b"content-encoding", b"gzip"))
        body = file.data if zipped is None else zipped
        await _answer(send, 200, headers, body, with_body=scope["method"] == "GET")


@cache
def static_files() -> dict[str, StaticFile]:
    """Every static file by its name (`panel/base.css`), read once."""
    return {name: _packed(name, data) for name, data in _found()}


@cache
def content_hash() -> str:
    """Twelve hexadecimal digits that change when any static file does."""
    digest = hashlib.sha256()
    for name, file in sorted(static_files().items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(file.data).digest())
    return digest.hexdigest()[:12]


def _found() -> Iterator[tuple[str, bytes]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as file:
                yield name, file.read()


def _packed(name: str, data: bytes) -> StaticFile:
    guessed = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    content_type = guessed or "application/octet-stream"
    is_text = content_type.startswith(TEXT)
    zipped = gzip.compress(data, 9, mtime=0) if is_text else b""
    return StaticFile(
        content_type=f"{content_type}; charset=utf-8" if is_text else content_type,
        data=data,
        zipped=zipped if is_text and len(zipped) < len(data) else None,
    )


async def _answer(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes, *, with_body: bool = True
) -> None:
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body if with_body else b""})
