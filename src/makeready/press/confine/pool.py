"""Who does the confined work? A few warm children, shared by all threads, one job each at a time.

Children are started when first needed and used again. Whoever finds none free stands in a line, and is served in
the order in which they came: nobody's many wishes can keep another one out.
"""

from __future__ import annotations

import atexit
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar, cast

from makeready.press.confine import child
from makeready.press.confine.process import MEBIBYTE, Ask, Child, Died
from makeready.press.findings import Finding, PressError

R = TypeVar("R")

GIBIBYTE = 1024 * MEBIBYTE


class FileTooHard(Finding):
    """A file that could not be read within the limits, or whose reader broke down on it."""

    code = "file-too-hard"
    sentence = "The file could not be read: {why}."
    fix = "Open it in the program it comes from, save it once more, and use the new file."


class ConfinedFault(RuntimeError):
    """A fault of ours inside a child (not of the file); holds the child's traceback for the log."""


class Busy(RuntimeError):
    """All children were at work, and went on with it for as long as the caller would wait."""


def no_questions(kind: str, name: str) -> Any:
    """The answer of a caller who has nothing to hand in."""
    raise LookupError("nothing was handed in.")


def run(
    function: Callable[..., R],
    *args: Any,
    seconds: float = 60.0,
    memory: int = GIBIBYTE,
    questions: Ask = no_questions,
    patience: float | None = None,
    too_hard: type[Finding] = FileTooHard,
) -> R:
    """What `function(*args)` returns, worked out in a confined child.

    function: at the top level of a module. args: anything that can be pickled. The result may hold plain
    values and dataclasses, enums and findings of ours, nothing else (see `Harmless`). seconds: by the
    clock. memory: bytes that the work may add. questions: answers what the function asks by `ask`. patience:
    seconds to wait for a free child, None: for ever. too_hard: the finding where a limit was reached or the child
    died; its sentence takes `why`. Safe from several threads; within a child it simply calls.

    Raises:
        PressError: the function's own, or with `too_hard`.
        Busy: no child was free in time, or too many stood in line already.
        ConfinedFault: where the function raised anything else.
    """
    if child.inside():
        return function(*args)
    request = pickle.dumps((function, args, memory, seconds), protocol=5)
    try:
        kind, value = _pool.ask(request, seconds, questions, patience)
    except Died as death:
        why = f"it took longer than {seconds:g} seconds" if death.slow else "its reader broke down on it"
        raise PressError([too_hard(why=why)]) from None
    if kind == "done":
        return cast(R, value)
    if kind == "refused":
        raise PressError(value)
    if kind == "memory":
        raise PressError([too_hard(why=f"it needs more than {memory // MEBIBYTE} MiB of memory")])
    raise ConfinedFault(str(value))


def settle(children: int, ready: str = "", line: int | None = None) -> None:
    """How many children may work at once from now on, what each does before its first work, and how long the line
    of those may be who wait with bounded patience.

    For the start of a process. ready: `module:function`, which loads what all work needs.
    """
    _pool.settle(children, ready, line)


def warm(count: int = 1) -> None:
    """Start children ahead of the first file; returns at once, they get ready by themselves.

    One that has to go later is replaced at once, too.
    """
    _pool.warm(count)


class _Place:
    """A place in the line: called with a child, or with none and the right to start one."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.child: Child | None = None


class _Pool:
    """The children: idle ones on a stack (the warmest on top), at most `limit` alive."""

    def __init__(self, limit: int, ready: str = "", line: int | None = None) -> None:
        self._limit, self._ready, self._longest = limit, ready, line
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._seats = 0
        self._line: deque[_Place] = deque()
        self._change = threading.Lock()
        self._wanted = 0

    def ask(
        self, request: bytes, seconds: float, questions: Ask = no_questions, patience: float | None = None
    ) -> tuple[str, Any]:
        """One request to one child, waiting for a free one; raises Died or Busy."""
        one = self._take(patience)
        try:
            return one.ask(request, seconds, questions)
        except BaseException:
            one.fit = False
            raise
        finally:
            self._give_back(one)

    def settle(self, limit: int, ready: str, line: int | None) -> None:
        """Change the limits; children that are there already stay as they are."""
        with self._change:
            self._limit, self._ready, self._longest = limit, ready, line

    def warm(self, count: int) -> None:
        """See that `count` children are there, now and after one has gone."""
        with self._change:
            self._wanted = min(count, self._limit)
            self._fill_up()

    def end(self) -> None:
        """See every idle child off; busy ones end when their line closes with us."""
        with self._change:
            self._wanted = 0
            leaving, self._idle = self._idle, []
        for one in leaving:
            one.end()

    def forget(self) -> None:
        """After a fork: the children are our parent's."""
        for one in [*self._idle, *self._busy]:
            one.forget()
        self.__init__(self._limit, self._ready, self._longest)  # type: ignore[misc]

    def _take(self, patience: float | None) -> Child:
        with self._change:
            one, place = self._free_one(), None
            if one is None and (self._line or self._seats >= self._limit):
                place = self._in_line(patience)
            elif one is None:
                self._seats += 1
        if place is not None:
            self._wait(place, patience)
            one = place.child
        if one is None:
            one = self._started()
        with self._change:
            self._busy.add(one)
        return one

    def _free_one(self) -> Child | None:
        """An idle child, its seat taken; none where others stand in line before us."""
        while self._idle and not self._line:
            one = self._idle.pop()
            if one.alive:
                self._seats += 1
                return one
            one.end()
        return None

    def _in_line(self, patience: float | None) -> _Place:
        if patience is not None and self._longest is not None and len(self._line) >= self._longest:
            raise Busy(f"{len(self._line)} others wait already")
        place = _Place()
        self._line.append(place)
        return place

    def _wait(self, place: _Place, patience: float | None) -> None:
        if place.called.wait(patience):
            return
        with self._change:
            if not place.called.is_set():
                self._line.remove(place)
                raise Busy(f"no child was free within {patience:g} seconds")

    def _started(self) -> Child:
        """A new child for one who has a seat; where none can be started, the seat goes on."""
        try:
            return Child(self._ready)
        except BaseException:
            with self._change:
                self._pass_on(None)
            raise

    def _give_back(self, one: Child) -> None:
        if not one.fit:
            one.end()
        with self._change:
            self._busy.discard(one)
            self._pass_on(one if one.fit else None)
            self._fill_up()

    def _pass_on(self, one: Child | None) -> None:
        """The seat of one who is done goes to the first in the line, or becomes free."""
        if self._line:
            place = self._line.popleft()
            place.child = one
            place.called.set()
            return
        self._seats -= 1
        if one is not None:
            self._idle.append(one)

    def _fill_up(self) -> None:
        """New children below the warm ones."""
        while len(self._idle) + self._seats < self._wanted:
            self._idle.insert(0, Child(self._ready))


_pool = _Pool(limit=max(2, min(8, os.cpu_count() or 2)))
atexit.register(lambda: _pool.end())
os.register_at_fork(after_in_child=lambda: _pool.forget())
