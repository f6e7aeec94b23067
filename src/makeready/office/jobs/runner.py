"""How is a job done? The one loop: next task, attempt, outcome.

A task that succeeded is never done again; one in flight at a crash is, which is why its effects have receipts.
A transient fault ends this run: the job waits without a worker and goes on in its next run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from pydantic import ValidationError

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.jobs import faults, fence
from makeready.office.jobs.context import Context
from makeready.office.jobs.log import Log
from makeready.office.jobs.models import Artifact, Attempt, Job, JobStatus, TaskRun, TaskStatus
from makeready.office.jobs.processes import Helpers
from makeready.office.jobs.processing import settle_processing
from makeready.office.jobs.values import Values
from makeready.office.pipelines import language
from makeready.office.pipelines.definition import Step
from makeready.office.pipelines.store import tasks_of
from makeready.office.tasks.task import Task, TaskFailed, task_types

logger = logging.getLogger(__name__)

PAUSES = (2, 5, 15, 45, 120, 300)
"""Seconds before a task is tried again after a transient fault; after the last one the job fails."""

LONGEST_PAUSE = 600
OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)
DONE = (TaskStatus.SUCCEEDED, TaskStatus.SKIPPED)


class TaskUnknown(TaskFailed):
    """The pipeline has a task type that this version does not have."""

    code = "task_unknown"
    fix = "Start the job with a worker of the version that has it, or correct the pipeline."


class Turn(Enum):
    """What comes after a task."""

    GO_ON = auto()
    STOP = auto()


@dataclass
class Runner:
    """A worker's way of doing jobs. ending: whether the worker is about to end."""

    worker: str
    helpers: Helpers
    ending: Callable[[], bool] = lambda: False
    _busy: set[tuple[str, int]] = field(default_factory=set)

    @property
    def busy(self) -> set[tuple[str, int]]:
        """(job, run) of all that is being worked on right now."""
        return set(self._busy)

    def run(self, job_id: str, run: int) -> None:
        """Do one run of a job: called by the engine, in a thread of its own."""
        self._busy.add((job_id, run))
        close_old_connections()
        try:
            job = _begin(job_id, run, self.worker)
            if job is not None:
                self._all_tasks(job)
        except fence.TakenOver:
            logger.info("%s is in another run than %s by now", job_id, run)
        except fence.WorkerEnding:
            hand_back(job_id, run)
        except DatabaseError:
            raise  # nothing can be written now: the sweep finds a run that the engine is done with and we are not
        except Exception as why:
            logger.exception("%s cannot be run", job_id)
            _broken(job_id, run, faults.told(why))
        finally:
            close_old_connections()
            self._busy.discard((job_id, run))

    def _all_tasks(self, job: Job) -> None:
        steps = tasks_of(job.version)
        for task in TaskRun.objects.filter(job=job).order_by("position"):
            if task.status in DONE:
                continue
            if self.ending():
                raise fence.WorkerEnding
            if _cancelled_meanwhile(job):
                return
            if self._one_task(job, task, steps[task.position]) is Turn.STOP:
                return
        _succeeded(job)

    def _one_task(self, job: Job, task: TaskRun, step: Step) -> Turn:
        log = Log(job.pk)
        attempt = _begin_attempt(job, task, self.worker)
        artifacts = list(Artifact.objects.filter(job=job).order_by("created_at", "pk"))
        context = Context(job, task, step, self.helpers, log, self.ending, artifacts)
        try:
            why_not = _perform(context)
        except fence.CancelAsked:
            log.flush()
            _cancelled(job)
            return Turn.STOP
        except (fence.TakenOver, fence.WorkerEnding):
            raise
        except Exception as why:  # noqa: BLE001  (the job's border: whatever a task raises is told on its page)
            told = {**faults.told(why)}
            told["message"] = log.masked(str(told["message"]))
            log.write(f"Failed: {told['message']} {told['hint']}", task=task.name, level="error")
            return _failed(context, attempt, told, why)
        log.write(why_not or "Done.", task=task.name)
        return _task_done(context, attempt, TaskStatus.SKIPPED if why_not else TaskStatus.SUCCEEDED)


def hand_back(job_id: str, run: int) -> None:
    """Leave a job to whichever worker comes next, in a new run; nothing of it failed."""
    try:
        with fence.held(job_id, run) as job:
            if job.status not in OPEN:
                return
            _to_next_run(job)
            TaskRun.objects.filter(job=job, status=TaskStatus.RUNNING).update(status=TaskStatus.PENDING)
            Attempt.objects.filter(task__job=job, outcome=TaskStatus.RUNNING).update(
                outcome=TaskStatus.CANCELLED, finished_at=timezone.now()
            )
    except fence.TakenOver:
        return


def _perform(context: Context) -> str:
    """Run the task. Answers the sentence why it was skipped, or ""."""
    kind = task_types().get(context.step.type)
    if kind is None:
        raise TaskUnknown(f"There is no task “{context.step.type}” in this version.")
    conditions, parameters = language.split_conditions(context.step.parameters)
    values = Values(context.job, context.artifacts)
    if skipped := language.why_skipped(conditions, values.look_up):
        return skipped
    kind.run(_filled(kind, parameters, values), context)
    return ""


def _filled(kind: Task, parameters: dict[str, object], values: Values) -> object:
    """The parameters with their values, checked; texts that the task fills itself are left as they are."""
    own = {field.alias or name for name, field in kind.Params.model_fields.items()}
    by_artifact = kind.Params.model_config.get("extra") == "allow"
    later = kind.filled_later | ({name for name in parameters if name not in own} if by_artifact else set())
    filled = {
        name: value if name in later else language.fill_all(value, values.look_up) for name, value in parameters.items()
    }
    try:
        return kind.Params.model_validate(filled)
    except ValidationError as why:
        raise faults.ParametersWrong(kind.Params, filled, why) from why


def _begin(job_id: str, run: int, worker: str) -> Job | None:
    """Take the job up; None where there is nothing to do (any more)."""
    with fence.held(job_id, run) as job:
        if job.status not in OPEN:
            return None
        if job.cancel_asked_at:
            write_cancelled(job)
            return None
        now = timezone.now()
        job.status, job.worker, job.started_at, job.waits_until = JobStatus.RUNNING, worker, job.started_at or now, None
        settle_processing(job, JobStatus.RUNNING)
    related = ("project__order", "project__line", "project__product", "project__storefront", "pipeline", "version")
    return Job.objects.select_related(*related).get(pk=job_id, run=run)


def _begin_attempt(job: Job, task: TaskRun, worker: str) -> Attempt:
    with fence.held(job.pk, job.run):
        now = timezone.now()
        task.status, task.started_at, task.finished_at = TaskStatus.RUNNING, task.started_at or now, None
        task.attempts += 1
        task.save(update_fields=["status", "started_at", "finished_at", "attempts"])
        Attempt.objects.filter(task=task, outcome=TaskStatus.RUNNING).update(
            outcome=TaskStatus.FAILED, finished_at=now, error=LOST
        )
        return Attempt.objects.create(task=task, number=task.attempts, worker=worker, started_at=now)


LOST = {"code": "worker_lost", "message": "The worker was lost in the middle of this attempt.", "hint": ""}


def _task_done(context: Context, attempt: Attempt, status: TaskStatus) -> Turn:
    """Outcome, artifacts and log in one transaction."""
    job, task = context.job, context.task
    with fence.held(job.pk, job.run):
        context.log_book.flush()
        for change in context.changes:
            change()
        _end_task(task, attempt, status, None)
    return Turn.GO_ON


def _failed(context: Context, attempt: Attempt, told: faults.Told, why: Exception) -> Turn:
    """Transient: wait for the next run, without a worker. Otherwise the job stops here."""
    job, task = context.job, context.task
    with fence.held(job.pk, job.run) as row:
        context.log_book.flush()
        if faults.is_transient(why) and task.failures < len(PAUSES) and not row.cancel_asked_at:
            pause = min(max(PAUSES[task.failures], faults.asked_wait(why)), LONGEST_PAUSE)
            task.failures += 1
            _end_attempt(attempt, TaskStatus.FAILED, told)
            task.error = told
            task.save(update_fields=["error", "failures"])
            _to_next_run(row)
            row.waits_until = timezone.now() + timedelta(seconds=pause)
            return Turn.STOP
        _end_task(task, attempt, TaskStatus.FAILED, told)
        if row.cancel_asked_at:
            write_cancelled(row)
        else:
            _end_job(row, JobStatus.FAILED, f"Task “{task.name}” failed: {told['message']}")
    return Turn.STOP


def _succeeded(job: Job) -> None:
    with fence.held(job.pk, job.run) as row:
        _end_job(row, JobStatus.SUCCEEDED, "")


def _broken(job_id: str, run: int, told: faults.Told) -> None:
    """The job cannot even be read: told on the task that would have come next."""
    with fence.held(job_id, run) as row:
        task = TaskRun.objects.filter(job=row).exclude(status__in=DONE).order_by("position").first()
        if task is not None:
            task.status, task.error, task.finished_at = TaskStatus.FAILED, told, timezone.now()
            task.save(update_fields=["status", "error", "finished_at"])
        _end_job(row, JobStatus.FAILED, str(told["message"]))


def _cancelled_meanwhile(job: Job) -> bool:
    """Whether somebody asked to stop while the task before ran, too late for it to hear: then no further one begins."""
    try:
        fence.check(job.pk, job.run)
    except fence.CancelAsked:
        _cancelled(job)
        return True
    return False


def _cancelled(job: Job) -> None:
    with fence.held(job.pk, job.run) as row:
        write_cancelled(row)


def write_cancelled(row: Job) -> None:
    """The job's end as cancelled, with all tasks that did not come to an end."""
    now = timezone.now()
    unfinished = TaskRun.objects.filter(job=row, status__in=(TaskStatus.PENDING, TaskStatus.RUNNING))
    Attempt.objects.filter(task__in=unfinished, outcome=TaskStatus.RUNNING).update(
        outcome=TaskStatus.CANCELLED, finished_at=now
    )
    unfinished.update(status=TaskStatus.CANCELLED, finished_at=now)
    _end_job(row, JobStatus.CANCELLED, "")


def _end_task(task: TaskRun, attempt: Attempt, status: TaskStatus, told: faults.Told | None) -> None:
    _end_attempt(attempt, status, told)
    task.status, task.error, task.failures, task.finished_at = status, told, 0, attempt.finished_at
    task.save(update_fields=["status", "error", "failures", "finished_at"])


def _end_attempt(attempt: Attempt, outcome: TaskStatus, told: faults.Told | None) -> None:
    attempt.outcome, attempt.error, attempt.finished_at = outcome, told, timezone.now()
    attempt.save(update_fields=["outcome", "error", "finished_at"])


def _end_job(row: Job, status: JobStatus, because: str) -> None:
    """The end, told in the project's history; the row itself is saved by the fence."""
    was, row.status, row.finished_at, row.waits_until = row.status, status, timezone.now(), None
    settle_processing(row, status)
    by = Actor(ActorKind.PIPELINE, row.pipeline.name, row.pk)
    record(Kind.JOB, by=by, project=row.project_id, subject=row.pk, was=was, now=status, because=because)


def _to_next_run(row: Job) -> None:
    """Out of this worker's hands: the next run is handed to the engine when it is due."""
    row.run += 1
    row.enqueued_at = None
    row.worker = ""
