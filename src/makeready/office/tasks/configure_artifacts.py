"""Task `configure-artifacts`: properties of artifacts."""

from __future__ import annotations

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class ConfigureArtifactsParams(TaskParams):
    """What is not given stays as it is."""

    name: str = Field("", description="File name (the ending stays); of several files: “name (1)”, “name (2)”, …")
    final: bool | None = Field(None, description="Whether it stays with the project.")
    anonymous_access: bool | None = Field(None, description="Whether its link works without a key.")


class ConfigureArtifacts(Task):
    """Sets artifacts' file name, whether they stay, and who may fetch them."""

    name = "configure-artifacts"
    Params = ConfigureArtifactsParams
    inputs = SOME
    outputs = NONE
    values_of_the_moment = frozenset({"file", "index"})
    filled_later = frozenset({"name"})

    def run(self, params: ConfigureArtifactsParams, job: JobContext) -> None:
        """The same for every artifact handed in."""
        several = len(job.inputs) > 1
        for number, artifact in enumerate(job.inputs, 1):
            if params.name:
                name = job.fill(params.name, file=artifact.name.rpartition(".")[0], index=str(number))
                own = "{{file}}" in params.name or "{{index}}" in params.name
                job.rename(artifact, f"{name} ({number})" if several and not own else name)
            job.mark(artifact, final=params.final, anonymous=params.anonymous_access)
