"""Projects: one per personalised line item; listed, shown, changed, moved, remarked upon."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field, field_validator

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import require_match, tag, tagged
from makeready.office.api.history import EntryShown, shown_entry
from makeready.office.api.manners import needs
from makeready.office.api.paging import OLDEST, Cursor, Limit, listed
from makeready.office.api.project_shape import ProjectShown, ProjectSummary, gathered, shown, shown_summary
from makeready.office.api.wording import Asked, Listed, Moment, Time, Told, sort_words, utc
from makeready.office.errors import NotFound
from makeready.office.history.models import Entry
from makeready.office.projects import corrections, notes, search, transitions
from makeready.office.projects.models import Processing, Project
from makeready.office.projects.problems import NoSuchProblem, settle
from makeready.office.projects.statuses import Status as ProjectStatus

router = Router()

Text = Annotated[str, Field(max_length=300)]


class ProjectFilters(Asked):
    """What the list is narrowed to; all that is given must hold."""

    status: str | None = Field(default=None, description=f"One or more of {', '.join(ProjectStatus)}, comma-separated.")
    processing: str | None = Field(
        default=None, description=f"One or more of {', '.join(Processing.values)}, comma-separated."
    )
    storefront: Text | None = None
    order: Text | None = None
    customer: Text | None = Field(default=None, description="Part of the customer's name or e-mail, any letter case.")
    product: Text | None = None
    q: Text | None = Field(default=None, description="Words; each must occur somewhere: numbers, names, SKU, fields.")
    problems: bool | None = Field(default=None, description="true: with problems; false: without any.")
    created_after: Moment | None = None
    created_before: Moment | None = None
    sort: sort_words(search.SORTS, search.USUAL_SORT)  # type: ignore[valid-type]

    @field_validator("status", "processing")
    @classmethod
    def _known(cls, value: str | None, info: Any) -> str | None:
        known = list(ProjectStatus) if info.field_name == "status" else Processing.values
        for word in (value or "").split(","):
            if value is not None and word not in known:
                raise ValueError(f"There is no {info.field_name} “{word[:50]}”: choose from {', '.join(known)}.")
        return value


class CustomerChange(Asked):
    """The customer as the project shows them."""

    name: str | None = None
    email: str | None = None


class ProjectChange(Asked):
    """What is to change; the rest stays. New fields fill the template anew, as a new revision."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quantity": 500, "fields": {"Name": "Anna Öz"}}]})

    name: str | None = None
    customer: CustomerChange | None = None
    quantity: int | None = Field(default=None, strict=True)
    fields: dict[str, str] | None = None
    discard_edits: bool = Field(default=False, description="Give up a person's edits of the design for new fields.")


class Transitions(Told):
    """Where the project may go from here."""

    from_: str = Field(alias="from", examples=["New"])
    legal: list[str] = Field(examples=[["Confirmed", "Active", "Completed", "Rejected"]])


class Move(Asked):
    """Where to, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "Active", "reason": "prints today"}]})

    status: str = Field(description=f"One of {', '.join(ProjectStatus)}.")
    reason: str = Field(default="", max_length=2000, description="Needed on every way back.")


class NoteWish(Asked):
    """A remark on the project."""

    text: str = Field(examples=["Called the customer: the photo comes tomorrow."])


class NoteMade(Told):
    """A remark that was kept."""

    text: str
    by: str
    at: Time


class Settling(Asked):
    """What a person decided about a problem."""

    reason: str = Field(default="", max_length=2000)


class TakingOver(Asked):
    """Let the store's newer design or fields replace what is pinned."""

    discard_edits: bool = False


def etag(project: Project) -> str:
    """The tag of a project's version."""
    return tag(project.pk, project.version)


def find(project_id: str) -> Project:
    """A project with what its page shows.

    Raises:
        NotFound: there is none.
    """
    related = ("order", "line", "product", "design", "storefront")
    found = Project.objects.select_related(*related).filter(pk=project_id).first()
    if found is None:
        raise NotFound(f"There is no project {project_id}.")
    return found


@router.get("/projects", response=Listed[ProjectSummary])
@needs(Right.SEE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor, filters: Query[ProjectFilters]) -> Any:
    """List projects, newest first unless sorted otherwise."""
    chosen = search.Filters(
        status=tuple(ProjectStatus(word) for word in (filters.status or "").split(",") if word),
        processing=tuple(word for word in (filters.processing or "").split(",") if word),
        storefront=filters.storefront or "",
        order=filters.order or "",
        product=filters.product or "",
        customer=filters.customer or "",
        q=filters.q or "",
        problems=filters.problems,
        created_after=filters.created_after,
        created_before=filters.created_before,
    )
    page = search.list_projects(chosen, cursor, limit, filters.sort)
    beside = gathered(page.items)
    return {"items": [shown_summary(one, beside) for one in page.items], "next_cursor": page.next_cursor}


@router.get("/projects/{project_id}", response=ProjectShown)
@needs(Right.SEE)
def show(request: HttpRequest, response: HttpResponse, project_id: str) -> Any:
    """Show a project."""
    project = find(project_id)
    tagged(response, etag(project))
    return shown(project)


@router.patch("/projects/{project_id}", response=ProjectShown)
@needs(Right.WORK)
def change(request: HttpRequest, response: HttpResponse, project_id: str, body: ProjectChange) -> Any:
    """Change a project's name, customer, quantity or fields."""
    project = find(project_id)
    require_match(request, etag(project))
    wanted = corrections.Changes(
        name=body.name,
        customer_name=body.customer.name if body.customer else None,
        customer_email=body.customer.email if body.customer else None,
        quantity=body.quantity,
        fields=body.fields,
    )
    corrections.change(
        project, wanted, by=caller(request).actor, discard_edits=body.discard_edits, expected_version=project.version
    )
    return _shown_again(response, project_id)


@router.get("/projects/{project_id}/transitions", response=Transitions, by_alias=True)
@needs(Right.SEE)
def transitions_from_here(request: HttpRequest, project_id: str) -> Any:
    """Say where the project may go from here."""
    project = find(project_id)
    legal = transitions.legal(project, caller(request).actor)
    return {"from": project.status, "legal": [status.value for status in legal]}


@router.post("/projects/{project_id}/status", response=ProjectShown)
@needs(Right.WORK)
def move(request: HttpRequest, response: HttpResponse, project_id: str, body: Move) -> Any:
    """Move a project to another status; a refusal (409) lists the legal ones."""
    project = find(project_id)
    transitions.move(project, body.status, by=caller(request).actor, because=body.reason)
    return _shown_again(response, project_id)


@router.get("/projects/{project_id}/history", response=Listed[EntryShown], by_alias=True)
@needs(Right.SEE)
def history(request: HttpRequest, project_id: str, limit: Limit, cursor: Cursor) -> Any:
    """List every change, oldest first: what, who and why."""
    rows = Entry.objects.filter(project=find(project_id).pk)
    return listed(rows, shown_entry, limit=limit, cursor=cursor, order=OLDEST)


@router.post("/projects/{project_id}/notes", response={201: NoteMade})
@needs(Right.WORK)
def remark(request: HttpRequest, project_id: str, body: NoteWish) -> Any:
    """Write a note on a project."""
    note = notes.add(find(project_id), body.text, by=caller(request).actor)
    return Status(201, {"text": note.text, "by": note.by, "at": utc(note.at)})


@router.post("/projects/{project_id}/problems/{problem_id}/settle", response=ProjectShown)
@needs(Right.WORK)
def settle_problem(
    request: HttpRequest, response: HttpResponse, project_id: str, problem_id: int, body: Settling
) -> Any:
    """Say that a problem was seen to: it goes, and history says who decided so."""
    project = find(project_id)
    settle(project, _problem(project, problem_id), by=caller(request).actor, because=body.reason)
    return _shown_again(response, project_id)


@router.post("/projects/{project_id}/problems/{problem_id}/take-over", response=ProjectShown)
@needs(Right.WORK)
def take_over(request: HttpRequest, response: HttpResponse, project_id: str, problem_id: int, body: TakingOver) -> Any:
    """Take over the store's newer design or fields that a problem tells of, as a new revision."""
    project = find(project_id)
    corrections.take_over(
        project, _problem(project, problem_id), by=caller(request).actor, discard_edits=body.discard_edits
    )
    return _shown_again(response, project_id)


def _problem(project: Project, problem_id: int) -> Any:
    found = project.problems.filter(pk=problem_id).first() if abs(problem_id) < 1 << 63 else None
    if found is None:
        raise NoSuchProblem(f"Project {project.number} has no problem {problem_id}.")
    return found


def _shown_again(response: HttpResponse, project_id: str) -> Any:
    project = find(project_id)
    tagged(response, etag(project))
    return shown(project)
