"""A WebDAV server on the loopback: a folder, RFC 4918's methods that a sender of files needs, HTTP Basic."""

from __future__ import annotations

import base64
import shutil
import tempfile
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from makeready.office.connections.store import Receiver
from tests.servers.receivers import PASSWORD, USER

BASE = "/dav/press"


class WebDavReceiver:
    """Points (`at`): `PUT`, `MOVE`, `moved`: a function that gets the path, and may raise `Answer` or cut the line.

    full: bytes that the drive holds. cut_after: bytes of a PUT after which the line is cut.
    """

    type = "webdav"

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="makeready-webdav-"))
        self.at: dict[str, Callable[[str], None]] = {}
        self.full: int | None = None
        self.cut_after: int | None = None
        self.calls: list[str] = []
        handler = type("Handler", (_Handler,), {"outer": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def connection(self, **changes: Any) -> dict[str, Any]:
        told = {"type": "webdav", "host": "127.0.0.1", "port": self.port, "username": USER, "password": PASSWORD}
        options = {"scheme": "http", "path": BASE, **changes.pop("options", {})}
        return {**told, **changes, "options": options}

    def receiver(self, **changes: Any) -> Receiver:
        return Receiver(**{"name": "press", **self.connection(**changes)})

    def files(self) -> dict[str, bytes]:
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {f"/{path.relative_to(self.folder)}": path.read_bytes() for path in found}

    def lay(self, path: str, data: bytes) -> Path:
        file = self.folder / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def __enter__(self) -> WebDavReceiver:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Answer(Exception):
    """Raised at a point: this status, and nothing is done."""

    def __init__(self, status: int) -> None:
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    outer: WebDavReceiver
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return None

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True

    def do_PUT(self) -> None:
        self._do(self._put)

    def do_MOVE(self) -> None:
        self._do(self._move)

    def do_MKCOL(self) -> None:
        self._do(self._mkcol)

    def do_PROPFIND(self) -> None:
        self._do(self._propfind)

    def do_DELETE(self) -> None:
        self._do(self._delete)

    def _do(self, act: Callable[[Path, str], int | tuple[int, bytes]]) -> None:
        path = self._inside(self.path)
        self.outer.calls.append(f"{self.command} {path}")
        wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {wanted}":
            self._reply(401)
            return
        try:
            if self.command in self.outer.at:
                self.outer.at[self.command](path)
            told = act(self.outer.folder / path.lstrip("/"), path)
        except Answer as answer:
            told = answer.status
        except ConnectionAbortedError:
            self.close_connection = True
            self.connection.close()
            return
        status, body = told if isinstance(told, tuple) else (told, b"")
        self._reply(status, body)

    def _put(self, file: Path, path: str) -> int:
        if not file.parent.is_dir():
            return 409
        data = self._body()
        if self.outer.full is not None and len(data) > self.outer.full:
            return 507
        was = file.exists()
        file.write_bytes(data)
        return 204 if was else 201

    def _move(self, file: Path, path: str) -> int:
        to = self._inside(urlsplit(self.headers["Destination"]).path)
        target = self.outer.folder / to.lstrip("/")
        if not file.exists():
            return 404
        if target.exists() and self.headers.get("Overwrite", "T") == "F":
            return 412
        was = target.exists()
        file.replace(target)
        if "moved" in self.outer.at:
            self.outer.at["moved"](to)
        return 204 if was else 201

    def _mkcol(self, folder: Path, path: str) -> int:
        if folder.exists():
            return 405
        if not folder.parent.is_dir():
            return 409
        folder.mkdir()
        return 201

    def _propfind(self, place: Path, path: str) -> int | tuple[int, bytes]:
        self._body()
        if not place.exists() or (path.endswith("/") and not place.is_dir()):
            return 404
        length = f"<D:getcontentlength>{place.stat().st_size}</D:getcontentlength>" if place.is_file() else ""
        return 207, (
            '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>x</D:href><D:propstat><D:prop>'
            f"{length}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
        ).encode()

    def _delete(self, file: Path, path: str) -> int:
        if not file.exists():
            return 404
        file.unlink()
        return 204

    def _inside(self, target: str) -> str:
        path = unquote(urlsplit(target).path)
        return path.removeprefix(BASE) if path.startswith(BASE) else "/outside-of-it"

    def _body(self) -> bytes:
        left = int(self.headers.get("Content-Length", 0))
        limit = self.outer.cut_after
        if limit is not None and self.command == "PUT" and left > limit:
            self.rfile.read(limit)
            raise ConnectionAbortedError
        return self.rfile.read(left)

    def _reply(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
