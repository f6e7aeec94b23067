"""How do artifacts get to a receiver of files? Each to the path that the parameters name, under its own receipt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ConfigDict

from makeready.office.connections.store import Receiver
from makeready.office.delivery import lines, receipts
from makeready.office.delivery.receipts import Line, Parcel
from makeready.office.storage import blobs
from makeready.office.tasks.by_artifact import faults_of_names, text_for
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.quoting import in_path
from makeready.office.tasks.task import Input, JobContext, TaskFailed

PATHS = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": {"type": "string"}})
"""For parameters whose further names are artifacts, and the values their paths."""


class PathUnusable(TaskFailed):
    """A remote path that no file can have."""

    code = "path_unusable"
    fix = "Correct the path in the pipeline, then start the job again."


def faults_of_paths(
    model: type[TaskParams], parameters: Mapping[str, Any], inputs: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """(path, sentence) where a path belongs to no artifact, or there is none at all."""
    known = {field.alias or name for name, field in model.model_fields.items()}
    yield from faults_of_names(parameters, inputs, known)
    if inputs and not set(parameters) - known:
        yield "", f'Where to? Give a remote path: "{inputs[0]}": "/in/{{{{project.orderNumber}}}}.pdf".'


def send_all(receiver: Receiver, params: TaskParams, job: JobContext) -> None:
    """Every artifact that has a path, over one line."""
    with lines.open_line(receiver) as line:
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
    job.log(f"{receipt.to}: {receipt.answer.get('note') or f'{receipt.size} bytes delivered.'}")


def _path(text: str, artifact: Input, receiver: Receiver, job: JobContext) -> str:
    """The remote path. What customers typed cannot lead to another folder: slashes in values become `_`."""
    path = job.fill(text, file=artifact.name, index=str(artifact.index or 1), written=in_path).strip()
    if path.endswith("/") or not path:
        path += artifact.name
    parts = path.split("/")
    if ".." in parts or any(ord(letter) < 32 for letter in path):
        raise PathUnusable(f"“{path}” is no path that a file can have.")
    if receiver.type == "folder":  # the line itself stands in its root
        return f"/{path.lstrip('/')}"
    return f"{receiver.root}/{path.lstrip('/')}" if receiver.root else path
