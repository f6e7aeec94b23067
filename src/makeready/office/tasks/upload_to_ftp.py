"""Task `upload-to-ftp`: files to FTP, FTPS and SFTP servers, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.sending import PATHS, faults_of_paths, send_all
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class Protocol(Word):
    """The vendor's protocols."""

    FTP = "ftp"
    SFTP = "sftp"


class UploadToFtpParams(TaskParams):
    """A connection, and each artifact's remote path. Host and credentials given here become a connection when saved."""

    model_config = PATHS

    connection: str = Field("", description="The FTP, FTPS or SFTP connection.")
    protocol: Protocol = Field(Protocol.FTP, description="The vendor's way: ftp or sftp.")
    host: str = Field("", description="The vendor's way: server.")
    port: int | None = Field(None, ge=1, le=65535, description="The vendor's way: port.")
    username: str = Field("", description="The vendor's way: user name.")
    password: str = Field("", description="The vendor's way: password; never kept in the pipeline.")
    use_passive: bool = Field(True, description="The vendor's way: passive mode.")
    use_binary: bool = Field(True, description="Always true: print files are binary.")
    enable_ssl: bool = Field(False, description="The vendor's way: FTPS.")


class UploadToFtp(Task):
    """Puts artifacts on an FTP, FTPS or SFTP server: to a temporary name, checked by size, then renamed."""

    name = "upload-to-ftp"
    Params = UploadToFtpParams
    inputs = SOME
    outputs = NONE
    sends = True
    values_of_the_moment = frozenset({"file", "index"})

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Paths go by artifact; at least one is needed."""
        return faults_of_paths(UploadToFtpParams, parameters, inputs)

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The connection; needed unless a host is given."""
        name = parameters.get("connection")
        if not parameters.get("host") or name:
            yield "connection", name if isinstance(name, str) else "", ("ftp", "ftps", "sftp")

    def run(self, params: UploadToFtpParams, job: JobContext) -> None:
        """One line for all files; each file has a receipt of its own."""
        send_all(job.receiver(params.connection), params, job)
