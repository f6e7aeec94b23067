"""Task `extract-project-design`: the beginning of most pipelines."""

from __future__ import annotations

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import NONE, ONE, JobContext, Task


class ExtractProjectDesignParams(TaskParams):
    """Which item, and which of its designs; the first where nothing is said."""

    project_item_name: str = Field("", description="Name of the project's item; empty: the first.")
    design_index: int = Field(0, ge=0, description="Which of the item's designs, from 0.")


class ExtractProjectDesign(Task):
    """Takes the project's design as it is now."""

    name = "extract-project-design"
    Params = ExtractProjectDesignParams
    inputs = NONE
    outputs = ONE

    def run(self, params: ExtractProjectDesignParams, job: JobContext) -> None:
        """Hand in the design; which revision it is goes into the artifact's facts and the log."""
        job.deliver([job.design(params.project_item_name, params.design_index)])
