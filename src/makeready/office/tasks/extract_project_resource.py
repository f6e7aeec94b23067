"""Task `extract-project-resource`: files of the project beside its design."""

from __future__ import annotations

from pydantic import Field

from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.task import NONE, ONE, JobContext, Task, TaskFailed


class ResourceKind(Word):
    """The vendor's kinds of resources."""

    GENERAL = "General"
    PREVIEW = "Preview"
    HIRES = "Hires"


class ResourceMissing(TaskFailed):
    """The project has no such file."""

    code = "resource_missing"
    fix = "Look at the project for the files it has, correct the filter, then start the job again."


class ExtractProjectResourceParams(TaskParams):
    """Filters; without any, all files of the project."""

    project_item_name: str = Field("", description="Name of the project's item; empty: the first.")
    project_item_resource_name: str = Field("", description="Only files of this name.")
    project_item_resource_type: ResourceKind | None = Field(
        None, description="General: pictures of the design; Preview: pages drawn; Hires: the customer's own file."
    )


class ExtractProjectResource(Task):
    """Takes files of the project: its pictures, previews, or the customer's print-ready file."""

    name = "extract-project-resource"
    Params = ExtractProjectResourceParams
    inputs = NONE
    outputs = ONE

    def run(self, params: ExtractProjectResourceParams, job: JobContext) -> None:
        """Hand in the files found; none is a failure."""
        kind = params.project_item_resource_type
        found = job.resources(kind.value if kind else "", params.project_item_resource_name, params.project_item_name)
        if not found:
            wanted = f"{kind} file" if kind else "file"
            named = f" named “{params.project_item_resource_name}”" if params.project_item_resource_name else ""
            raise ResourceMissing(f"The project has no {wanted}{named}.")
        job.deliver(found)
