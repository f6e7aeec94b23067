"""Task `upload-to-folder`: files into a folder of this server, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.sending import PATHS, faults_of_paths, send_all
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class UploadToFolderParams(TaskParams):
    """A connection, and each artifact's path under the folder."""

    model_config = PATHS

    connection: str = Field(description="The folder connection.", min_length=1)


class UploadToFolder(Task):
    """Puts artifacts into a folder of this server, such as a mounted hot folder: written, synced, then renamed."""

    name = "upload-to-folder"
    Params = UploadToFolderParams
    inputs = SOME
    outputs = NONE
    sends = True
    values_of_the_moment = frozenset({"file", "index"})

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Paths go by artifact; at least one is needed."""
        return faults_of_paths(UploadToFolderParams, parameters, inputs)

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The connection."""
        yield "connection", str(parameters.get("connection") or ""), ("folder",)

    def run(self, params: UploadToFolderParams, job: JobContext) -> None:
        """Each file has a receipt of its own."""
        send_all(job.receiver(params.connection), params, job)
