"""Task `set-project-status`: a pipeline moves its project, forward or to Rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import NONE, JobContext, Task

STATUSES = ("Confirmed", "Active", "Completed", "Rejected")
"""Where a pipeline may move a project; the rule itself is `projects/statuses.py` (a test compares)."""


class SetProjectStatusParams(TaskParams):
    """The status."""

    status: str = Field(description=f"One of {', '.join(STATUSES)}, written exactly so.", min_length=1)


class SetProjectStatus(Task):
    """Moves the project to a status."""

    name = "set-project-status"
    Params = SetProjectStatusParams
    inputs = NONE
    outputs = NONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """An unknown status can be told beforehand."""
        status = parameters.get("status")
        if isinstance(status, str) and status and "{{" not in status and status not in STATUSES:
            yield "status", f"“{status}” is no status a pipeline can set; there are {', '.join(STATUSES)}."

    def run(self, params: SetProjectStatusParams, job: JobContext) -> None:
        """Move; the same status again is fine."""
        job.move(params.status)
