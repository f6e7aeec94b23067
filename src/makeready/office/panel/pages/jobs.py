"""Jobs: what was done for a project, task by task, live; trying again, cancelling."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string

from makeready.office import keyset
from makeready.office.accounts.rights import Right
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.errors import Fault, Invalid
from makeready.office.jobs import again, approvals, feed, start
from makeready.office.jobs.models import Approval, Artifact, Job, JobStatus, LogLine, TaskRun, TaskStatus
from makeready.office.panel.components.live import Parts
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.pages.pictures import number
from makeready.office.panel.refusals import say
from makeready.office.pipelines.models import Pipeline
from makeready.office.pipelines.store import tasks_of
from makeready.office.projects.models import Project

NEWEST = keyset.Order("-created_at", "created_at", descending=True)
OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)
STOPPED: dict[str, Any] = {"status": TaskStatus.FAILED, "element": 0, "handler": 0, "continued": False}
"""The task that a job failed by."""

MOST_LINES = 2000
MOST_ELEMENTS = 12
"""Failed or running elements of one task that the page shows; the API lists them all."""
COUNTED = 9_999
ELEMENT = re.compile(r"\[\d+\]$")
LIVE = {"head": "jobs/_head.html", "tasks": "jobs/_tasks.html", "side": "jobs/_side.html"}


@dataclass(frozen=True)
class Step:
    """A task with its lines, receipts and the tries before."""

    run: TaskRun
    lines: list[LogLine]
    receipts: list[Receipt]
    description: str
    elements: dict[str, int] | None = None
    shown: list[TaskRun] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the console shows its lines at once."""
        return self.run.status in (TaskStatus.RUNNING, TaskStatus.FAILED, TaskStatus.SUCCEEDED)


@page("jobs", allow=Right.SEE)
def jobs(request: PanelRequest) -> Page:
    """Every job, newest first; by status, project or pipeline."""
    given = request.GET
    rows = Job.objects.select_related("project__order", "project__line", "pipeline", "version")
    status = given.get("status", "")
    for column in ("pipeline", "project"):
        if value := given.get(column, ""):
            rows = rows.filter(**{column: value})
    views: list[dict[str, Any]] = [{"word": "All", "status": "", "here": status not in JobStatus.values}]
    views += [
        {"word": one.label, "status": one.value, "here": status == one, "count": _count(rows, one)} for one in JobStatus
    ]
    if status in JobStatus.values:
        rows = rows.filter(status=status)
    shown = keyset.page(rows, NEWEST, cursor=given.get("cursor"))
    failures = TaskRun.objects.filter(job__in=[one.pk for one in shown.items], **STOPPED)
    why = {one.job_id: one for one in failures.order_by("position")}
    return Page(
        "jobs/list.html", rows=[{"job": one, "failed": why.get(one.pk)} for one in shown.items], views=views,
        next_cursor=shown.next_cursor, cursor=given.get("cursor"), chosen=status,
        pipelines=Pipeline.objects.order_by("name"), pipeline=given.get("pipeline", ""),
        project=given.get("project", ""), moving=any(one.status in OPEN for one in shown.items),
    )  # fmt: skip


@page("jobs/<job>", allow=Right.SEE)
def job(request: PanelRequest, job: Job) -> Page:
    """One job: tasks, log, files; live until it ends."""
    values = about(job)
    lines = list(LogLine.objects.filter(job=job).order_by("-pk")[:MOST_LINES])[::-1]
    by_task: dict[str, list[LogLine]] = {}
    for line in lines:
        by_task.setdefault(_block(line.task), []).append(line)
    return Page(
        "jobs/page.html", parts=Parts(request, LIVE, values), last_line=lines[-1].pk if lines else 0,
        lines=by_task, general=by_task.get("", []), live=job.status in OPEN, **values,
    )  # fmt: skip


@page("jobs/<job>/events", allow=Right.SEE)
def job_events(request: PanelRequest, job: Job) -> HttpResponseBase:
    """The parts of the page that changed and the lines that came, as server-sent events (`?after=` a line's number)."""
    seen = ""

    def tell(news: feed.News) -> Iterator[bytes]:
        nonlocal seen
        for line in news.lines:
            html = render_to_string("panel/jobs/_line.html", {"line": line})
            yield feed.event("line", line.pk, json.dumps({"task": _block(line.task), "html": html}))
        if news.changed:
            parts = Parts(request, LIVE, about(_fresh(job)))
            changed, seen = parts.changed(seen), parts.seen
            yield feed.event("parts", news.last_line, json.dumps(changed))

    return feed.response(request, job.pk, tell, after=number(request, "after", 0))


@page("jobs/<job>/retry", allow=Right.WORK, method="POST")
def retry_job(request: PanelRequest, job: Job) -> HttpResponseBase:
    """Go on from the failed task."""
    again.retry(job, by=request.actor)
    return redirect("job", job.pk)


@page("jobs/<job>/restart", allow=Right.WORK, method="POST")
def restart_job(request: PanelRequest, job: Job) -> HttpResponseBase:
    """Do everything again, as a new job."""
    made = again.restart(job, by=request.actor)
    say(request, "This is the new job.", "The one before stays as it was.")
    return redirect("job", made.pk)


@page("jobs/<job>/try", allow=Right.WORK, method="POST")
def try_job(request: PanelRequest, job: Job) -> HttpResponseBase:
    """Replay it without effects outside."""
    return redirect("job", again.try_out(job, by=request.actor).pk)


@page("approvals/<approval>/decide", allow=Right.WORK, method="POST")
def decide_approval(request: PanelRequest, approval: Approval) -> HttpResponseBase:
    """Approve or reject what a job asks."""
    given = request.POST
    approvals.decide(approval, given.get("decision", ""), by=request.actor, comment=given.get("comment", ""))
    return redirect("job", approval.job_id)


@page("jobs/<job>/cancel", allow=Right.WORK, method="POST")
def cancel_job(request: PanelRequest, job: Job) -> HttpResponseBase:
    """Let no further task begin."""
    again.cancel(job, by=request.actor)
    return redirect("job", job.pk)


@page("projects/<project>/jobs", allow=Right.WORK, method="POST")
def queue_job(request: PanelRequest, project: Project) -> HttpResponseBase:
    """Run a pipeline for a project, or try it out (`trial`)."""
    pipeline = Pipeline.objects.filter(pk=request.POST.get("pipeline", "")).first()
    if pipeline is None:
        raise Invalid("Choose a pipeline.", errors=[Fault("pipeline", "This is needed.")])
    trial = bool(request.POST.get("trial"))
    made = start.start(project, pipeline, by=request.actor, cause="tried out" if trial else "asked for", trial=trial)
    return redirect("job", made.pk)


def about(job: Job) -> dict[str, Any]:
    """What the page shows of a job and what its events draw anew."""
    runs = list(TaskRun.objects.filter(job=job, element=0).order_by("position", "handler"))
    described = {one.name: one.description for step in tasks_of(job.version) for one in (step, *step.handlers)}
    receipts: dict[str, list[Receipt]] = {}
    names = [one.name for one in runs]
    for receipt in Receipt.objects.filter(job=job.pk, task__in=names, state=ReceiptState.DONE).order_by("id"):
        receipts.setdefault(receipt.task, []).append(receipt)
    counted = _elements(job)
    return {
        "job": job,
        "project": job.project,
        "steps": [
            Step(one, [], receipts.get(one.name, []), described.get(one.name) or "", *counted.get(_at(one), (None, [])))
            for one in runs
        ],
        "failed": next(
            (one for one in runs if all(getattr(one, key) == value for key, value in STOPPED.items())), None
        ),
        "running": next((one for one in runs if one.status == TaskStatus.RUNNING), None),
        "is_open": job.status in OPEN,
        "asked": list(Approval.objects.filter(job=job, decision="").order_by("pk")) if job.status in OPEN else [],
        "waiting": [one for one in runs if one.waits],
        "artifacts": list(Artifact.objects.filter(job=job).order_by("-final", "id")[:60]),
        "sends_again": again.what_again(job) if job.status not in OPEN else [],
        "restarted_as": job.restarted_as.order_by("created_at").first(),
    }


def _at(run: TaskRun) -> int:
    """Where a task's elements are counted; what is done after a failure has none."""
    return -1 if run.handler else run.position


def _elements(job: Job) -> dict[int, tuple[dict[str, int], list[TaskRun]]]:
    """For each task with forEach how many elements have which status, and those that one wants to see."""
    rows = TaskRun.objects.filter(job=job, element__gt=0)
    counted: dict[int, dict[str, int]] = {}
    for position, status, many in rows.order_by().values_list("position", "status").annotate(many=Count("pk")):
        known = counted.setdefault(position, {"total": 0, **dict.fromkeys(TaskStatus.values, 0)})
        known[status] = many
        known["total"] += many
    found: dict[int, tuple[dict[str, int], list[TaskRun]]] = {}
    for position, known in counted.items():
        seen = rows.filter(position=position, status__in=(TaskStatus.FAILED, TaskStatus.RUNNING))
        found[position] = known, list(seen.order_by("status", "element")[:MOST_ELEMENTS])
    return found


def _block(task: str) -> str:
    """The block of the log that a task's lines stand in: those of all its elements stand together."""
    return ELEMENT.sub("", task)


def _fresh(job: Job) -> Job:
    return Job.objects.select_related("project__order", "project__line", "pipeline", "version").get(pk=job.pk)


def _count(rows: Any, status: JobStatus) -> int:
    count: int = rows.filter(status=status).order_by().values("pk")[: COUNTED + 1].count()
    return count
