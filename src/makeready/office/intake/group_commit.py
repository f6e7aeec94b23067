"""How do many senders share one commit? Requests hand their message to one thread; it keeps all that wait at once.

A commit costs a write to the disk that the machine must wait for (`synchronous=FULL`), some milliseconds whether
it holds one row or two hundred. While one commit is under way the next messages gather.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, connection, connections
from django.utils import timezone

from makeready.office.background import RUSH
from makeready.office.errors import NotFound, OfficeError, Unavailable
from makeready.office.intake.keeping import Message, count, keep

log = logging.getLogger(__name__)

MOST_AT_ONCE = 500
MOST_BYTES_AT_ONCE = 32 << 20
MOST_WAITING = 5000
MOST_BYTES_WAITING = 128 << 20
COUNT_SECONDS = 1.0
"""Refusals are counted in memory and written at most this often: counting forgeries must not be a way to slow us."""


@dataclass(slots=True)
class _Waiting:
    message: Message
    answer: asyncio.Future[None]
    loop: asyncio.AbstractEventLoop


@dataclass(slots=True)
class _Count:
    refused: int = 0
    refused_at: datetime | None = None
    taken_at: datetime | None = None


class GroupCommit:
    """The thread that keeps messages. `after_commit` is called after each commit; it must return at once."""

    def __init__(self, after_commit: Callable[[], None]) -> None:
        self._after_commit = after_commit
        self._incoming: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._counts: dict[str, _Count] = {}
        self._counted_at = 0.0
        self._waiting = 0
        self._waiting_bytes = 0

    async def keep(self, message: Message) -> None:
        """Return when the message is committed.

        Raises:
            Unavailable: the database does not take it, or too many wait already.
            NotFound: its storefront is gone.
        """
        if self._waiting >= MOST_WAITING or self._waiting_bytes >= MOST_BYTES_WAITING:
            raise Unavailable("More messages wait to be kept than this server takes at a time.")
        loop = asyncio.get_running_loop()
        waiting = _Waiting(message, loop.create_future(), loop)
        with self._lock:
            self._waiting += 1
            self._waiting_bytes += len(message.body)
            RUSH.waits(True)
            self._begin()
        self._incoming.put(waiting)
        await waiting.answer

    def count_refused(self, storefront: str) -> None:
        """One more webhook was refused; it is written down soon."""
        with self._lock:
            entry = self._counts.setdefault(storefront, _Count())
            entry.refused += 1
            entry.refused_at = timezone.now()
            self._begin()

    def close(self) -> None:
        """Keep what waits, write the counts down, and end the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread and thread.is_alive():
            self._incoming.put(None)
            thread.join(5)

    def _begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="intake-commits", daemon=True)
            self._thread.start()
            atexit.register(self.close)

    def _run(self) -> None:
        try:
            ending = False
            while not ending:
                batch, ending = self._gathered()
                if batch:
                    self._settle(batch, self._kept(batch))
                self._write_counts(at_once=ending)
        finally:
            connections.close_all()

    def _gathered(self) -> tuple[list[_Waiting], bool]:
        """What waits, at least one unless it is time to count; and whether the end was asked for."""
        batch: list[_Waiting] = []
        size = 0
        try:
            first = self._incoming.get(timeout=COUNT_SECONDS)
            while first is not None:
                batch.append(first)
                size += len(first.message.body)
                if len(batch) >= MOST_AT_ONCE or size >= MOST_BYTES_AT_ONCE:
                    return batch, False
                first = self._incoming.get_nowait()
        except queue.Empty:
            return batch, False
        return batch, True

    def _kept(self, batch: list[_Waiting]) -> dict[str, OfficeError]:
        """Commit a batch; what could not be kept, by message id."""
        messages = [waiting.message for waiting in batch]
        for _ in range(2):
            try:
                keep(messages)
            except (IntegrityError, DataError):
                return _kept_one_by_one(messages)
            except (DatabaseError, InterfaceError):
                log.exception("%d messages of stores could not be kept at once", len(batch))
                connection.close()  # a broken line is not mended: the second try gets a new one
            else:
                return {}
        return {message.id: _not_kept() for message in messages}

    def _settle(self, batch: list[_Waiting], faults: dict[str, OfficeError]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[_Waiting]] = {}
        with self._lock:
            for waiting in batch:
                self._waiting -= 1
                self._waiting_bytes -= len(waiting.message.body)
                by_loop.setdefault(waiting.loop, []).append(waiting)
                if waiting.message.id not in faults:
                    entry = self._counts.setdefault(waiting.message.storefront, _Count())
                    entry.taken_at = waiting.message.received_at
            RUSH.waits(self._waiting > 0)
        RUSH.came_in(len(batch))
        for loop, answered in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_answer, answered, faults)
        if len(faults) < len(batch):
            try:
                self._after_commit()
            except Exception:
                # What follows a commit may fail for any reason; the messages are kept, and the worker finds them.
                log.exception("messages were kept, but processing could not be woken")

    def _write_counts(self, *, at_once: bool) -> None:
        if not self._counts or (not at_once and time.monotonic() - self._counted_at < COUNT_SECONDS):
            return
        self._counted_at = time.monotonic()
        with self._lock:
            counts, self._counts = self._counts, {}
        for storefront, entry in counts.items():
            try:
                count(storefront, refused=entry.refused, refused_at=entry.refused_at, taken_at=entry.taken_at)
            except (DatabaseError, InterfaceError) as why:
                connection.close()
                log.warning("refused webhooks of %s could not be counted: %s", storefront, why)
                with self._lock:
                    self._counts.setdefault(storefront, _Count()).refused += entry.refused


def _kept_one_by_one(messages: list[Message]) -> dict[str, OfficeError]:
    """So that one bad message fails alone."""
    faults: dict[str, OfficeError] = {}
    for message in messages:
        try:
            keep([message])
        except IntegrityError:
            faults[message.id] = NotFound("There is no such storefront any more.")
        except (DatabaseError, InterfaceError):
            log.exception("the message %s of a store could not be kept", message.id)
            connection.close()
            faults[message.id] = _not_kept()
    return faults


def _not_kept() -> OfficeError:
    return Unavailable("The message could not be kept: the database does not take it.")


def _answer(batch: list[_Waiting], faults: dict[str, OfficeError]) -> None:
    for waiting in batch:
        if waiting.answer.done():
            continue  # whoever asked has gone
        if fault := faults.get(waiting.message.id):
            waiting.answer.set_exception(fault)
        else:
            waiting.answer.set_result(None)
