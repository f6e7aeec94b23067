"""What did a multipart upload bring? One file and a few words, checked before anything is done with them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from makeready.config import config
from makeready.office.errors import Fault, Invalid, OfficeError, TooLarge


class WrongMediaType(OfficeError):
    """The body is of a kind that this call does not take."""

    code = "wrong_media_type"
    status = 415
    title = "Wrong kind of body"
    fix = "Send JSON as application/json, files as multipart/form-data."


def is_upload(request: HttpRequest) -> bool:
    """Whether the body is a form with files."""
    return (request.content_type or "").lower() == "multipart/form-data"


def uploaded(request: HttpRequest, *words: str) -> tuple[UploadedFile, dict[str, str]]:
    """The part `file`, and the words that may stand beside it ("" where one is missing).

    Raises:
        WrongMediaType: no multipart form. Invalid: no file, several, or parts that are unknown here.
        TooLarge: more than MAKEREADY_MAX_UPLOAD.
    """
    if not is_upload(request):
        raise WrongMediaType("This call takes a file as multipart/form-data, in the part “file”.")
    faults = [Fault(name, f"There is no part “{name}” here.") for name in request.POST if name not in words]
    faults += [Fault(name, f"There is no file part “{name}” here.") for name in request.FILES if name != "file"]
    files = request.FILES.getlist("file")
    if len(files) != 1:
        faults.append(Fault("file", "The part “file” is missing." if not files else "Only one file at a time."))
    if faults:
        raise Invalid(f"{faults[0].path}: {faults[0].message}", errors=faults)
    file: Any = files[0]
    if (file.size or 0) > config().max_upload:
        raise TooLarge(f"The file has {file.size:,} bytes; {config().max_upload:,} are the most.")
    said = {word: request.POST.get(word, "") for word in words}
    unreadable = [word for word, text in said.items() if "\0" in text]
    if unreadable:
        raise Invalid(f"{unreadable[0]}: NUL characters cannot be kept.", errors=[Fault(unreadable[0], "Holds NUL.")])
    return file, said


UPLOAD_BODY: dict[str, Any] = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": {"type": "string", "format": "binary"},
                "name": {"type": "string", "description": "How it is called here; left out: the file's name."},
            },
            "additionalProperties": False,
        }
    }
}
"""An upload, for the OpenAPI document."""
