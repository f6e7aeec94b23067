"""Pipelines: what shall be done, as versioned JSON that is checked while it is written."""

from __future__ import annotations

import difflib
import json
from typing import Any

from django.db.models import Count, Max
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from makeready.office import strict_json
from makeready.office.accounts.rights import Right
from makeready.office.errors import OfficeError
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.components.wishes import version_seen
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.pages.pictures import number
from makeready.office.panel.refusals import say
from makeready.office.pipelines import compare, files, library, store
from makeready.office.pipelines.definition import step_schema
from makeready.office.pipelines.models import Pipeline
from makeready.office.pipelines.secrets import would_connect
from makeready.office.pipelines.task_types import published
from makeready.office.pipelines.validation import PipelineFault, validate
from makeready.office.storage.downloads import bytes_response


@page("pipelines", allow=Right.SEE)
def pipelines(request: PanelRequest) -> Page:
    """Every pipeline with its tasks and how often it ran."""
    rows = Pipeline.objects.annotate(jobs_count=Count("jobs"), last_job=Max("jobs__created_at")).order_by("name")
    shown = [{"pipeline": one, "tasks": store.version(one).definition["tasks"]} for one in rows]
    return Page("pipelines/list.html", pipelines=shown, ready=library.ready_made())


@page("pipelines/new", allow=Right.PREPARE)
def new_pipeline(request: PanelRequest) -> Page:
    """A new pipeline, blank or from a ready-made one (`?from=Print file`)."""
    name = request.GET.get("from", "Print file")
    tasks = library.ready_made().get(name, library.print_file())
    given = {"name": name, "text": as_text(tasks)}
    return Page("pipelines/page.html", given=given, ready=library.ready_made(), **around(given["text"]))


@page("pipelines/new", allow=Right.PREPARE, method="POST")
def make_pipeline(request: PanelRequest) -> Page | HttpResponseBase:
    """Keep a new pipeline."""
    return _save(request, None)


@page("pipelines/check", allow=Right.SEE, method="POST")
def check_pipeline(request: PanelRequest) -> Page:
    """What is wrong with the text so far; nothing is stored."""
    return Page("pipelines/_checked.html", **around(request.POST.get("text", "")))


@page("pipelines/<pipeline>", allow=Right.SEE)
def pipeline(request: PanelRequest, pipeline: Pipeline) -> Page:
    """A pipeline's text, the newest version or `?version=2`, and what differs from the one before."""
    kept = store.version(pipeline, int(v) if (v := request.GET.get("version", "")).isdigit() else None)
    text = as_text(kept.definition["tasks"])
    before = pipeline.versions.filter(number=kept.number - 1).first()
    return Page(
        "pipelines/page.html", pipeline=pipeline, version=kept, given={"name": pipeline.name, "text": text},
        versions=pipeline.versions.order_by("-number"), is_newest=kept.number == pipeline.current,
        changes=differences(as_text(before.definition["tasks"]), text) if before else [],
        jobs=pipeline.jobs.select_related("project").order_by("-created_at")[:5], **around(text),
    )  # fmt: skip


@page("pipelines/<pipeline>", allow=Right.PREPARE, method="POST")
def change_pipeline(request: PanelRequest, pipeline: Pipeline) -> Page | HttpResponseBase:
    """Keep a new version; jobs that run keep theirs."""
    return _save(request, pipeline)


@page("pipelines/<pipeline>/compare", allow=Right.SEE)
def compare_versions(request: PanelRequest, pipeline: Pipeline) -> Page:
    """What differs between two versions, task by task (`?before=1&after=2`)."""
    after = store.version(pipeline, number(request, "after", pipeline.current))
    before = store.version(pipeline, number(request, "before", max(after.number - 1, 1)))
    return Page(
        "pipelines/compare.html", pipeline=pipeline, before=before, after=after,
        numbers=range(1, pipeline.current + 1),
        differences=compare.compare(before.definition["tasks"], after.definition["tasks"]),
    )  # fmt: skip


@page("pipelines/<pipeline>/file", allow=Right.SEE)
def pipeline_file(request: PanelRequest, pipeline: Pipeline) -> HttpResponseBase:
    """A version as a file (`?version=2`), to be imported elsewhere."""
    kept = number(request, "version", pipeline.current)
    data = files.as_file(pipeline, kept).encode()
    return bytes_response(data, f"{pipeline.name}, version {kept}.json", media_type="application/json")


def as_text(tasks: list[dict[str, Any]]) -> str:
    """A definition as people edit it."""
    return json.dumps({"tasks": tasks}, indent=2, ensure_ascii=False)


def around(text: str) -> dict[str, Any]:
    """What stands beside the text: its faults, the task types there are and the shape of a task."""
    return {"findings": validate(text), "task_types": published(), "step_schema": step_schema()}


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Lines that came (“+”) and went (“-”) between two versions, with what surrounds them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return [(line[:1], line[1:]) for line in lines if not line.startswith(("---", "+++"))]


def _save(request: PanelRequest, pipeline: Pipeline | None) -> Page | HttpResponseBase:
    name, text = request.POST.get("name", ""), request.POST.get("text", "")
    values: dict[str, Any] = {
        "pipeline": pipeline,
        "given": {"name": name, "text": text},
        "ready": library.ready_made(),
        "is_newest": True,
    }
    if pipeline:
        values |= {"versions": pipeline.versions.order_by("-number"), "version": store.version(pipeline)}
    if _is_no_json(faults := validate(text)):
        return Page("pipelines/page.html", status=422, **values, **around(text))
    try:
        seen = version_seen(request.POST)
        tasks = strict_json.loads(text).get("tasks", [])
        if isinstance(tasks, list) and would_connect(tasks):
            request.principal.require(Right.CONNECT)
        kept = store.save(name, tasks, by=request.actor, pipeline=pipeline, expected_version=seen)
    except OfficeError as why:
        shown = None if faults and isinstance(why, store.PipelineInvalid) else Faults(why)
        return Page("pipelines/page.html", status=why.status, faults=shown, **values, **around(text))
    say(request, f"“{kept.name}” is kept as version {kept.current}.", "Jobs that run keep the version they began with.")
    return redirect(reverse("pipeline", args=[kept.pk]))


def _is_no_json(faults: list[PipelineFault]) -> bool:
    return any(fault.path == "pipeline" for fault in faults)
