"""Task `finalize`: the end of every pipeline."""

from __future__ import annotations

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import NONE, JobContext, Task


class FinalizeParams(TaskParams):
    """None: what stays is named in the task's own `finalArtifacts`."""


class Finalize(Task):
    """Ends the pipeline: final artifacts stay with the project, all others go."""

    name = "finalize"
    Params = FinalizeParams
    inputs = NONE
    outputs = NONE

    def run(self, params: FinalizeParams, job: JobContext) -> None:
        """Keep and clear away."""
        job.finalize()
