"""Where does the processor's work happen? In helper processes of low priority, one job each at a time.

The worker's own process stays quick for the engine, heartbeats and the network; orders that come in meanwhile
are served first. A helper ends with its worker: its pipe closes, however the worker died.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

from makeready.office.jobs import helper
from makeready.office.tasks.task import TaskFailed

R = TypeVar("R")

SECONDS = 600.0
"""No page takes so long; a helper that does is stuck."""

AGE = 500
"""Pieces of work after which a helper is replaced: what libraries leak in memory goes with it."""


class WorkFailed(TaskFailed):
    """Work in a helper process was refused, in words: `code`, sentence and hint are those of the refusal."""

    def __init__(self, told: dict[str, Any]) -> None:
        facts = {name: fact for name, fact in told.items() if name not in ("message", "hint")}
        super().__init__(str(told["message"]), fix=str(told["hint"]), **facts)


class HelperDied(TaskFailed):
    """A helper process ended in the middle of its work: memory ran out, or somebody ended it."""

    code = "helper_died"
    fix = "It is tried again by itself. If it stays so, the file may need more memory than this machine has."
    transient = True


class TooSlow(TaskFailed):
    """Work took longer than anything sensible."""

    code = "too_slow"
    fix = "Make the design simpler (fewer or smaller pictures), then press Retry."


class HelperFault(RuntimeError):
    """A fault of ours inside a helper; holds its traceback for the log."""


class Helpers:
    """The helper processes of a worker: at most `limit`, started when first needed and used again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._idle: list[_Helper] = []
        self._count = 0
        self._change = threading.Condition()

    def work(self, function: Callable[..., R], *arguments: Any, check: Callable[[], None] = lambda: None) -> R:
        """`function(*arguments)`, worked out in a helper. check: called now and then; what it raises ends the work.

        function: at the top level of a module; arguments and result can be pickled, and are small (files go
        through the storage).

        Raises:
            WorkFailed: refused in words. HelperDied, TooSlow. HelperFault: a fault of ours.
        """
        one = self._take(check)
        try:
            return one.ask(function, arguments, check)
        except (WorkFailed, HelperFault):
            raise
        except BaseException:  # it still works on something that nobody waits for
            one.end()
            raise
        finally:
            self._give_back(one)

    def warm(self) -> None:
        """Start all helpers in the background, with fonts and profiles loaded, ahead of the first job."""
        for _ in range(self._limit):
            threading.Thread(target=self._warm_one, name="warm-helper", daemon=True).start()

    def end(self) -> None:
        """See every idle helper off; busy ones end when our end of their pipe closes."""
        with self._change:
            leaving, self._idle = self._idle, []
        for one in leaving:
            one.end()

    def _warm_one(self) -> None:
        with contextlib.suppress(TaskFailed, HelperFault):
            self.work(helper.get_ready)
        connection.close()

    def _take(self, check: Callable[[], None]) -> _Helper:
        with self._change:
            while True:
                while self._idle:
                    one = self._idle.pop()
                    if one.alive:
                        return one
                    self._count -= 1
                if self._count < self._limit:
                    self._count += 1
                    break
                self._change.wait(0.5)
                check()
        try:
            return _Helper()
        except BaseException:
            with self._change:
                self._count -= 1
                self._change.notify()
            raise

    def _give_back(self, one: _Helper) -> None:
        if one.asked >= AGE:
            one.end()
        with self._change:
            if one.alive:
                self._idle.append(one)
            else:
                self._count -= 1
            self._change.notify()


class _Helper:
    """One process and our end of its pipe."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        name = str(connection.settings_dict["NAME"])
        self._process = context.Process(target=helper.serve, args=(theirs, name), name="makeready-helper", daemon=True)
        self._process.start()
        theirs.close()
        self.asked = 0

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, function: Callable[..., R], arguments: tuple[Any, ...], check: Callable[[], None]) -> R:
        self.asked += 1
        end = time.monotonic() + SECONDS
        try:
            self._pipe.send((function, arguments))
            while not self._pipe.poll(0.5):
                check()
                if time.monotonic() > end:
                    raise TooSlow(f"The work was given up after {SECONDS / 60:g} minutes.")
            kind, value = self._pipe.recv()
        except (EOFError, OSError) as why:
            raise HelperDied("The process that did the work ended in the middle of it.") from why
        if kind == "done":
            return value  # type: ignore[no-any-return]
        if kind == "refused":
            raise WorkFailed(value)
        raise HelperFault(str(value))

    def end(self) -> None:
        self._pipe.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
