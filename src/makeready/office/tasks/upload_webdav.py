"""Task `upload-webdav`: files to WebDAV, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.sending import PATHS, faults_of_paths, send_all
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class UploadWebdavParams(TaskParams):
    """A connection, and each artifact's path."""

    model_config = PATHS

    connection: str = Field(description="The WebDAV connection.", min_length=1)


class UploadWebdav(Task):
    """Puts artifacts on a WebDAV server (Nextcloud, ownCloud): to a temporary name, checked by size, then moved."""

    name = "upload-webdav"
    Params = UploadWebdavParams
    inputs = SOME
    outputs = NONE
    sends = True
    values_of_the_moment = frozenset({"file", "index"})

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Paths go by artifact; at least one is needed."""
        return faults_of_paths(UploadWebdavParams, parameters, inputs)

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The connection."""
        yield "connection", str(parameters.get("connection") or ""), ("webdav",)

    def run(self, params: UploadWebdavParams, job: JobContext) -> None:
        """Each file has a receipt of its own."""
        send_all(job.receiver(params.connection), params, job)
