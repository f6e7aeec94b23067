"""Task `call-pipeline`: another pipeline for the same project, as a job of its own."""

from __future__ import annotations

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import NONE, JobContext, Task, TaskFailed


class CalledFailed(TaskFailed):
    """The pipeline that was called did not end well."""

    code = "called_pipeline_failed"
    fix = "Open the job named: mend what its failed task says and press Retry there, then press Retry here."


class CallPipelineParams(TaskParams):
    """Which one."""

    pipeline: str = Field(description="The pipeline's name or id.", min_length=1)
    wait: bool = Field(False, description="Whether this job goes on only when that one has ended well.")


class CallPipeline(Task):
    """Starts another pipeline for the project, once; it runs as a job of its own."""

    name = "call-pipeline"
    Params = CallPipelineParams
    inputs = NONE
    outputs = NONE
    sends = True

    def run(self, params: CallPipelineParams, job: JobContext) -> None:
        """Start it; a retry finds what was started before."""
        called, status = job.call_pipeline(params.pipeline, wait=params.wait)
        if params.wait and status != "succeeded":
            raise CalledFailed(f"“{params.pipeline}” ended {status} as {called}.")
        job.log(f"“{params.pipeline}” has ended well as {called}." if params.wait else f"It runs as {called}.")
