"""Which runs does this worker hold without working on them? They broke off without a word, and are handed on.

So it goes when the database went away in the middle of a run: neither the run nor the engine could write its end.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from makeready.office.jobs import engine
from makeready.office.jobs.course import OPEN
from makeready.office.jobs.endings import hand_back
from makeready.office.jobs.models import Job

logger = logging.getLogger(__name__)

Run = tuple[str, int]


class LostRuns:
    """A worker's eye on itself. busy: the runs that it works on right now."""

    def __init__(self, worker: str, busy: Callable[[], set[Run]]) -> None:
        self._worker = worker
        self._busy = busy
        self._suspected: set[Run] = set()

    def look(self) -> int:
        """Hand on what was lost; how many. Lost is what two looks in a row find held and idle.

        Between the engine's handing out a run and its beginning, and between its end and the engine's knowing,
        a run is idle for a moment.
        """
        held = set(engine.held_by(self._worker))
        held |= set(Job.objects.filter(worker=self._worker, status__in=OPEN).values_list("pk", "run"))
        idle = held - self._busy()
        lost, self._suspected = idle & self._suspected, idle
        for job, run in lost:
            logger.warning("%s broke off in run %s; it is handed on", job, run)
            hand_back(job, run)
            engine.cancel(job, run)
        return len(lost)
