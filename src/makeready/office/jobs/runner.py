"""How is a job done? The one loop: what may be done now (`course.py`), attempt, outcome (`endings.py`).

A task that succeeded is never done again; one in flight at a crash is, which is why its effects have receipts.
What has to wait (for a fault to pass, a time, a person) ends this run: the job waits without a worker and goes on
in its next one. Where several tasks may be done at once, each has a thread.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from pydantic import ValidationError

from makeready.office import outgoing
from makeready.office.jobs import elements, endings, faults, fence
from makeready.office.jobs.context import Context
from makeready.office.jobs.course import OPEN, Course, Key, Moves, Verdict, key
from makeready.office.jobs.crew import Crew
from makeready.office.jobs.elements import Element
from makeready.office.jobs.limits import within
from makeready.office.jobs.log import Log
from makeready.office.jobs.models import Artifact, Job, JobStatus, TaskRun, TaskStatus
from makeready.office.jobs.processes import Helpers
from makeready.office.jobs.processing import settle_processing
from makeready.office.jobs.values import Values
from makeready.office.pipelines import conditions, language
from makeready.office.pipelines.store import tasks_of
from makeready.office.tasks.task import Task, TaskFailed, task_types

logger = logging.getLogger(__name__)

AT_ONCE = 16
"""Tasks of one job at the same time, at most, whatever its forEach say."""

LOOK_SECONDS = 1.0


class TaskUnknown(TaskFailed):
    """The pipeline has a task type that this version does not have."""

    code = "task_unknown"
    fix = "Start the job with a worker of the version that has it, or correct the pipeline."


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
                JobRun(self, job).go()
        except fence.TakenOver:
            logger.info("%s is in another run than %s by now", job_id, run)
        except fence.WorkerEnding:
            endings.hand_back(job_id, run)
        except DatabaseError:
            raise  # nothing can be written now: the sweep finds a run that the engine is done with and we are not
        except Exception as why:
            logger.exception("%s cannot be run", job_id)
            endings.broken(job_id, run, faults.told(why))
        finally:
            close_old_connections()
            self._busy.discard((job_id, run))


class JobRun:
    """One run of one job."""

    def __init__(self, runner: Runner, job: Job) -> None:
        self._runner = runner
        self._job = job
        self._course = Course(tasks_of(job.version))
        self._rows = list(TaskRun.objects.filter(job=job).order_by("position", "element", "handler"))
        self._crew: Crew[Key] = Crew()

    def go(self) -> None:
        """Do what can be done until the job has ended or has to wait."""
        try:
            while self._on():
                pass
        except fence.CancelAsked:
            self._all_home()
            endings.cancelled(self._job)
        except BaseException:
            self._all_home()
            raise

    def _on(self) -> bool:
        """One look at what comes next; whether there will be another."""
        at_work = frozenset(self._crew.at_work)
        moves = self._course.next(self._rows, at_work, timezone.now())
        if moves.verdict is Verdict.SUCCEEDED:
            endings.succeeded(self._job)
            return False
        if moves.verdict is Verdict.FAILED:
            assert moves.failed
            endings.stopped_by(self._job, moves.failed)
            return False
        if moves.anything:
            self._may_go_on()
            self._begin(moves)
        elif at_work:
            self._watch(moves)
        elif not moves.waiting:
            raise RuntimeError("no task of the job can ever begin")
        elif endings.parked(self._job, moves.waiting):
            return False
        else:
            self._look_again(moves.waiting)
        return True

    def _may_go_on(self) -> None:
        """No further task begins where the worker ends or somebody asked to stop, too late for the last one to hear."""
        if self._runner.ending():
            raise fence.WorkerEnding
        fence.check(self._job.pk, self._job.run)

    def _begin(self, moves: Moves) -> None:
        for task in moves.spread:
            self._spread(task)
        for task in moves.settle:
            step = self._course.steps[task.position]
            elements.settle(self._job, task, step, self._elements_of(task))
            self._with_handlers(task)
        alone = len(moves.begin) == 1 and not self._crew.at_work and not moves.waiting
        if alone and not moves.spread and not moves.settle:
            self._one_task(moves.begin[0], None)
        elif moves.begin:
            artifacts = self._artifacts()
            for task in moves.begin[: AT_ONCE - len(self._crew.at_work)]:
                self._crew.begin(key(task), lambda task=task: self._one_task(task, artifacts))  # type: ignore[misc]
            self._watch(moves)

    def _watch(self, moves: Moves) -> None:
        """Until a task ends; now and then whether what waits may go on, and whether somebody asked to stop."""
        self._crew.wait(LOOK_SECONDS)
        if moves.waiting:
            self._look_again(moves.waiting)
        self._with_new_handlers()

    def _look_again(self, waiting: list[TaskRun]) -> None:
        """Somebody may have decided what a task waits for."""
        now = dict(TaskRun.objects.filter(pk__in=[row.pk for row in waiting]).values_list("pk", "waits_until"))
        for row in waiting:
            row.waits_until = now.get(row.pk)

    def _all_home(self) -> None:
        """Let what is at work come to its end: it hears of a cancellation or an ending by itself."""
        for why in self._crew.all_home():
            if not isinstance(why, fence.CancelAsked | fence.WorkerEnding | fence.TakenOver):
                logger.error("a task of %s broke off", self._job.pk, exc_info=why)

    def _spread(self, task: TaskRun) -> None:
        step = self._course.steps[task.position]
        try:
            self._rows += elements.spread(self._job, task, step, self._artifacts())
        except (fence.TakenOver, DatabaseError):
            raise
        except Exception as why:  # noqa: BLE001  (the job's border, as in `_one_task`)
            elements.refused(self._job, task, step, faults.told(why))
            self._with_handlers(task)

    def _elements_of(self, task: TaskRun) -> list[TaskRun]:
        return [row for row in self._rows if row.position == task.position and row.element]

    def _with_handlers(self, task: TaskRun) -> None:
        """The rows of what is done after a failure, where the task has just failed."""
        if task.status != TaskStatus.FAILED or not self._course.steps[task.position].handlers:
            return
        self._rows = [row for row in self._rows if row.position != task.position or not row.handler]
        self._rows += TaskRun.objects.filter(job=self._job, position=task.position, handler__gt=0).order_by("handler")

    def _with_new_handlers(self) -> None:
        known = {row.position for row in self._rows if row.handler}
        for row in list(self._rows):
            if row.status == TaskStatus.FAILED and not row.element and not row.handler and row.position not in known:
                self._with_handlers(row)

    def _artifacts(self) -> list[Artifact]:
        return list(Artifact.objects.filter(job=self._job).order_by("created_at", "pk"))

    def _one_task(self, task: TaskRun, artifacts: list[Artifact] | None) -> None:
        """One attempt, and its outcome."""
        attempt = endings.begun(self._job, task, self._runner.worker)
        context = self._context(task, self._artifacts() if artifacts is None else artifacts)
        log = context.log_book
        try:
            why_not = within(context, lambda: _perform(context))
        except fence.CancelAsked:
            log.flush()
            raise
        except (fence.TakenOver, fence.WorkerEnding):
            raise
        except fence.Waits as wait:
            log.write(wait.sentence, task=task.name)
            endings.waits(context, attempt, wait)
        except Exception as why:  # noqa: BLE001  (the job's border: whatever a task raises is told on its page)
            told = {**faults.told(why)}
            told["message"] = log.masked(str(told["message"]))
            log.write(f"Failed: {told['message']} {told['hint']}", task=task.name, level="error")
            endings.failed(context, attempt, told, why)
            if artifacts is None:
                self._with_handlers(task)
        else:
            log.write(why_not or "Done.", task=task.name)
            endings.done(context, attempt, TaskStatus.SKIPPED if why_not else TaskStatus.SUCCEEDED)

    def _context(self, task: TaskRun, artifacts: list[Artifact]) -> Context:
        step = self._course.steps[task.position]
        context = Context(
            self._job, task, step, self._runner.helpers, Log(self._job.pk), self._runner.ending, artifacts
        )
        if task.handler:
            context.step = step.handlers[task.handler - 1]
            context.words = self._failed_words(task.position)
        elif task.element and step.for_each:
            count = len(self._elements_of(task))
            context.each = Element(task.element, count, task.value, step.for_each.collection)
            context.words = context.each.words(artifacts)
        return context

    def _failed_words(self, position: int) -> dict[str, str]:
        task = next(row for row in self._rows if key(row) == (position, 0, 0))
        error = task.error or {}
        words = {name: str(error.get(name, "")) for name in ("code", "message", "hint")}
        return {f"failed.{name}": word for name, word in {"task": task.name, **words}.items()}


def _perform(context: Context) -> str:
    """Run the task. Answers the sentence why it was skipped, or ""."""
    kind = task_types().get(context.step.type)
    if kind is None:
        raise TaskUnknown(f"There is no task “{context.step.type}” in this version.")
    when, parameters = conditions.split_conditions(context.step.parameters)
    values = Values(context.job, context.artifacts, context.words)
    if skipped := conditions.why_skipped(when, values.look_up):
        return skipped
    with outgoing.only_reading() if context.job.trial else contextlib.nullcontext():
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
            endings.write_cancelled(job)
            return None
        now = timezone.now()
        job.status, job.worker, job.started_at, job.waits_until = JobStatus.RUNNING, worker, job.started_at or now, None
        if not job.trial:
            settle_processing(job, JobStatus.RUNNING)
    related = ("project__order", "project__line", "project__product", "project__storefront", "pipeline", "version")
    return Job.objects.select_related(*related).get(pk=job_id, run=run)
