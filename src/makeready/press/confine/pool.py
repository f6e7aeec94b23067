"""Who does the confined work? A few warm children, shared by all threads, one job each at a time.

A child is a fresh interpreter (no fork: the caller may have threads), started when first needed and
used again. It ends with us: its standard input is a pipe of ours, and the kernel ends the child when
that pipe closes, however we died.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from makeready.press.confine import child, wire
from makeready.press.confine.harmless import Harmless
from makeready.press.findings import Finding, PressError

R = TypeVar("R")

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE
START_SECONDS = 30.0
"""How long a child may take to start: on a busy machine an interpreter needs seconds."""


class FileTooHard(Finding):
    """A file that could not be read within the limits, or whose reader broke down on it."""

    code = "file-too-hard"
    sentence = "The file could not be read: {why}."
    fix = "Open it in the program it comes from, save it once more, and use the new file."


class ConfinedFault(RuntimeError):
    """A fault of ours inside a child (not of the file); holds the child's traceback for the log."""


def run(function: Callable[..., R], *args: Any, seconds: float = 60.0, memory: int = GIBIBYTE) -> R:
    """What `function(*args)` returns, worked out in a confined child.

    function: at the top level of a module. args: anything that can be pickled. The result may hold plain
    values and dataclasses, enums and findings of ours, nothing else (see `Harmless`). seconds: by the
    clock. memory: bytes that the work may add. Safe from several threads; within a child it simply calls.

    Raises:
        PressError: the function's own, or `FileTooHard` where the child died or reached a limit.
        ConfinedFault: where the function raised anything else.
    """
    if child.inside():
        return function(*args)
    request = pickle.dumps((function, args, memory, seconds), protocol=5)
    kind, value = _pool.ask(request, seconds)
    if kind == "done":
        return cast(R, value)
    if kind == "refused":
        raise PressError(value)
    if kind == "memory":
        raise PressError([FileTooHard(why=f"it needs more than {memory // MEBIBYTE} MiB of memory")])
    raise ConfinedFault(str(value))


def warm(count: int = 1) -> None:
    """Start children ahead of the first file; returns at once, they get ready by themselves."""
    _pool.warm(count)


class _Died(Exception):
    """The child is gone; the message says why, in words."""


class _Child:
    """One child: its process and our end of its socket."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        for end in (self._channel, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * MEBIBYTE)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _life(theirs.fileno())],
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

    def ask(self, request: bytes, seconds: float) -> tuple[str, Any]:
        """The answer to a request: its kind and value; raises _Died."""
        try:
            if not self._ready:
                self._ready = wire.receive(self._channel, START_SECONDS) is not None
            wire.send(self._channel, request, START_SECONDS + len(request) / MEBIBYTE)
            # The child keeps the time itself; this only ends one that no longer can.
            answer = wire.receive(self._channel, seconds + 1)
        except TimeoutError:
            raise _Died(f"it took longer than {seconds:g} seconds") from None
        except OSError:
            answer = None
        if answer is None:
            raise _Died(self._cause_of_death(seconds))
        kind, self.fit, value = Harmless(io.BytesIO(answer)).load()
        return kind, value

    def _cause_of_death(self, seconds: float) -> str:
        self.end()
        if self._process.returncode == -signal.SIGALRM:
            return f"it took longer than {seconds:g} seconds"
        return "its reader broke down on it"

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


class _Pool:
    """The children: idle ones on a stack (the warmest on top), at most `limit` alive."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._change = threading.Condition()

    def ask(self, request: bytes, seconds: float) -> tuple[str, Any]:
        """One request to one child, waiting for a free one; raises PressError where it dies."""
        one = self._take()
        try:
            return one.ask(request, seconds)
        except _Died as death:
            one.fit = False
            raise PressError([FileTooHard(why=str(death))]) from None
        except BaseException:
            one.fit = False
            raise
        finally:
            self._give_back(one)

    def warm(self, count: int) -> None:
        """See that `count` children are there."""
        with self._change:
            while len(self._idle) + len(self._busy) < min(count, self._limit):
                self._idle.append(_Child())

    def end(self) -> None:
        """See every idle child off; busy ones end when their line closes with us."""
        with self._change:
            leaving, self._idle = self._idle, []
        for one in leaving:
            one.end()

    def forget(self) -> None:
        """After a fork: the children are our parent's."""
        for one in [*self._idle, *self._busy]:
            one.forget()
        self.__init__(self._limit)  # type: ignore[misc]

    def _take(self) -> _Child:
        with self._change:
            while True:
                while self._idle:
                    one = self._idle.pop()
                    if one.alive:
                        self._busy.add(one)
                        return one
                    one.end()
                if len(self._busy) < self._limit:
                    one = _Child()
                    self._busy.add(one)
                    return one
                self._change.wait()

    def _give_back(self, one: _Child) -> None:
        if not one.fit:
            one.end()
        with self._change:
            self._busy.discard(one)
            if one.fit:
                self._idle.append(one)
            self._change.notify()


def _life(descriptor: int) -> str:
    """The child's program: find our modules where we found them, then serve."""
    places = [os.path.abspath(place) for place in sys.path]  # noqa: PTH100  (keeps the entries' spelling)
    return f"import sys; sys.path[:] = {places!r}\nfrom makeready.press.confine.child import serve\nserve({descriptor})"


def _environment() -> dict[str, str]:
    """What a child sees of our environment: nothing that could be a secret."""
    kept = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MiB of the address space that is limited
        "OPENBLAS_NUM_THREADS": "1",
    }


_pool = _Pool(limit=max(2, min(8, os.cpu_count() or 2)))
atexit.register(lambda: _pool.end())
os.register_at_fork(after_in_child=lambda: _pool.forget())
