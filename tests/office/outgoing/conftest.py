"""Names that resolve as a test says, and an allow list of its own."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from tests.servers.web import WebServer

from makeready.config import config


@pytest.fixture
def allow_hosts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """`allow_hosts("shop.example:8443")`: what the operator allows, in place of 127.0.0.1."""

    def allow(*hosts: str) -> None:
        monkeypatch.setenv("MAKEREADY_ALLOW_HOSTS", ",".join(hosts))
        config.cache_clear()

    yield allow
    monkeypatch.undo()
    config.cache_clear()


class Names:
    """A name server's answers; `asked` lists the names that were looked up."""

    def __init__(self) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    def say(self, name: str, *answers: list[str]) -> None:
        """Each look-up takes the next answer; the last one stays."""
        self.answers[name] = list(answers)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    known, real = Names(), socket.getaddrinfo

    def getaddrinfo(host, port, *args, **options):
        if host not in known.answers:
            return real(host, port, *args, **options)
        known.asked.append(host)
        answers = known.answers[host]
        numbers = answers.pop(0) if len(answers) > 1 else answers[0]
        family = [socket.AF_INET6 if ":" in number else socket.AF_INET for number in numbers]
        return [(f, socket.SOCK_STREAM, 6, "", (n, port)) for f, n in zip(family, numbers, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A server on 127.0.0.1, which the tests' settings allow."""
    with WebServer() as server:
        yield server


@pytest.fixture
def trap() -> Iterator[WebServer]:
    """A server on 127.0.0.2, which nobody allowed: a single connection is a failure."""
    with WebServer("127.0.0.2") as server:
        yield server
        assert server.connections == 0
