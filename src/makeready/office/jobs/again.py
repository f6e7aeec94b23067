"""What can a person do with a job that was begun? Retry from the failed task, restart, cancel.

Before a restart it is said what will go out once more: `what_again`.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.errors import Refused
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.jobs.approvals import APPROVED
from makeready.office.jobs.course import OPEN
from makeready.office.jobs.endings import write_cancelled
from makeready.office.jobs.models import Approval, Job, JobStatus, TaskRun, TaskStatus
from makeready.office.jobs.processing import settle_processing
from makeready.office.jobs.start import hand_over, start

RETRIED = (JobStatus.FAILED, JobStatus.CANCELLED)


class NothingToRetry(Refused):
    """Only a job that failed, was cancelled or waits for its next try has a task to go on from."""

    code = "nothing_to_retry"
    title = "There is nothing to retry"
    fix = "Restart the job to do everything again."


class JobOpen(Refused):
    """The job has not come to its end."""

    code = "job_open"
    title = "The job is not over"
    fix = "Wait for its end, or cancel it first."


class NothingToCancel(Refused):
    """The job is over."""

    code = "nothing_to_cancel"
    title = "There is nothing to cancel"
    fix = "Look at the job: it has come to its end."


def retry(job: Job, *, by: Actor) -> Job:
    """Go on from the task that failed; what succeeded, and what has its receipt, is not done again.

    A job that waits for its next try is tried at once.

    Raises:
        NothingToRetry: it did not fail.
    """
    with transaction.atomic():
        row = Job.objects.select_for_update().get(pk=job.pk)
        if row.status in OPEN and row.waits_until is not None:
            _record(row, by, row.status, f"Tried again at once instead of at {row.waits_until:%H:%M:%S} UTC.")
            TaskRun.objects.filter(job=row, waits__isnull=True).update(
                waits_until=None
            )  # pauses, not what waits for somebody
            _into_next_run(row)
            return row
        if row.status not in RETRIED:
            raise NothingToRetry(f"The job is {row.status}: there is no failed task to go on from.")
        gone_past = TaskRun.objects.filter(job=row, continued=True).values_list("position", flat=True)
        again = TaskRun.objects.filter(job=row).exclude(position__in=list(gone_past))
        again.filter(handler__gt=0).delete()  # what is done after a failure is done after the next one, too
        again.exclude(status__in=(TaskStatus.SUCCEEDED, TaskStatus.SKIPPED)).update(
            status=TaskStatus.PENDING, error=None, failures=0, finished_at=None, waits_until=None, waits=None
        )
        was, row.status, row.finished_at, row.cancel_asked_at = row.status, JobStatus.QUEUED, None, None
        row.attempt += 1
        _into_next_run(row)
        Approval.objects.filter(job=row).exclude(decision=APPROVED).delete()  # to be asked again
        if row.trial:
            return row
        settle_processing(row, JobStatus.QUEUED)
        _record(row, by, was, f"Retry number {row.attempt - 1}, from the failed task.")
    return row


def restart(job: Job, *, by: Actor) -> Job:
    """Do everything again, with the pipeline as it is now, as a new job.

    Raises:
        JobOpen: it still runs or waits.
    """
    if job.status in OPEN:
        raise JobOpen(f"The job is {job.status}.")
    return start(job.project, job.pipeline, by=by, cause="restarted from the beginning", restarts=job,
                 trial=job.trial)  # fmt: skip


def try_out(job: Job, *, by: Actor) -> Job:
    """Replay it: the same version for the project as it is now, every effect outside told and none done."""
    return start(
        job.project, job.pipeline, by=by, cause=f"tried out as {job.pk} was", version=job.version.number, trial=True
    )


def cancel(job: Job, *, by: Actor) -> Job:
    """Let no further task begin. One that runs is asked to stop; one that waits ends at once.

    Raises:
        NothingToCancel: it is over.
    """
    with transaction.atomic():
        row = Job.objects.select_for_update().get(pk=job.pk)
        if row.status not in OPEN:
            raise NothingToCancel(f"The job is {row.status}.")
        row.cancel_asked_at = row.cancel_asked_at or timezone.now()
        if not row.worker:
            row.run += 1  # whoever takes the old run up finds it gone
            write_cancelled(row)
        row.changes += 1
        row.save()
        _record(row, by, row.status, "Cancelled." if row.status == JobStatus.CANCELLED else "Asked to stop.")
    return row


def what_again(job: Job) -> list[str]:
    """What a restart would send once more, in sentences; nothing where nothing went out."""
    sent = Receipt.objects.filter(job=job.pk, state=ReceiptState.DONE).order_by("id")
    return [f"{_VERBS.get(one.kind, 'Sends the file again to')} {one.to} (task “{one.task}”)." for one in sent]


_VERBS = {"http": "Calls again", "smtp": "Mails again to"}


def _into_next_run(row: Job) -> None:
    row.run += 1
    row.enqueued_at = row.waits_until = None
    row.worker = ""
    row.changes += 1
    row.save()
    transaction.on_commit(lambda: hand_over(row.pk, row.run))


def _record(row: Job, by: Actor, was: str, because: str) -> None:
    if row.trial:
        return
    record(Kind.JOB, by=by, project=row.project_id, subject=row.pk, was=was, now=row.status, because=because)
