"""How is a task stopped that takes too long? It hears of it wherever it checks; one that does not listen is left.

What is left behind can do no harm: it is fenced like a worker that was taken over, so that it writes no receipt,
moves no project and keeps no file. What it was just sending is sent again under the same key, as after a crash.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

from makeready.office.jobs.context import Context
from makeready.office.tasks.task import TaskFailed

R = TypeVar("R")

GRACE = 5.0
"""Seconds after its time that a task has to hear of it."""


class TimedOut(TaskFailed):
    """The task took longer than its `timeout`."""

    code = "timed_out"
    fix = "Press Retry, or give the task a longer timeout in the pipeline and start the job again."


def within(context: Context, work: Callable[[], R]) -> R:
    """Do the work, within the step's limit where it has one.

    Raises:
        TimedOut: it was not done in time. What the work raises.
    """
    limit = context.step.limit
    if limit is None:
        return work()
    context.stop_at = time.monotonic() + limit
    context.too_late = TimedOut(f"The task was stopped: it took longer than its timeout of {_words(limit)}.")
    answers: list[R] = []
    raised: list[BaseException] = []

    def whole() -> None:
        try:
            answers.append(work())
        except BaseException as why:  # noqa: BLE001  (raised again below)
            raised.append(why)
        finally:
            connection.close()

    thread = threading.Thread(target=whole, name="task-with-timeout", daemon=True)
    thread.start()
    thread.join(limit + GRACE)
    if thread.is_alive():
        context.left = True
        raise context.too_late
    if raised:
        raise raised[0]
    return answers[0]


def _words(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds >= 120 else f"{seconds:g} seconds"
