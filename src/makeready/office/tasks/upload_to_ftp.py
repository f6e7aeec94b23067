"""Task `upload-to-ftp`: files to FTP, FTPS and SFTP servers, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ConfigDict, Field

from makeready.office.connections.store import Receiver
from makeready.office.delivery import ftp, receipts, sftp
from makeready.office.delivery.receipts import Line, Parcel
from makeready.office.storage import blobs
from makeready.office.tasks.by_artifact import faults_of_names, text_for
from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.quoting import in_path
from makeready.office.tasks.task import NONE, SOME, Input, JobContext, Task, TaskFailed


class PathUnusable(TaskFailed):
    """A remote path that no file can have."""

    code = "path_unusable"
    fix = "Correct the path in the pipeline, then start the job again."


class Protocol(Word):
    """The vendor's protocols."""

    FTP = "ftp"
    SFTP = "sftp"


class UploadToFtpParams(TaskParams):
    """A connection, and each artifact's remote path. Host and credentials given here become a connection when saved."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": {"type": "string"}})

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
        known = {field.alias or name for name, field in UploadToFtpParams.model_fields.items()}
        yield from faults_of_names(parameters, inputs, known)
        if inputs and not set(parameters) - known:
            yield "", f'Where to? Give a remote path: "{inputs[0]}": "/in/{{{{project.orderNumber}}}}.pdf".'

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The connection; needed unless a host is given."""
        name = parameters.get("connection")
        if not parameters.get("host") or name:
            yield "connection", name if isinstance(name, str) else "", ("ftp", "ftps", "sftp")

    def run(self, params: UploadToFtpParams, job: JobContext) -> None:
        """One line for all files; each file has a receipt of its own."""
        receiver = job.receiver(params.connection)
        opened = sftp.open_line(receiver) if receiver.type == "sftp" else ftp.open_line(receiver)
        with opened as line:
            for artifact in job.inputs:
                text = text_for(artifact, params.by_artifact)
                if text is None:
                    job.log(f"{artifact.alias} has no path and is not sent.", "warning")
                else:
                    _send(line, artifact, _path(text, artifact, receiver, job), job)


def _send(line: Line, artifact: Input, path: str, job: JobContext) -> None:
    parcel = Parcel(artifact.size, artifact.sha256, lambda: blobs.chunks(artifact.sha256))
    effect = job.effect(artifact.alias)
    earlier = receipts.already_there(line, parcel, path, effect)
    if earlier is not None:
        receipt = receipts.note_already_there(line, parcel, path, effect, earlier)
        job.log(f"{receipt.to}: {receipt.answer['note']}")
        return
    receipt = receipts.deliver(line, parcel, path, effect, say=job.log)
    job.log(f"{receipt.to}: {receipt.size} bytes delivered.")


def _path(text: str, artifact: Input, receiver: Receiver, job: JobContext) -> str:
    """The remote path. What customers typed cannot lead to another folder: slashes in values become `_`."""
    path = job.fill(text, file=artifact.name, index=str(artifact.index or 1), written=in_path).strip()
    if path.endswith("/") or not path:
        path += artifact.name
    parts = path.split("/")
    if ".." in parts or any(ord(letter) < 32 for letter in path):
        raise PathUnusable(f"“{path}” is no path that a file can have.")
    return f"{receiver.root}/{path.lstrip('/')}" if receiver.root else path
