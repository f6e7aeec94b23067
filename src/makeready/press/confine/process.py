"""One child as its parent sees it: started fresh, asked one thing at a time, seen off.

A child is a fresh interpreter (no fork: the caller may have threads). It ends with us: its standard input is a
pipe of ours, and the kernel ends the child when that pipe closes, however we died.
"""

from __future__ import annotations

import io
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from makeready.press.confine import lent, wire
from makeready.press.confine.harmless import Harmless

MEBIBYTE = 1024 * 1024

START_SECONDS = 60.0
"""How long a child may take to start and get ready: on a busy machine an interpreter needs seconds."""

QUESTIONS_AT_MOST = 10_000
"""More than any design has files: a child that asks on and on is not at work."""

Ask = Callable[[str, str], Any]
"""What a child may ask its caller while it works: a kind and a name → the answer, which can be pickled.
Raises LookupError with a sentence, which the child gets as its own."""


class Died(Exception):
    """The child is gone; `slow` says that it took longer than it may, and did not break down."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("slow" if slow else "broke down")
        self.slow = slow


class Child:
    """A process and our end of its socket. ready: `module:function`, called in it once, ahead of the first work."""

    def __init__(self, ready: str = "") -> None:
        self._channel, theirs = socket.socketpair()
        for end in (self._channel, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * MEBIBYTE)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _life(theirs.fileno(), ready)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                pass_fds=[theirs.fileno()],
            )
        self._ready = False
        self.fit = True

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def ask(self, request: bytes, seconds: float, questions: Ask) -> tuple[str, Any]:
        """The answer to a request: its kind and value. questions: what answers those that it has meanwhile.

        Raises:
            Died: it broke down, or took longer.
        """
        try:
            if not self._ready:
                self._ready = wire.receive(self._channel, START_SECONDS) is not None
            wire.send(self._channel, request, START_SECONDS + len(request) / MEBIBYTE)
            answer = self._converse(seconds, questions)
        except TimeoutError:
            raise Died(slow=True) from None
        except OSError:
            answer = None
        if answer is None:
            self.end()
            raise Died(slow=self._process.returncode == -signal.SIGALRM)
        kind, self.fit, value = answer
        return kind, value

    def _converse(self, seconds: float, questions: Ask) -> tuple[str, bool, Any] | None:
        """What it says at last. The child keeps the time itself; ours only ends one that no longer can."""
        left = seconds + 1
        for _ in range(QUESTIONS_AT_MOST):
            began = time.monotonic()
            answer = wire.receive(self._channel, left)
            if answer is None:
                return None
            left -= time.monotonic() - began
            kind, fit, value = Harmless(io.BytesIO(answer)).load()
            if kind != "ask":
                return kind, fit, value
            reply = pickle.dumps(_answered(questions, *value), protocol=5)
            wire.send(self._channel, reply, START_SECONDS + len(reply) / MEBIBYTE)
        raise TimeoutError

    def end(self) -> None:
        """Close both lines and see the process off; a busy one is killed."""
        self.fit = False
        self._channel.close()
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(0.2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """Close our copies only: the process belongs to the parent we were forked from."""
        self._channel.close()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.returncode = 0


def _answered(questions: Ask, kind: object, name: object) -> tuple[bool, Any]:
    try:
        return True, questions(str(kind), str(name))
    except LookupError as why:
        return False, str(why.args[0]) if why.args else "it is not there."


def _life(descriptor: int, ready: str) -> str:
    """The child's program: find our modules where we found them, then serve."""
    places = list(_places())
    serve = f"from makeready.press.confine.child import serve\nserve({descriptor}, {ready!r}, {lent.folder()!r})"
    return f"import sys; sys.path[:] = {places!r}\n{serve}"


def _places() -> Iterator[str]:
    """Where modules are looked for. Python adds the folder that we were started in: where it holds no modules, it may
    hold the shop's data, which a child must not read.
    """
    here = Path.cwd()
    holds_modules = any(here.glob("*.py")) or any(here.glob("*/__init__.py"))
    for place in map(os.path.abspath, sys.path):
        if holds_modules or place != str(here):
            yield place


def _environment() -> dict[str, str]:
    """What a child sees of our environment: nothing that could be a secret."""
    kept = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME",
            "HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS")  # fmt: skip
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MiB of the address space that is limited
        "OPENBLAS_NUM_THREADS": "1",
        "VIPS_DISC_THRESHOLD": "1000g",  # large pictures stay in memory, where they are counted: no file may be written
    }
