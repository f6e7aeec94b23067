"""A whole house for tests: `makeready serve` in a process of its own, on a free port, with a fresh data folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

PATIENCE = 60.0


class House:
    """One data folder, and the processes that work in it."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("MAKEREADY_", "DJANGO_"))},
            "MAKEREADY_DATA": str(data), "MAKEREADY_ALLOW_HOSTS": "127.0.0.1", **settings,
        }  # fmt: skip
        self.processes: list[subprocess.Popen[bytes]] = []
        self.url = ""
        self._keys: dict[tuple[str, ...], str] = {}

    def command(self, *arguments: str, timeout: float = PATIENCE) -> subprocess.CompletedProcess[str]:
        """Run one command of `makeready` in this house."""
        return subprocess.run(
            [sys.executable, "-m", "makeready.cli", *arguments], env=self.environment, cwd=self.data.parent,
            capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a lasting command, its output in a file beside the data."""
        log = (self.data.parent / f"{arguments[0]}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "makeready.cli", *arguments], env=self.environment, cwd=self.data.parent,
            stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        process.log = Path(log.name)  # type: ignore[attr-defined]
        log.close()
        self.processes.append(process)
        return process

    def serve(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the web process (with a worker unless told otherwise) and wait until it answers."""
        process = self.start("serve", "--port", "0", *arguments)
        log: Path = process.log  # type: ignore[attr-defined]
        end = time.monotonic() + PATIENCE
        while not (said := re.search(r"answers at (http://\S+)", log.read_text())):
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"`makeready serve` does not answer:\n{log.read_text()[-4000:]}")
            time.sleep(0.05)
        self.url = said[1]
        return process

    def key(self, *arguments: str) -> str:
        """An API key; the same one for the same arguments of `apikey create`."""
        if arguments not in self._keys:
            made = self.command("apikey", "create", "tests", *arguments)
            assert made.returncode == 0, made.stderr
            self._keys[arguments] = made.stdout.strip()
        return self._keys[arguments]

    def client(self, *arguments: str) -> httpx.Client:
        """A caller of `/api/v1` with a key (`--scope read` …)."""
        headers = {"Authorization": f"Bearer {self.key(*arguments)}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=60, trust_env=False)

    def person(self, name: str = "ada", role: str = "administrator") -> str:
        """Somebody who can sign in; their password."""
        made = self.command("user", "create", name, "--role", role)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()

    def said(self) -> str:
        """All that the processes wrote."""
        return "\n".join(process.log.read_text() for process in self.processes)  # type: ignore[attr-defined]

    def close(self) -> None:
        """End what runs: asked first, then made to."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def new_house(**settings: str) -> Iterator[House]:
    """A house of one's own, not yet serving; ended and deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="makeready-house-", ignore_cleanup_errors=True) as folder:
        one = House(Path(folder) / "data", **settings)
        try:
            yield one
        finally:
            one.close()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A serving house with a worker, shared by the session's tests: each makes storefronts of its own."""
    with new_house() as one:
        one.serve()
        yield one


def eventually(look: Any, what: str, within: float = 30.0) -> Any:
    """What `look` answers once it answers something true."""
    end = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < end, f"not within {within:g} s: {what}"
        time.sleep(0.05)
    return found
