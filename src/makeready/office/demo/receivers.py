"""Who receives what the sample shop sends? A real FTP server and a real HTTP receiver, inside the demo process.

What arrives lies in the data folder and can be looked at: `ftp/` holds the uploads, `workshop/` the calls.
The HTTP receiver also serves the photos that the sample customers uploaded.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.log import config_logging
from pyftpdlib.servers import ThreadedFTPServer

from makeready.office.demo.artwork.pictures import landscape
from makeready.office.demo.orders import PHOTOS

FTP_USER = "press"
LARGEST_CALL = 1 << 20


@dataclass(frozen=True)
class Receivers:
    """Where the demo's own FTP server and HTTP receiver listen."""

    ftp_port: int
    ftp_password: str
    http_url: str


class PressFtp:
    """The FTP server of the demo's press; files appear below `folder`."""

    def __init__(self, folder: Path, password: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        authorizer = DummyAuthorizer()
        authorizer.add_user(FTP_USER, password, str(folder), perm="elradfmwMT")
        config_logging(level=logging.WARNING)
        handler = type("PressHandler", (FTPHandler,), {"authorizer": authorizer, "banner": "The demo's press."})
        self._server = ThreadedFTPServer(("127.0.0.1", 0), handler)
        self.port = int(self._server.address[1])

    def start(self) -> None:
        """Serve in a thread that ends with the process."""
        threading.Thread(target=self._server.serve_forever, name="demo-ftp", daemon=True).start()


class WorkshopHttp:
    """The workshop's system: notes every call in `folder`, serves photos under `/photos/`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("WorkshopCall", (_Call,), {"folder": folder}))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Serve in a thread that ends with the process."""
        threading.Thread(target=self._server.serve_forever, name="demo-http", daemon=True).start()


class _Call(BaseHTTPRequestHandler):
    folder: Path

    def do_GET(self) -> None:
        """A photo."""
        name = self.path.rpartition("/")[2]
        if name in PHOTOS:
            self._answer(HTTPStatus.OK, "image/jpeg", landscape(PHOTOS[name], 1280, 923))
        elif name == "small.jpg":
            self._answer(HTTPStatus.OK, "image/jpeg", landscape(1, 480, 346))
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"This photo is not here any more.")

    def do_POST(self) -> None:
        """A call of a pipeline, kept as a file."""
        length = min(int(self.headers.get("Content-Length") or 0), LARGEST_CALL)
        body = self.rfile.read(length)
        key = self.headers.get("Idempotency-Key", "none")
        name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        head = f"{self.command} {self.path}\nIdempotency-Key: {key}\n\n".encode()
        (self.folder / f"{name}.txt").write_bytes(head + body)
        self._answer(HTTPStatus.OK, "text/plain", b"The workshop knows.")

    def log_message(self, *_: object) -> None:
        """Say nothing: the job's log tells of the call."""

    def _answer(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
