"""What goes on beside the requests? Threads that are woken when there is work, and look for some now and then.

The work itself must be durable and safe from several processes: a thread may die with its process at any moment,
and the next one, here or elsewhere, finds in the database what is left.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)


class Rush:
    """Whether more comes in at this moment than can be dealt with at once: then what goes on beside waits.

    A web process has one interpreter: understanding orders and fetching designs would take from it what taking
    webhooks in needs. Worker processes take nothing in, so there it is never on.
    """

    PER_SECOND = 100

    def __init__(self) -> None:
        self._second, self._count, self._before = 0, 0, 0
        self._nobody_waits = threading.Event()
        self._nobody_waits.set()

    def waits(self, some: bool) -> None:
        """Whether messages wait to be committed at this moment."""
        self._nobody_waits.clear() if some else self._nobody_waits.set()

    def let_pass(self, seconds: float = 0.5) -> None:
        """Let messages that wait be committed first: SQLite's lock goes to whoever asks, not to whoever waits."""
        self._nobody_waits.wait(seconds)

    def came_in(self, count: int) -> None:
        """So many messages came in just now."""
        self._turn()
        self._count += count

    @property
    def is_on(self) -> bool:
        """Whether this second or the one before brought more than `PER_SECOND`."""
        self._turn()
        return max(self._count, self._before) > self.PER_SECOND

    def _turn(self) -> None:
        now = int(time.monotonic())
        if now != self._second:
            self._before = self._count if now == self._second + 1 else 0
            self._second, self._count = now, 0


class Trouble:
    """What goes wrong round after round: told once with its traceback, then in a line a minute, then its end."""

    REMINDER_SECONDS = 60.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._what: tuple[type[BaseException], str, int] | None = None
        self._rounds, self._next_line = 0, 0.0

    def told(self, name: str, why: Exception) -> None:
        """A round failed."""
        what, now = _fingerprint(why), time.monotonic()
        with self._lock:
            is_new, self._what = what != self._what, what
            self._rounds = 1 if is_new else self._rounds + 1
            is_due = is_new or now >= self._next_line
            if is_due:
                self._next_line = now + self.REMINDER_SECONDS
            rounds = self._rounds
        if is_new:
            logger.error("%s failed; it goes on with the next round", name, exc_info=why)
        elif is_due:
            logger.warning("%s has failed %d times in a row: %s", name, rounds, str(why).strip() or type(why).__name__)

    def over(self, name: str) -> None:
        """A round went well."""
        if self._what is None:
            return
        with self._lock:
            was, self._what = self._what, None
            rounds, self._rounds = self._rounds, 0
        if was is not None:
            logger.warning("%s is back, after %d rounds that failed", name, rounds)


def _fingerprint(why: Exception) -> tuple[type[BaseException], str, int]:
    """What makes two failures the same one: their kind and the line that raised."""
    at = why.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return type(why), at.tb_frame.f_code.co_filename if at else "", at.tb_lineno if at else 0


RUSH = Rush()
"""This process's."""


class Background:
    """Runs `work()` whenever woken, and every `seconds` anyway. `work` answers whether there may be more at once.

    During a rush it waits: it goes on within `seconds` after it.

    Threads begin with the first `wake()`; they are daemons, so that they never hold up the end of a process.
    """

    def __init__(self, name: str, work: Callable[[], bool], *, seconds: float, threads: int = 1) -> None:
        self.name = name
        self._work = work
        self._seconds = seconds
        self._count = threads
        self._bell = threading.Condition()
        self._rung = 0
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self._trouble = Trouble()

    def wake(self) -> None:
        """There is work. Returns at once."""
        with self._bell:
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            while len(self._threads) < self._count and not self._stopping:
                number = len(self._threads) + 1
                thread = threading.Thread(target=self._run, name=f"{self.name}-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._rung += 1
            self._bell.notify_all()

    def stop(self, seconds: float = 10) -> None:
        """End the threads after what they are doing now; a later `wake()` begins anew."""
        with self._bell:
            self._stopping = True
            self._bell.notify_all()
        for thread in self._threads:
            thread.join(seconds)
        with self._bell:
            self._stopping, self._threads = False, []

    def _run(self) -> None:
        heard = 0
        try:
            while not self._stopping:
                with self._bell:
                    if heard == self._rung:
                        self._bell.wait(self._seconds)
                    heard = self._rung
                while not self._stopping and not RUSH.is_on and self._once():
                    pass
        finally:
            connections.close_all()

    def _once(self) -> bool:
        close_old_connections()
        try:
            more = self._work()
        except Exception as why:  # noqa: BLE001
            # The border of a thread: whatever it was, the next round tries again, and the log has it.
            self._trouble.told(self.name, why)
            return False
        finally:
            close_old_connections()
        self._trouble.over(self.name)
        return more
