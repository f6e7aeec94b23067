"""Task `merge-separate-pages`: several files, one PDF."""

from __future__ import annotations

from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import ONE, SOME, File, Input, JobContext, Picture, Task
from makeready.press.impose.merge import merge_pdfs

PDF = "application/pdf"


class MergeSeparatePagesParams(TaskParams):
    """None."""


class MergeSeparatePages(Task):
    """Puts the pages of PDFs and pictures into exactly one PDF, in order."""

    name = "merge-separate-pages"
    Params = MergeSeparatePagesParams
    inputs = SOME
    outputs = ONE

    def run(self, params: MergeSeparatePagesParams, job: JobContext) -> None:
        """Pictures become pages first."""
        job.deliver([job.work(merged, [self._as_pdf(artifact, job) for artifact in job.inputs])])

    @staticmethod
    def _as_pdf(artifact: Input, job: JobContext) -> str:
        return artifact.sha256 if artifact.media_type == PDF else job.render(artifact, Picture("pdf")).sha256


def merged(sha256s: list[str]) -> File:
    """PDFs in the storage as one, put there too (called in a helper process)."""
    whole = merge_pdfs([(PDF, blobs.read(sha256)) for sha256 in sha256s])
    blob = blobs.put(whole.data, PDF)
    return File(blob.sha256, PDF, blob.size, remarks=tuple(finding.message for finding in whole.findings))
