"""Task `zip`: several files as one archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.archive import Compression, faults_of_archive, packed
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import ONE, SOME, JobContext, Task


class ZipParams(TaskParams):
    """How hard it is packed."""

    compression: Compression = Field(
        Compression.DEFAULT, description="Default, Deflate, Lzma; None or Copy: packed without being made smaller."
    )


class Zip(Task):
    """Packs artifacts into one ZIP archive, each under its file name."""

    name = "zip"
    Params = ZipParams
    inputs = SOME
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Ways of packing that ZIP files here do not have."""
        return faults_of_archive(parameters, "archive", "compression")

    def run(self, params: ZipParams, job: JobContext) -> None:
        """Pack."""
        job.deliver([packed([(one.name, one.sha256) for one in job.inputs], params.compression, job)])
