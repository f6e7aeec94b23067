"""What does the API tell of a project? Its columns, and what stands beside it, looked up for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from pydantic import Field

from makeready.office.api.wording import ProblemShown, Time, Told, utc
from makeready.office.designs.models import Revision
from makeready.office.jobs.models import Artifact, Job
from makeready.office.projects.models import Problem, Project


class CustomerShown(Told):
    """Who bought it."""

    name: str = Field(examples=["Anna Öz"])
    email: str


class OrderLink(Told):
    """The order it belongs to."""

    id: str
    number: str = Field(examples=["#5001"])
    url: str = Field(description="The order's page in the store, where the store told it.")


class LineShown(Told):
    """The line item it was made of."""

    external_id: str
    sku: str = Field(examples=["BC-85x55"])
    title: str = Field(examples=["Business cards"])


class DesignShown(Told):
    """The design as it is now."""

    id: str
    revision: int
    pages: int
    width_mm: float
    height_mm: float
    edited: bool = Field(description="Whether a person changed it since the order.")


class ArtifactLink(Told):
    """A final file of the project."""

    id: str
    name: str = Field(examples=["print.pdf"])
    media_type: str
    size: int
    stale: bool = Field(description="Made before the design was changed.")


class ProjectProblem(ProblemShown):
    """A problem of the project; `id` settles it or takes it over."""

    id: int
    holds_start: bool = Field(description="Whether no pipeline begins by itself because of it.")


class NoteShown(Told):
    """What somebody wrote on it."""

    text: str
    by: str
    at: Time


class ProjectSummary(Told):
    """A project as lists show it."""

    id: str = Field(examples=["prj_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    number: int = Field(examples=[1042])
    name: str = Field(examples=["Business cards – Anna Öz"])
    status: str = Field(examples=["Confirmed"])
    processing: str = Field(description="none, queued, running, done or failed: the queued print file.")
    customer: CustomerShown
    order: OrderLink
    storefront: str
    product: str | None
    line: LineShown
    quantity: int
    fields: dict[str, str]
    design: DesignShown | None
    problems: list[ProjectProblem]
    jobs: list[str]
    artifacts: list[ArtifactLink]
    created_at: Time
    updated_at: Time
    status_changed_at: Time


class ProjectShown(ProjectSummary):
    """A project with its notes."""

    test: bool = Field(description="Whether it is of a test order.")
    notes: list[NoteShown]
    version: int


@dataclass
class Beside:
    """What stands beside some projects, by their ids (designs by theirs)."""

    revisions: dict[str, Revision] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    jobs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    artifacts: dict[str, list[Artifact]] = field(default_factory=lambda: defaultdict(list))


def gathered(projects: Iterable[Project]) -> Beside:
    """Look up what stands beside these projects: one query for each kind, however many projects."""
    rows = list(projects)
    ids, beside = [one.pk for one in rows], Beside()
    designs = [one.design_id for one in rows if one.design_id]
    columns = ("design_id", "number", "pages", "width_mm", "height_mm", "edited")
    for revision in Revision.objects.filter(design__in=designs, number=F("design__current")).only(*columns):
        beside.revisions[revision.design_id] = revision
    troubled = [one.pk for one in rows if one.problem_count]
    if troubled:
        for problem in Problem.objects.filter(project__in=troubled).order_by("id"):
            beside.problems[problem.project_id].append(problem)
    for project_id, job_id in (
        Job.objects.filter(project__in=ids, trial=False).order_by("id").values_list("project_id", "id")
    ):
        beside.jobs[project_id].append(job_id)
    for artifact in Artifact.objects.filter(project__in=ids, final=True).order_by("id"):
        beside.artifacts[artifact.project_id].append(artifact)
    return beside


def shown(project: Project) -> dict[str, Any]:
    """A project as its own page tells it."""
    return {
        **shown_summary(project, gathered([project])),
        "test": project.order.test,
        "notes": [{"text": note.text, "by": note.by, "at": utc(note.at)} for note in project.notes.order_by("id")],
        "version": project.version,
    }


def shown_summary(project: Project, beside: Beside) -> dict[str, Any]:
    """A project as a list tells it."""
    order, line = project.order, project.line
    return {
        "id": project.pk,
        "number": project.number,
        "name": project.name,
        "status": project.status,
        "processing": project.processing,
        "customer": {"name": project.customer_name, "email": project.customer_email},
        "order": {"id": order.pk, "number": order.number, "url": order.url},
        "storefront": project.storefront_id,
        "product": project.product_id,
        "line": {"external_id": line.external_id, "sku": line.sku, "title": line.title},
        "quantity": project.quantity,
        "fields": project.fields,
        "design": _shown_design(beside.revisions.get(project.design_id or "")),
        "problems": [shown_problem(problem) for problem in beside.problems.get(project.pk, ())],
        "jobs": beside.jobs.get(project.pk, []),
        "artifacts": [
            {"id": one.pk, "name": one.name, "media_type": one.media_type, "size": one.size, "stale": one.stale}
            for one in beside.artifacts.get(project.pk, ())
        ],
        "created_at": utc(project.created_at),
        "updated_at": utc(project.updated_at),
        "status_changed_at": utc(project.status_changed_at),
    }


def shown_problem(problem: Problem) -> dict[str, Any]:
    """A problem as the API tells it."""
    return {
        "id": problem.pk,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "holds_start": problem.holds_start,
    }


def _shown_design(revision: Revision | None) -> dict[str, Any] | None:
    if revision is None:
        return None
    return {
        "id": revision.design_id,
        "revision": revision.number,
        "pages": revision.pages,
        "width_mm": revision.width_mm,
        "height_mm": revision.height_mm,
        "edited": revision.edited,
    }
