"""What did the customer send? A file's kind, pages and size, found from its bytes in a confined process."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from makeready.office import strict_json
from makeready.office.errors import Fault, Invalid, TooLarge
from makeready.office.storage.media_types import sniff
from makeready.press.findings import PressError
from makeready.press.output.artwork import ArtworkFacts, describe
from makeready.press.sources import SourceFile

PICTURES = ("image/png", "image/jpeg", "image/tiff", "image/webp", "image/avif")
USABLE = ("application/pdf", "image/svg+xml", *PICTURES)


HEAD = 4096
_NO_LIMIT = 1 << 62
MOST_BYTES = {
    **dict.fromkeys(("application/pdf", *PICTURES), _NO_LIMIT),  # beside MAKEREADY_MAX_UPLOAD
    **dict.fromkeys(("font/ttf", "font/otf", "font/collection"), 512 << 20),
    "image/svg+xml": 64 << 20,
    "application/vnd.iccprofile": 64 << 20,
    "application/json": 16 << 20,
}
"""The most bytes of an upload by its kind: what is parsed in memory takes many times as much there."""


class FileUnusable(Invalid):
    """A file cannot be used as a design."""

    code = "file_unusable"
    title = "The file cannot be used"
    fix = "Send a PDF, PNG, JPEG, TIFF or SVG file that opens in other programs."


def examine(data: bytes, *, path: str = "file") -> ArtworkFacts:
    """The facts of a PDF, PNG, JPEG, TIFF or SVG file.

    Raises:
        FileUnusable: anything else, or one that is broken, protected or too hard, in words.
    """
    media_type = sniff(data)
    if media_type not in USABLE:
        sentence = f"The file is {kind_in_words(data, media_type)}, which is no design."
        raise FileUnusable(sentence, errors=[Fault(path, sentence)])
    try:
        return describe(SourceFile(data))
    except PressError as why:
        faults = [Fault(path, finding.message) for finding in why.findings]
        raise FileUnusable(why.findings[0].message, fix=why.findings[0].hint, errors=faults) from why


def read_upload(upload: UploadedFile) -> bytes:
    """The bytes of an upload that lies on disk, held in memory only where its beginning says that it is of use here.

    Of anything else only the beginning is read: that is enough to say what it is.

    Raises:
        TooLarge: more than any file of its kind has.
    """
    head = bytes(upload.read(HEAD))
    upload.seek(0)
    kind = sniff(head)
    if kind == "text/plain":
        kind = "application/json"  # of which the beginning alone is none
    most, size = MOST_BYTES.get(kind), upload.size or 0
    if most is None:
        return head
    if size > most:
        raise TooLarge(
            f"The file has {size:,} bytes: as {kind} it may have at most {most:,}.", fix="Send a smaller file."
        )
    return bytes(upload.read())


def as_document(data: bytes) -> dict[str, Any] | None:
    """The design document that a JSON file holds, or None where it is no JSON object."""
    if sniff(data) != "application/json":
        return None
    try:
        value = strict_json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def kind_in_words(data: bytes, media_type: str) -> str:
    """What a file is, for a person who thought it was a design."""
    if not data:
        return "empty (0 bytes)"
    return {
        "text/html": "a web page (HTML), perhaps a sign-in or error page",
        "application/zip": "a ZIP archive",
        "application/json": "JSON",
        "text/plain": "a text file",
        "image/gif": "a GIF image",
        "application/vnd.iccprofile": "an ICC profile",
    }.get(media_type, "a font" if media_type.startswith("font/") else "of an unknown kind")
