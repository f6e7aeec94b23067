"""Pipelines: what shall be done with a project's design, task by task; every change is a new version."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.parsing import parse_json
from makeready.office.api.wording import Asked, Listed, Time, Told, utc
from makeready.office.pipelines import compare, store
from makeready.office.pipelines.models import Pipeline, PipelineVersion
from makeready.office.pipelines.secrets import would_connect
from makeready.office.pipelines.validation import validate

router = Router()

EXAMPLE: dict[str, Any] = {
    "name": "Cards to press",
    "tasks": [
        {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
        {
            "name": "print", "type": "render-hires", "inputArtifacts": ["design"],
            "parameters": {"hiResOutputDpi": 300, "hiResOutputFileFormat": "pdf"}, "outputArtifacts": ["print"],
        },
        {
            "name": "send", "type": "upload-to-ftp", "inputArtifacts": ["print"],
            "parameters": {"connection": "press-ftp", "print": "/in/{{project.orderNumber}}.pdf"},
        },
        {"name": "end", "type": "finalize", "finalArtifacts": ["print"]},
    ],
}  # fmt: skip


class PipelineWish(Asked):
    """A pipeline as somebody wants it; what each task takes is told by `GET /task-types`."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: str = Field(max_length=200)
    tasks: list[dict[str, Any]] = Field(description="From the first to the last; the last is finalize.")


class PipelineShown(Told):
    """A pipeline in one of its versions."""

    id: str = Field(examples=["ppl_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str
    version: int
    tasks: list[dict[str, Any]]
    created_at: Time
    updated_at: Time


class VersionShown(Told):
    """One version of a pipeline; it never changes."""

    version: int
    created_at: Time
    created_by: str
    tasks: list[dict[str, Any]]


class ChangeShown(Told):
    """One place in a task."""

    path: str = Field(examples=["parameters/url"])
    before: Any = Field(description="null: nothing stood there.")
    after: Any = Field(description="null: nothing stands there.")


class DifferenceShown(Told):
    """One task that is not the same."""

    task: str
    kind: str = Field(description="added, removed, moved or changed.")
    changes: list[ChangeShown]


class Comparison(Told):
    """Two versions and what differs."""

    before: int
    after: int
    differences: list[DifferenceShown]


class PipelineFaultShown(Told):
    """One fault in a pipeline."""

    path: str = Field(examples=["tasks/1/parameters/url"])
    message: str
    line: int | None = Field(description="In the text that was sent, from 1.")
    column: int | None


class Verdict(Told):
    """Whether a pipeline could be saved, and everything that is wrong with it."""

    valid: bool
    errors: list[PipelineFaultShown]


def shown(pipeline: Pipeline, number: int | None = None) -> dict[str, Any]:
    """A pipeline as the API tells it."""
    return {
        **store.as_json(pipeline, number),
        "created_at": utc(pipeline.created_at),
        "updated_at": utc(pipeline.updated_at),
    }


def etag(pipeline: Pipeline) -> str:
    """The tag of a pipeline's newest version."""
    return tag(pipeline.pk, pipeline.current)


@router.get("/pipelines", response=Listed[PipelineShown])
@needs(Right.SEE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the pipelines, newest first, each in its newest version."""
    return listed(Pipeline.objects.all(), shown, limit=limit, cursor=cursor)


@router.post("/pipelines", response={201: PipelineShown})
@needs(Right.PREPARE)
def create(request: HttpRequest, response: HttpResponse, body: PipelineWish) -> Any:
    """Save a new pipeline. Credentials inside a task's parameters are taken out and kept as a connection."""
    _may_connect(request, body)
    made = store.save(body.name, body.tasks, by=caller(request).actor)
    tagged(response, etag(made))
    return Status(201, shown(made))


@router.post(
    "/pipelines/validate",
    response=Verdict,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}, "example": EXAMPLE}},
        }
    },
)
@needs(Right.SEE)
def check(request: HttpRequest) -> Any:
    """Say everything that is wrong with a pipeline, with line and column; nothing is stored."""
    parse_json(request.body)  # what is no JSON at all is refused as everywhere
    faults = validate(request.body.decode("utf-8-sig"))
    told = [
        {"path": fault.path, "message": fault.message, "line": fault.line, "column": fault.column} for fault in faults
    ]
    return {"valid": not told, "errors": told}


@router.get("/pipelines/{pipeline_id}", response=PipelineShown)
@needs(Right.SEE)
def show(
    request: HttpRequest,
    response: HttpResponse,
    pipeline_id: str,
    version: Annotated[int | None, Query(None, description="Left out: the newest."), Field(ge=1, le=1_000_000_000)],
) -> Any:
    """Show a pipeline."""
    found = store.load(pipeline_id)
    tagged(response, etag(found) if version in (None, found.current) else tag(found.pk, "version", version))
    return shown(found, version)


@router.put("/pipelines/{pipeline_id}", response=PipelineShown)
@needs(Right.PREPARE)
def change(request: HttpRequest, response: HttpResponse, pipeline_id: str, body: PipelineWish) -> Any:
    """Save a pipeline's next version; jobs that have begun keep theirs."""
    found = store.load(pipeline_id)
    require_match(request, etag(found))
    _may_connect(request, body)
    changed = store.save(
        body.name, body.tasks, by=caller(request).actor, pipeline=found, expected_version=found.current
    )
    tagged(response, etag(changed))
    return shown(changed)


def _may_connect(request: HttpRequest, body: PipelineWish) -> None:
    """A host inside a task becomes a trusted connection: who may not connect must not do so by the side door."""
    if would_connect(body.tasks):
        caller(request).require(Right.CONNECT)


@router.get("/pipelines/{pipeline_id}/versions", response=Listed[VersionShown])
@needs(Right.SEE)
def list_versions(request: HttpRequest, pipeline_id: str, limit: Limit, cursor: Cursor) -> Any:
    """List a pipeline's versions, newest first."""
    rows = PipelineVersion.objects.filter(pipeline=store.load(pipeline_id))
    return listed(rows, _shown_version, limit=limit, cursor=cursor)


@router.get("/pipelines/{pipeline_id}/compare", response=Comparison)
@needs(Right.SEE)
def compare_versions(
    request: HttpRequest,
    pipeline_id: str,
    before: Annotated[int, Query(), Field(ge=1, le=1_000_000_000)],
    after: Annotated[int | None, Query(None, description="Left out: the newest."), Field(ge=1, le=1_000_000_000)],
) -> Any:
    """Say what differs between two versions, task by task."""
    found = store.load(pipeline_id)
    old, new = store.version(found, before), store.version(found, after)
    told = compare.compare(old.definition["tasks"], new.definition["tasks"])
    return {"before": old.number, "after": new.number, "differences": compare.as_json(told)}


def _shown_version(kept: PipelineVersion) -> dict[str, Any]:
    return {
        "version": kept.number,
        "created_at": utc(kept.created_at),
        "created_by": kept.created_by,
        "tasks": kept.definition["tasks"],
    }
