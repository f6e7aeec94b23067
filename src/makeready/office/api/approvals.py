"""Approvals: what jobs ask people before they go on, and what was decided."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Asked, Listed, Time, Told, utc, utc_or_none
from makeready.office.errors import NotFound
from makeready.office.jobs import approvals
from makeready.office.jobs.course import OPEN
from makeready.office.jobs.models import Approval

router = Router()


class Decision(Asked):
    """Yes or no."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"decision": "approved", "comment": "Fine."}]})

    decision: str = Field(max_length=20, description="approved or rejected.")
    comment: str = Field("", max_length=4000)


class ApprovalShown(Told):
    """A question and its answer."""

    id: str = Field(examples=["apv_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    job: str
    project: str
    task: str
    question: str
    asked_at: Time
    deadline: Time
    decision: str = Field(description="approved, rejected, or empty while nobody has decided.")
    comment: str
    decided_by: str
    decided_at: Time | None
    link: str = Field(description="Whoever has it may decide, signed in or not; told only to who may decide anyway.")


@router.get("/approvals", response=Listed[ApprovalShown])
@needs(Right.SEE)
def list_all(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    job: Annotated[str | None, Query(None), Field(max_length=80)],
    open: Annotated[bool | None, Query(None, description="true: only what nobody has decided yet.")],  # noqa: A002
) -> Any:
    """List what jobs ask, newest first."""
    rows = Approval.objects.select_related("job")
    if job:
        rows = rows.filter(job=job)
    if open is not None:
        asked = Q(decision="", job__status__in=OPEN)
        rows = rows.filter(asked) if open else rows.exclude(asked)
    return listed(rows, partial(shown, may_decide=_may_decide(request)), limit=limit, cursor=cursor)


@router.get("/approvals/{approval_id}", response=ApprovalShown)
@needs(Right.SEE)
def show(request: HttpRequest, approval_id: str) -> Any:
    """Show a question."""
    return shown(_find(approval_id), may_decide=_may_decide(request))


@router.post("/approvals/{approval_id}", response=ApprovalShown)
@needs(Right.WORK)
def decide(request: HttpRequest, approval_id: str, body: Decision) -> Any:
    """Approve or reject: the job goes on at once."""
    found = _find(approval_id)
    approvals.decide(found, body.decision, by=caller(request).actor, comment=body.comment)
    return shown(_find(approval_id), may_decide=True)


def shown(row: Approval, *, may_decide: bool) -> dict[str, Any]:
    """A question as the API tells it; its link only to those who may decide without it."""
    return {
        "id": row.pk,
        "job": row.job_id,
        "project": row.job.project_id,
        "task": row.task,
        "question": row.question,
        "asked_at": utc(row.asked_at),
        "deadline": utc(row.deadline),
        "decision": row.decision,
        "comment": row.comment,
        "decided_by": row.decided_by,
        "decided_at": utc_or_none(row.decided_at),
        "link": approvals.link(row.job, row.task) if may_decide and not row.decision else "",
    }


def _may_decide(request: HttpRequest) -> bool:
    return caller(request).may(Right.WORK)


def _find(approval_id: str) -> Approval:
    found = Approval.objects.select_related("job").filter(pk=approval_id).first()
    if found is None:
        raise NotFound(f"There is no approval {approval_id}.")
    return found
