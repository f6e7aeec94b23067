"""How does a task come to its end, and how does a job: written under the fence, in one transaction each."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.jobs import faults, fence
from makeready.office.jobs.context import Context
from makeready.office.jobs.course import DONE, OPEN
from makeready.office.jobs.models import Attempt, Job, JobStatus, TaskRun, TaskStatus
from makeready.office.jobs.processing import settle_processing
from makeready.office.pipelines.definition import RetryOn, Step, Then

PAUSES = (2, 5, 15, 45, 120, 300)
"""Seconds before a task is tried again after a transient fault, where the pipeline says nothing else."""

LONGEST_PAUSE = 600
LOST = {"code": "worker_lost", "message": "The worker was lost in the middle of this attempt.", "hint": ""}


def done(context: Context, attempt: Attempt, status: TaskStatus) -> None:
    """Outcome, artifacts and log in one transaction."""
    job, task = context.job, context.task
    with fence.held(job.pk, job.run):
        context.log_book.flush()
        for change in context.changes:
            change()
        _end_task(task, attempt, status, None)


def failed(context: Context, attempt: Attempt, told: faults.Told, why: Exception) -> None:
    """To be tried again after a pause, without a worker; otherwise the task has failed for good."""
    job, task = context.job, context.task
    with fence.held(job.pk, job.run) as row:
        context.log_book.flush()
        pause = None if row.cancel_asked_at else pause_after(why, task.failures + 1, context.step)
        if pause is None:
            _end_task(task, attempt, TaskStatus.FAILED, told)
            if not task.element and not task.handler:
                begin_handlers(row, task, context.step)
            return
        task.failures += 1
        _end_attempt(attempt, TaskStatus.FAILED, told)
        task.error = told
        task.waits_until = timezone.now() + timedelta(seconds=pause)
        task.save(update_fields=["error", "failures", "waits_until"])


def pause_after(why: BaseException, failures: int, step: Step) -> float | None:
    """Seconds until the next try after so many failed ones in a row; None: there is no further one."""
    retry = step.retries
    passing = faults.is_transient(why) or (retry is not None and faults.is_timeout(why))
    if not passing and (retry is None or retry.on is not RetryOn.ANY):
        return None
    asked = min(faults.asked_wait(why), LONGEST_PAUSE)
    if retry is None:
        return max(PAUSES[failures - 1], asked) if failures <= len(PAUSES) else None
    pause = retry.pause(failures)
    return None if pause is None else max(pause, asked)


def waits(context: Context, attempt: Attempt, wait: fence.Waits) -> None:
    """The task has begun to wait: that was no try, and no worker has it until then."""
    until, told, has_come = wait.until, wait.told(), wait.has_come
    job, task = context.job, context.task
    with fence.held(job.pk, job.run):
        context.log_book.flush()
        attempt.delete()
        task.attempts -= 1
        task.waits_until, task.waits = until, told
        task.save(update_fields=["attempts", "waits_until", "waits"])
    if has_come():  # in the meantime: whoever looked for what waits did not see it yet
        TaskRun.objects.filter(pk=task.pk).update(waits_until=None)
        task.waits_until = None


def begin_handlers(row: Job, task: TaskRun, step: Step) -> None:
    """What is to be done after a failure gets its rows."""
    task.continued = bool(step.on_failure and step.on_failure.then is Then.CONTINUE)
    if task.continued:
        task.save(update_fields=["continued"])
    TaskRun.objects.filter(job=row, position=task.position, handler__gt=0).delete()
    TaskRun.objects.bulk_create(
        TaskRun(job=row, position=task.position, handler=number, name=one.name, type=one.type)
        for number, one in enumerate(step.handlers, 1)
    )


def begun(job: Job, task: TaskRun, worker: str) -> Attempt:
    """A new attempt; one that a lost worker left open is told as such."""
    with fence.held(job.pk, job.run):
        now = timezone.now()
        task.status, task.started_at, task.finished_at = TaskStatus.RUNNING, task.started_at or now, None
        task.attempts += 1
        task.waits_until, task.waits = None, None
        task.save(update_fields=["status", "started_at", "finished_at", "attempts", "waits_until", "waits"])
        Attempt.objects.filter(task=task, outcome=TaskStatus.RUNNING).update(
            outcome=TaskStatus.FAILED, finished_at=now, error=LOST
        )
        return Attempt.objects.create(task=task, number=task.attempts, worker=worker, started_at=now)


def succeeded(job: Job) -> None:
    """All is done."""
    with fence.held(job.pk, job.run) as row:
        end_job(row, JobStatus.SUCCEEDED, "")


def stopped_by(job: Job, task: TaskRun) -> None:
    """A task failed for good, and with it the job."""
    message = (task.error or {}).get("message", "")
    with fence.held(job.pk, job.run) as row:
        if row.cancel_asked_at:
            write_cancelled(row)
            return
        end_job(row, JobStatus.FAILED, f"Task “{task.name}” failed: {message}")


def broken(job_id: str, run: int, told: faults.Told) -> None:
    """The job cannot even be read: told on the task that would have come next."""
    with fence.held(job_id, run) as row:
        task = (
            TaskRun.objects.filter(job=row, element=0, handler=0).exclude(status__in=DONE).order_by("position").first()
        )
        if task is not None:
            task.status, task.error, task.finished_at = TaskStatus.FAILED, told, timezone.now()
            task.save(update_fields=["status", "error", "finished_at"])
        end_job(row, JobStatus.FAILED, str(told["message"]))


def parked(job: Job, waiting: list[TaskRun]) -> bool:
    """The job waits without a worker for the first of these to go on. False: one may go on already.

    Raises:
        CancelAsked: somebody wants it to stop.
    """
    with fence.held(job.pk, job.run) as row:
        if row.cancel_asked_at:
            raise fence.CancelAsked
        ids = [task.pk for task in waiting]
        until = list(TaskRun.objects.filter(pk__in=ids).values_list("waits_until", flat=True))
        first = min((one for one in until if one is not None), default=None)
        if None in until or first is None or first <= timezone.now():
            return False
        to_next_run(row)
        row.waits_until = first
    return True


def hand_back(job_id: str, run: int) -> None:
    """Leave a job to whichever worker comes next, in a new run; nothing of it failed."""
    try:
        with fence.held(job_id, run) as job:
            if job.status not in OPEN:
                return
            to_next_run(job)
            TaskRun.objects.filter(job=job, status=TaskStatus.RUNNING).update(status=TaskStatus.PENDING)
            Attempt.objects.filter(task__job=job, outcome=TaskStatus.RUNNING).update(
                outcome=TaskStatus.CANCELLED, finished_at=timezone.now()
            )
    except fence.TakenOver:
        return


def cancelled(job: Job) -> None:
    """A person wanted it to stop."""
    with fence.held(job.pk, job.run) as row:
        write_cancelled(row)


def write_cancelled(row: Job) -> None:
    """The job's end as cancelled, with all tasks that did not come to an end."""
    now = timezone.now()
    unfinished = TaskRun.objects.filter(job=row, status__in=(TaskStatus.PENDING, TaskStatus.RUNNING))
    Attempt.objects.filter(task__in=unfinished, outcome=TaskStatus.RUNNING).update(
        outcome=TaskStatus.CANCELLED, finished_at=now
    )
    unfinished.update(status=TaskStatus.CANCELLED, finished_at=now, waits_until=None, waits=None)
    end_job(row, JobStatus.CANCELLED, "")


def end_job(row: Job, status: JobStatus, because: str) -> None:
    """The end, told in the project's history; the row itself is saved by the fence."""
    was, row.status, row.finished_at, row.waits_until = row.status, status, timezone.now(), None
    if status == JobStatus.FAILED:  # what waited or was to come waits for nobody any more
        still = TaskRun.objects.filter(job=row, status=TaskStatus.RUNNING)
        still.update(status=TaskStatus.PENDING, waits_until=None, waits=None)
    if row.trial:
        return
    settle_processing(row, status)
    by = Actor(ActorKind.PIPELINE, row.pipeline.name, row.pk)
    record(Kind.JOB, by=by, project=row.project_id, subject=row.pk, was=was, now=status, because=because)


def to_next_run(row: Job) -> None:
    """Out of this worker's hands: the next run is handed to the engine when it is due."""
    row.run += 1
    row.enqueued_at = None
    row.worker = ""


def _end_task(task: TaskRun, attempt: Attempt, status: TaskStatus, told: faults.Told | None) -> None:
    _end_attempt(attempt, status, told)
    task.status, task.error, task.failures, task.finished_at = status, told, 0, attempt.finished_at
    task.waits = None
    task.save(update_fields=["status", "error", "failures", "finished_at", "waits", "would"])


def _end_attempt(attempt: Attempt, outcome: TaskStatus, told: faults.Told | None) -> None:
    attempt.outcome, attempt.error, attempt.finished_at = outcome, told, timezone.now()
    attempt.save(update_fields=["outcome", "error", "finished_at"])
