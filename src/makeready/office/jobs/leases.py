"""Which worker is alive, and what becomes of a dead one's jobs? Heartbeats, and the others' eyes on them.

Clocks of several machines need not agree: a watcher measures by its own clock how long a heartbeat stood still.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from datetime import datetime

from django.utils import timezone

from makeready.office.jobs import engine
from makeready.office.jobs.course import OPEN
from makeready.office.jobs.endings import hand_back
from makeready.office.jobs.models import Job, Worker

logger = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
SILENT_SECONDS = 4.0
"""A heartbeat that stands still for so long is a dead worker's. One that comes back late finds its fence moved."""


def sign_on() -> str:
    """Enter this process as a worker; its id is new at every start, so that no life takes up another one's work."""
    host, now = socket.gethostname(), timezone.now()
    identity = f"{host[:60]}-{os.getpid()}-{secrets.token_hex(4)}"
    Worker.objects.create(id=identity, host=host, pid=os.getpid(), started_at=now, heard_at=now)
    return identity


def beat(worker: str) -> None:
    """Say that the worker lives; one that others gave up for dead meanwhile is watched again from now on."""
    Worker.objects.filter(pk=worker).update(heard_at=timezone.now(), stopped_at=None)


def sign_off(worker: str) -> None:
    """The worker ends in order; what it could not finish is handed on."""
    Worker.objects.filter(pk=worker).update(stopped_at=timezone.now())
    take_over_from(worker)


class Watch:
    """A worker's eyes on the others."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._seen: dict[str, tuple[datetime, float]] = {}

    def look(self) -> int:
        """Take over from those who have gone silent; how many."""
        now, silent = time.monotonic(), []
        for identity, heard_at in Worker.objects.filter(stopped_at=None).values_list("pk", "heard_at"):
            known = self._seen.get(identity)
            if known is None or known[0] != heard_at:
                self._seen[identity] = (heard_at, now)
            elif now - known[1] > SILENT_SECONDS and identity != self._worker:
                silent.append(identity)
        for identity in silent:
            logger.warning("worker %s is silent; its jobs are taken over", identity)
            take_over_from(identity)
            Worker.objects.filter(pk=identity).update(stopped_at=timezone.now())
            self._seen.pop(identity, None)
        return len(silent)


def take_over_from(worker: str) -> None:
    """Free all that a worker held: each job goes into its next run, which any worker may take."""
    held = set(engine.held_by(worker))
    held |= set(Job.objects.filter(worker=worker, status__in=OPEN).values_list("pk", "run"))
    for job, run in held:
        hand_back(job, run)
        engine.cancel(job, run)
