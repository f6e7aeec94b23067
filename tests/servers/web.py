"""A real web server on the loopback whose every answer a test writes, down to single bytes and pauses."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType

STOP = 0.02


@dataclass(frozen=True)
class Request:
    """What came in."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        from urllib.parse import parse_qsl

        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))


@dataclass
class Reply:
    """What goes out. `pieces` are sent one after another, `pause` seconds apart; `raw` replaces head and all."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    pieces: Iterable[bytes] | None = None
    pause: float = 0
    raw: Iterable[bytes] | None = None


Handler = Callable[[Request], Reply]


class WebServer:
    """`with WebServer() as web: web.on("/a.pdf", Reply(body=…))`; unknown paths are 404."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, greeting: bytes = b"") -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._answers: dict[str, Handler] = {}
        self._ended = threading.Event()
        outer = self

        class Connection(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer.connections += 1
                line = self.request
                try:
                    if greeting:
                        line.sendall(greeting)
                        return
                    if tls:
                        line = tls.wrap_socket(line, server_side=True)
                    outer._serve(line)
                except OSError:
                    return  # the client hung up, which is what some tests are about

        class Server(socketserver.ThreadingTCPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 128

        self._server = Server((host, 0), Connection)
        self.host, self.port = host, self._server.server_address[1]
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http{'s' if tls else ''}://{shown}:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(STOP,), daemon=True).start()

    def __enter__(self) -> WebServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def on(self, path: str, answer: Reply | Handler) -> str:
        """Answer this path so; the whole address comes back."""
        self._answers[path] = answer if callable(answer) else (lambda _: answer)
        return self.url + path

    def calls(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def _serve(self, line: socket.socket) -> None:
        file = line.makefile("rb")
        head = file.readline().decode("latin-1").split()
        if len(head) < 2:
            return
        headers: dict[str, str] = {}
        while text := file.readline().decode("latin-1").strip():
            name, _, value = text.partition(":")
            headers[name.lower()] = value.strip()
        body = file.read(int(headers.get("content-length", "0")))
        request = Request(head[0], head[1], headers, body)
        self.requests.append(request)
        reply = self._answers.get(request.path, lambda _: Reply(404, body=b"not here"))(request)
        self._send(line, reply)

    def _send(self, line: socket.socket, reply: Reply) -> None:
        if reply.raw is not None:
            self._drip(line, reply.raw, reply.pause)
            return
        headers = {"Connection": "close", **reply.headers}
        if reply.pieces is None:
            headers.setdefault("Content-Length", str(len(reply.body)))
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(f"HTTP/1.1 {reply.status} Whatever\r\n{told}\r\n".encode("latin-1"))
        if reply.pieces is None:
            line.sendall(reply.body)
        else:
            self._drip(line, reply.pieces, reply.pause)

    def _drip(self, line: socket.socket, pieces: Iterable[bytes], pause: float) -> None:
        for piece in pieces:
            line.sendall(piece)
            if pause and self._ended.wait(pause):
                return


def seconds_of(act: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.monotonic()
    act()
    return time.monotonic() - began
