"""Who may write about a job? Only its newest run: every write is made under the fence, in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from makeready.office.delivery.receipts import Stopped
from makeready.office.jobs.models import Job


class TakenOver(Stopped):
    """Another run of the job has begun: whatever this one still does must change nothing."""

    def __init__(self) -> None:
        super().__init__("Another worker has taken this job over.", clean_up=False)


class CancelAsked(Stopped):
    """A person wants the job to stop."""

    def __init__(self) -> None:
        super().__init__("The job was cancelled.", clean_up=True)


class WorkerEnding(Stopped):
    """This worker is about to end; another one goes on."""

    def __init__(self) -> None:
        super().__init__("The worker is ending; the job goes on with another one.", clean_up=False)


class Left(Stopped):
    """The task took too long and was left behind: nothing it still does may count."""

    def __init__(self) -> None:
        super().__init__("The task was given up: it took too long.", clean_up=False)


class Waits(Stopped):
    """The task has nothing to do until a time, an event or a person: its job waits without a worker.

    until: look again then at the latest. kind, sentence, more: for those who look at the job. has_come: asked once
    the wait is written down.
    """

    def __init__(
        self, until: datetime, kind: str, sentence: str, has_come: Callable[[], bool] = lambda: False, **more: str
    ) -> None:
        super().__init__(sentence, clean_up=False)
        self.has_come = has_come
        self.until = until
        self.kind = kind
        self.sentence = sentence
        self.more = more

    def told(self) -> dict[str, object]:
        """As the task's row keeps it."""
        return {"for": self.kind, "sentence": self.sentence, **self.more}


@contextlib.contextmanager
def held(job: str, run: int) -> Iterator[Job]:
    """A transaction in which the job's row is locked and known to be in this run; what changed is counted.

    Raises:
        TakenOver: the job is in another run by now.
    """
    with transaction.atomic():
        row = Job.objects.select_for_update().get(pk=job)
        if row.run != run:
            raise TakenOver
        yield row
        row.changes += 1
        row.save()


def check(job: str, run: int) -> None:
    """Raise where this run may not go on: taken over, or a person asked to cancel."""
    now = Job.objects.filter(pk=job).values_list("run", "cancel_asked_at").get()
    if now[0] != run:
        raise TakenOver
    if now[1] is not None:
        raise CancelAsked


def guard(job: str, run: int) -> None:
    """Raise `TakenOver` inside the transaction that is open: between this and its end nobody takes over."""
    if Job.objects.select_for_update().values_list("run", flat=True).get(pk=job) != run:
        raise TakenOver
