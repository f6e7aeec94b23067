"""Task `set-artifact-names`: file names of artifacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ConfigDict

from makeready.office.tasks.by_artifact import faults_of_names, text_for
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class SetArtifactNamesParams(TaskParams):
    """Artifact or collection → its file's name (the ending stays). `*` is the element's number, counted from 1."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": {"type": "string"}})


class SetArtifactNames(Task):
    """Gives artifacts' files other names."""

    name = "set-artifact-names"
    Params = SetArtifactNamesParams
    inputs = SOME
    outputs = NONE
    values_of_the_moment = frozenset({"file", "index"})

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Every name must be an artifact of this task."""
        yield from faults_of_names(parameters, inputs)

    def run(self, params: SetArtifactNamesParams, job: JobContext) -> None:
        """Rename what is listed; the others keep their names."""
        for artifact in job.inputs:
            text = text_for(artifact, params.by_artifact)
            if text is not None:
                job.rename(artifact, job.fill(text, file=artifact.name, index=str(artifact.index or 1)))
