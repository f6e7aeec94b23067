"""Task `download-files`: from web addresses, through the guarded client."""

from __future__ import annotations

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class DownloadFilesParams(TaskParams):
    """The addresses; an empty one (a value with `?`) is left out."""

    urls: list[str] = Field(description="Addresses (http or https) of the files.", min_length=1, max_length=200)


class DownloadFiles(Task):
    """Fetches files from web addresses."""

    name = "download-files"
    Params = DownloadFilesParams
    inputs = NONE
    outputs = SOME

    def run(self, params: DownloadFilesParams, job: JobContext) -> None:
        """Fetch one after another; the first that fails stops the task."""
        files = []
        for url in params.urls:
            job.check()
            if url.strip():
                files.append(job.fetch(url.strip()))
            else:
                job.log("An address is empty and was left out.")
        job.deliver(files)
