"""Job tasks: what a job has to do, each with its state, its elements, its receipts and what it waits for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import Count
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.manners import needs
from makeready.office.api.paging import OLDEST, Cursor, Limit, shown_page
from makeready.office.api.wording import Listed, Time, Told, utc, utc_or_none
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.errors import NotFound
from makeready.office.jobs.models import Job, TaskRun, TaskStatus
from makeready.office.keyset import page

router = Router()

Counted = dict[tuple[str, int], Counter[str]]
"""(job, position) → how many elements have which status."""

Receipts = dict[tuple[str, str], list[Receipt]]


class ReceiptShown(Told):
    """An effect outside that has happened."""

    kind: str = Field(description="ftp, sftp, http, mail …", examples=["sftp"])
    to: str
    size: int
    sha256: str
    at: Time | None


class TaskError(Told):
    """Why a task failed, and what to do."""

    model_config = ConfigDict(extra="allow")

    code: str
    message: str
    hint: str


class ElementsShown(Told):
    """How far a task with forEach is: its elements by their status."""

    total: int
    pending: int
    running: int
    succeeded: int
    failed: int
    skipped: int
    cancelled: int


class WaitsShown(Told):
    """What a task waits for, without a worker."""

    model_config = ConfigDict(extra="allow")

    until: Time = Field(description="It goes on then, or earlier where what it waits for has come.")


class WouldShown(Told):
    """In a trial: an effect that the task would have had."""

    kind: str
    to: str
    what: str
    size: int
    sha256: str


class TaskShown(Told):
    """One task of the job."""

    name: str
    type: str
    status: str = Field(description="pending, running, succeeded, failed, skipped or cancelled.")
    attempts: int
    started_at: Time | None
    finished_at: Time | None
    error: TaskError | None
    receipts: list[ReceiptShown]
    element: int = Field(description="With forEach: which element this is, from 1; 0: the task itself.")
    after_failure: bool = Field(description="Whether it is done because the task before it failed.")
    continued: bool = Field(description="It failed, and the job went on: `onFailure` says so.")
    elements: ElementsShown | None
    waits: WaitsShown | None
    would: list[WouldShown] = Field(description="Of a trial: what would go out, to whom, how big.")


@router.get("/jobs/{job_id}/tasks", response=Listed[TaskShown])
@needs(Right.SEE)
def list_tasks(
    request: HttpRequest,
    job_id: str,
    limit: Limit,
    cursor: Cursor,
    status: Annotated[TaskStatus | None, Query(None)],
) -> Any:
    """List every task of a job, each element of those with forEach for itself."""
    if not Job.objects.filter(pk=job_id).exists():
        raise NotFound(f"There is no job {job_id}.")
    rows = TaskRun.objects.filter(job=job_id, **({"status": status} if status else {}))
    found = page(rows, OLDEST, cursor=cursor, limit=limit)
    counted, receipts = _elements([job_id]), _receipts([job_id], [one.name for one in found.items])
    return shown_page(found, lambda task: shown_task(task, counted, receipts))


def tasks_of_jobs(jobs: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The tasks of these jobs as the API tells them, elements only counted."""
    ids = list(jobs)
    rows = list(TaskRun.objects.filter(job__in=ids, element=0).order_by("position", "handler"))
    counted, receipts = _elements(ids), _receipts(ids, {row.name for row in rows})
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for task in rows:
        told[task.job_id].append(shown_task(task, counted, receipts))
    return told


def shown_task(task: TaskRun, counted: Counted, receipts: Receipts) -> dict[str, Any]:
    """A task as the API tells it."""
    elements = None if task.element or task.handler else counted.get((task.job_id, task.position))
    return {
        "name": task.name,
        "type": task.type,
        "status": task.status,
        "attempts": task.attempts,
        "started_at": utc_or_none(task.started_at),
        "finished_at": utc_or_none(task.finished_at),
        "error": task.error,
        "receipts": [_shown_receipt(receipt) for receipt in receipts.get((task.job_id, task.name), ())],
        "element": task.element,
        "after_failure": bool(task.handler),
        "continued": task.continued,
        "elements": {**dict.fromkeys(TaskStatus.values, 0), **elements, "total": elements.total()}
        if elements
        else None,
        "waits": {"until": utc(task.waits_until), **(task.waits or {})} if task.waits_until else None,
        "would": task.would,
    }


def _elements(jobs: list[str]) -> Counted:
    counted: Counted = defaultdict(Counter)
    rows = TaskRun.objects.filter(job__in=jobs, element__gt=0).order_by()
    for job, position, status, many in rows.values_list("job", "position", "status").annotate(many=Count("pk")):
        counted[job, position][status] = many
    return counted


def _receipts(jobs: list[str], tasks: Iterable[str]) -> Receipts:
    receipts: Receipts = defaultdict(list)
    done = Receipt.objects.filter(job__in=jobs, task__in=list(tasks), state=ReceiptState.DONE)
    for receipt in done.order_by("id"):
        receipts[receipt.job, receipt.task].append(receipt)
    return receipts


def _shown_receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "kind": receipt.kind,
        "to": receipt.to,
        "size": receipt.size,
        "sha256": receipt.sha256,
        "at": utc_or_none(receipt.done_at),
    }
