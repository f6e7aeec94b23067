"""What does a child do? Closes the walls around itself, then answers one request after another."""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from typing import Any

from makeready.press.confine import walls, wire
from makeready.press.findings import PressError

JOBS_AT_MOST = 1000
RESIDENT_AT_MOST = 700 * 1024 * 1024
"""Bytes after which a child is replaced: what a parser leaves behind must not pile up."""

_inside = False
_channel: socket.socket


def inside() -> bool:
    """Whether this process is itself a confined child."""
    return _inside


def ask(kind: str, name: str) -> Any:
    """What our caller answers to a question, while we work for it; its time does not count as ours.

    Raises:
        LookupError: with a sentence, where it has no answer.
    """
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    ceiling = resource.getrlimit(resource.RLIMIT_AS)
    try:
        walls.allow(None)  # an answer cut off would be taken for the next request; once here, it counts
        wire.send(_channel, pickle.dumps(("ask", True, (kind, name)), protocol=5))
        answer = wire.receive(_channel)
        if answer is None:  # nobody waits for us any more
            os._exit(0)
        found, value = pickle.loads(answer)  # noqa: S301  (our own caller wrote it)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, ceiling)
        signal.setitimer(signal.ITIMER_REAL, left)
    if not found:
        raise LookupError(value)
    return value


def serve(descriptor: int, ready: str = "", lent: str = "") -> None:
    """The child's whole life: until our caller closes its end.

    ready: `module:function`, called once beforehand. lent: the folder of files that our caller lends us.
    """
    global _inside, _channel
    _inside = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    walls.end_with_the_parent()
    walls.close([lent])
    channel = _channel = socket.socket(fileno=descriptor)
    if ready:
        module, _, function = ready.partition(":")
        getattr(importlib.import_module(module), function)()
    wire.send(channel, b"ready")
    jobs = 0
    while (request := wire.receive(channel)) is not None:
        jobs += 1
        kind, value = _answer(request)
        del request
        fit = kind != "memory" and jobs < JOBS_AT_MOST and walls.resident_bytes() < RESIDENT_AT_MOST
        wire.send(channel, pickle.dumps((kind, fit, value), protocol=5))
    os._exit(0)


def _answer(request: bytearray) -> tuple[str, Any]:
    try:
        function, args, memory, seconds = pickle.loads(request)  # noqa: S301  (our own caller wrote it)
        walls.allow(memory)
        signal.setitimer(signal.ITIMER_REAL, seconds)  # ends us even where C code holds the interpreter
        try:
            return "done", function(*args)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            walls.allow(None)
    except PressError as refusal:
        return "refused", refusal.findings
    except MemoryError:
        return "memory", None
    except Exception:  # noqa: BLE001  (this is the border: our caller raises it again as ours)
        return "fault", traceback.format_exc()


def facts() -> dict[str, Any]:
    """What holds in this process, for `makeready doctor` and the tests: run it confined."""
    return {
        "confined": _inside,
        "walls": walls.in_force(),
        "open files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "python": sys.version.split()[0],
    }
