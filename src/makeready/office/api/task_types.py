"""Task types: what a pipeline can do, and the JSON Schema of what each task takes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed_values
from makeready.office.api.wording import Listed, Told
from makeready.office.pipelines.task_types import published

router = Router()


class Bounds(Told):
    """How many artifacts; null: any number."""

    least: int | None
    most: int | None


class TaskTypeShown(Told):
    """A kind of task."""

    type: str = Field(examples=["render-hires"])
    description: str
    parameters: dict[str, Any] = Field(description="JSON Schema (2020-12) of its parameters.")
    inputArtifacts: Bounds
    outputArtifacts: Bounds


@router.get("/task-types", response=Listed[TaskTypeShown])
@needs(Right.SEE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the kinds of tasks."""
    return listed_values(published(), limit=limit, cursor=cursor, key="type")
