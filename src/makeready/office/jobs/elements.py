"""How is a task done for each element of a collection? Its elements found and given rows; their ends put together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from makeready.office.jobs import endings, fence, keeping
from makeready.office.jobs.models import Artifact, Job, TaskRun, TaskStatus
from makeready.office.jobs.values import Values, link
from makeready.office.pipelines import language
from makeready.office.pipelines.definition import Step
from makeready.office.tasks.task import TaskFailed

MOST = 10_000
"""Elements of one task; beyond it something is wrong with the list."""


class TooManyElements(TaskFailed):
    """A list is longer than any job can go through."""

    code = "too_many_elements"
    fix = "Let forEach go through a shorter list, then start the job again."


@dataclass(frozen=True)
class Element:
    """One element: which, of how many, and what it is: an artifact of a collection (`alias`) or a text."""

    index: int
    count: int
    value: str
    collection: str = ""

    def words(self, artifacts: list[Artifact]) -> dict[str, str]:
        """The values that only its task may ask for."""
        chosen = next((one for one in artifacts if self.collection and one.alias == self.value), None)
        shown, name = (link(chosen), chosen.name) if chosen else (self.value, self.value)
        return {"item": shown, "item:name": name, "index": str(self.index), "count": str(self.count)}


def spread(job: Job, task: TaskRun, step: Step, artifacts: list[Artifact]) -> list[TaskRun]:
    """Give each element its row; none at all is a task that had nothing to do.

    Raises:
        TooManyElements, LanguageFault, ValueMissing.
    """
    values = _values(job, step, artifacts)
    if len(values) > MOST:
        raise TooManyElements(f"“{task.name}” would be done {len(values)} times; {MOST} is the most.")
    with fence.held(job.pk, job.run):
        now = timezone.now()
        task.started_at = task.started_at or now
        task.status = TaskStatus.RUNNING if values else TaskStatus.SKIPPED
        task.finished_at = None if values else now
        task.save(update_fields=["started_at", "status", "finished_at"])
        return TaskRun.objects.bulk_create(
            TaskRun(
                job=job, position=task.position, element=number, value=value, name=f"{task.name[:190]}[{number}]",
                type=task.type,
            ) for number, value in enumerate(values, 1)
        )  # fmt: skip


def settle(job: Job, task: TaskRun, step: Step, elements: list[TaskRun]) -> None:
    """The task's end, told from its elements'."""
    bad = [one for one in elements if one.status == TaskStatus.FAILED]
    with fence.held(job.pk, job.run) as row:
        task.status = TaskStatus.FAILED if bad else TaskStatus.SUCCEEDED
        task.finished_at, task.error = timezone.now(), _told(bad, elements) if bad else None
        task.save(update_fields=["status", "finished_at", "error"])
        if bad:
            endings.begin_handlers(row, task, step)


def refused(job: Job, task: TaskRun, step: Step, told: dict[str, object]) -> None:
    """The elements could not even be found."""
    with fence.held(job.pk, job.run) as row:
        task.status, task.error, task.finished_at = TaskStatus.FAILED, told, timezone.now()
        task.save(update_fields=["status", "finished_at", "error"])
        endings.begin_handlers(row, task, step)


def _told(bad: list[TaskRun], elements: list[TaskRun]) -> dict[str, object]:
    first = bad[0]
    error = first.error or {}
    message = (
        f"{len(bad)} of {len(elements)} failed. Element {first.element} ({first.value[:80]}): {error.get('message')}"
    )
    return {**error, "message": message}


def _values(job: Job, step: Step, artifacts: list[Artifact]) -> list[str]:
    each = step.for_each
    assert each
    if each.collection:
        return [one.alias for one in keeping.of_name(artifacts, each.collection)]
    look_up = Values(job, artifacts).look_up
    if isinstance(each.in_, str):
        found = language.fill(each.in_, look_up).split(",")
    else:
        found = [language.fill(one, look_up) for one in each.in_]
    return [one.strip() for one in found if one.strip()]
