"""How do bytes go over the line? To the numbers that were judged, and never past the deadline.

A transport for httpx over httpcore: host name, `Host` header and TLS name stay those of the address, only the
socket goes to a number that the guard has let pass. Every read and write is limited by what is left of the
whole request's time, so that a server which sends a byte now and then does not hold us.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import httpcore
import httpx

from makeready.office.outgoing.special_addresses import IpAddress

CONNECT_SECONDS = 10.0
"""The most that one number may take to answer; then the next one is tried."""


class Deadline:
    """A point in time, and what is left until then."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._end - time.monotonic())

    def require(self) -> float:
        """Seconds left.

        Raises:
            httpcore.ReadTimeout: none.
        """
        if self.left <= 0:
            raise httpcore.ReadTimeout("out of time")
        return self.left


class PinnedTransport(httpx.BaseTransport):
    """One request's connection: to these numbers only, within this deadline, through no proxy."""

    def __init__(self, numbers: Sequence[IpAddress], deadline: Deadline) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls(), max_connections=1, network_backend=_PinnedBackend(numbers, deadline)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send; the answer's body is still on the line."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Hang up."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _PinnedBackend(httpcore.NetworkBackend):
    def __init__(self, numbers: Sequence[IpAddress], deadline: Deadline) -> None:
        self._numbers, self._deadline, self._sockets = numbers, deadline, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first number that answers; what `host` says is not looked up again."""
        failure: Exception = httpcore.ConnectError("no number to connect to")
        for number in self._numbers:
            try:
                seconds = min(self._deadline.require(), CONNECT_SECONDS)
                line = self._sockets.connect_tcp(str(number), port, timeout=seconds, socket_options=socket_options)
                return _Line(line, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as why:
                failure = why
        raise failure


class _Line(httpcore.NetworkStream):
    """A connection whose every act ends by the deadline."""

    PIECE = 16 * 1024

    def __init__(self, line: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._line, self._deadline = line, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._line.read(max_bytes, self._deadline.require())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), self.PIECE):
            self._line.write(buffer[start : start + self.PIECE], self._deadline.require())

    def close(self) -> None:
        self._line.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Line(self._line.start_tls(ssl_context, server_hostname, self._deadline.require()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._line.get_extra_info(info)


@cache
def tls() -> ssl.SSLContext:
    """The certificates we trust: certifi's, or the operator's own by SSL_CERT_FILE."""
    return httpx.create_ssl_context()
