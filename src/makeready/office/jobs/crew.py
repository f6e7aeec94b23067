"""How does one job do several tasks at once? Threads that end with their task; results come back one by one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

K = TypeVar("K")
Outcome = BaseException | None


class Crew(Generic[K]):
    """Tasks at work, by their key. What a task raises is raised by `wait`, once."""

    def __init__(self) -> None:
        self._ended: queue.SimpleQueue[tuple[K, Outcome]] = queue.SimpleQueue()
        self.at_work: set[K] = set()

    def begin(self, key: K, work: Callable[[], None]) -> None:
        """Do this in a thread of its own."""
        self.at_work.add(key)

        def whole() -> None:
            outcome: Outcome = None
            try:
                work()
            except BaseException as why:  # noqa: BLE001  (raised again by whoever waits)
                outcome = why
            finally:
                connection.close()
                self._ended.put((key, outcome))

        threading.Thread(target=whole, name="task", daemon=True).start()

    def wait(self, seconds: float | None = None) -> None:
        """Until one comes to its end, or so long; raise what it raised."""
        try:
            key, outcome = self._ended.get(timeout=seconds)
        except queue.Empty:
            return
        self.at_work.discard(key)
        if outcome is not None:
            raise outcome

    def all_home(self) -> list[BaseException]:
        """Wait for all; what they raised."""
        raised = []
        while self.at_work:
            try:
                self.wait()
            except BaseException as why:  # noqa: BLE001  (told to whoever asked)
                raised.append(why)
        return raised
