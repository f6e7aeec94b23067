"""What does a design refer to? `src` words resolved to files, as values handed in from outside.

The engine itself opens nothing: the command line hands in files beside the document, the back office
what it pinned for the project. `data:` URIs need nobody: `SourceFiles.open` decodes them itself.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import threading
import urllib.parse
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TypeVar

from makeready.press.findings import Finding, PressError
from makeready.press.geometry import Rect


class SourceMissing(Finding):
    """A picture, PDF or font that the design names is not to be had."""

    code = "source-missing"
    sentence = "The file “{src}” cannot be used: {why}"
    fix = "Put the file back, or choose another one in the editor."


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A file's bytes. Two with the same bytes are equal."""

    data: bytes

    @cached_property
    def sha256(self) -> str:
        """Hash of the bytes, hexadecimal: the file's identity in caches and in PDF output."""
        return hashlib.sha256(self.data).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceFile) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


R = TypeVar("R")


def remembered(most: int) -> Callable[[Callable[[SourceFile], R]], Callable[[SourceFile], R]]:
    """Keep the last `most` results of a function of one file, by the file's hash: its bytes are let go."""

    def keeping(function: Callable[[SourceFile], R]) -> Callable[[SourceFile], R]:
        kept: OrderedDict[str, R] = OrderedDict()
        lock = threading.Lock()

        @wraps(function)
        def recalled(file: SourceFile) -> R:
            with lock:
                if file.sha256 in kept:
                    kept.move_to_end(file.sha256)
                    return kept[file.sha256]
            result = function(file)
            with lock:
                kept[file.sha256] = result
                if len(kept) > most:
                    kept.popitem(last=False)
            return result

        return recalled

    return keeping


Opener = Callable[[str], bytes]
"""`src` → the file's bytes; raises `LookupError` with a sentence where there is none."""


PdfBoxes = Callable[[SourceFile, int, str], Rect]
"""PDF, page number from 1, `trim`, `bleed`, `crop` or `media` → that box in points of the upright page, bottom left
origin; raises PressError where the file or the page cannot be had. Handed in, because layout reads no PDF."""


class PdfUnread(Finding):
    """A placed PDF in a place where nobody handed in a reader for PDF."""

    code = "pdf-unread"
    sentence = "A placed PDF cannot be measured here."
    fix = "Render the design through `press.render`."


def no_pdf(file: SourceFile, number: int, box: str) -> Rect:
    """A reader that reads no PDF."""
    raise PressError([PdfUnread()])


def nothing_else(src: str) -> bytes:
    """An opener that has no files: only `data:` URIs work."""
    raise LookupError("no file of this name was handed in.")


KEPT_BYTES = 128 * 1024 * 1024
"""Of opened files; the ones not asked for longest go, so that a picture for every record does not fill memory."""


class SourceFiles:
    """The files of one design, opened once each as long as they fit together in 128 MB."""

    def __init__(self, opener: Opener = nothing_else, pdf_boxes: PdfBoxes = no_pdf) -> None:
        self._opener = opener
        self.pdf_box = pdf_boxes
        self._opened: OrderedDict[str, SourceFile] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def open(self, src: str, *, path: str = "", page: int | None = None) -> SourceFile:
        """The file that `src` names.

        Raises:
            PressError: with `SourceMissing` at `path`, where it cannot be had.
        """
        with self._lock:
            if (known := self._opened.get(src)) is not None:
                self._opened.move_to_end(src)
        if known is None:
            try:
                data = decode_data_uri(src) if src.startswith("data:") else self._opener(src)
            except LookupError as why:
                shown = src if len(src) <= 80 else src[:77] + "…"
                reason = str(why.args[0]) if why.args else "it is not there."
                raise PressError([SourceMissing(path=path, page=page, src=shown, why=reason)]) from why
            known = self._keep(src, SourceFile(data))
        return known

    def _keep(self, src: str, file: SourceFile) -> SourceFile:
        with self._lock:
            kept = self._opened.setdefault(src, file)
            if kept is file:
                self._size += len(file.data)
            while self._size > KEPT_BYTES and len(self._opened) > 1:
                self._size -= len(self._opened.popitem(last=False)[1].data)
        return kept


def decode_data_uri(uri: str) -> bytes:
    """The bytes of a `data:` URI (RFC 2397); raises LookupError with a sentence where it is broken."""
    head, comma, body = uri.partition(",")
    if not comma:
        raise LookupError("the data: URI has no comma.")
    if not head.endswith(";base64"):
        return urllib.parse.unquote_to_bytes(body)
    try:
        return base64.b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError) as why:
        raise LookupError("its base64 is broken.") from why
