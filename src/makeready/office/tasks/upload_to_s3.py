"""Task `upload-to-s3`: files into a bucket, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.sending import PATHS, faults_of_paths, send_all
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class UploadToS3Params(TaskParams):
    """A connection, and each artifact's key."""

    model_config = PATHS

    connection: str = Field(description="The S3 connection.", min_length=1)


class UploadToS3(Task):
    """Puts artifacts into an S3 bucket: invisible until they are there whole, then under their keys."""

    name = "upload-to-s3"
    Params = UploadToS3Params
    inputs = SOME
    outputs = NONE
    sends = True
    values_of_the_moment = frozenset({"file", "index"})

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Paths go by artifact; at least one is needed."""
        return faults_of_paths(UploadToS3Params, parameters, inputs)

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The connection."""
        yield "connection", str(parameters.get("connection") or ""), ("s3",)

    def run(self, params: UploadToS3Params, job: JobContext) -> None:
        """Each file has a receipt of its own."""
        send_all(job.receiver(params.connection), params, job)
