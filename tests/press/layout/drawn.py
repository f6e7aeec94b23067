"""Short words for the tests of layout: a page of items laid out, with the packages' fonts, told as text."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from makeready.press.design.document import read
from makeready.press.displaylist.page import Page
from makeready.press.displaylist.text import as_text
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Rect
from makeready.press.layout.page import lay_out
from makeready.press.sources import SourceFile, SourceFiles

FONTS = FontLibrary(system=False)


def laid_out(*items: dict[str, Any], record=None, files=None, fields=(), fonts=FONTS, **page: Any) -> Page:
    """One page of items, 85 × 55 mm unless told otherwise."""
    document = {
        "version": 1,
        "fields": list(fields),
        "pages": [{"width": 85, "height": 55, **page, "items": list(items)}],
    }
    return lay_out(read(document), record or {}, fonts=fonts, sources=sources(files or {}))[0]


def drawn(*items: dict[str, Any], **more: Any) -> list[str]:
    """What is painted, one line each, without the line of the page."""
    return [line.strip() for line in as_text(laid_out(*items, **more)).splitlines()[1:]]


def sources(files: dict[str, bytes]) -> SourceFiles:
    """Files by name; every PDF in them is 200 × 100 pt."""

    def opener(src: str) -> bytes:
        if src not in files:
            raise LookupError("it is not there.")
        return files[src]

    def pdf_boxes(file: SourceFile, number: int, box: str) -> Rect:
        return Rect(10, 20, 200, 100) if box == "trim" else Rect(0, 0, 220, 140)

    return SourceFiles(opener, pdf_boxes)


def codes(page: Page) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in page.findings]


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "x": 10, "y": 10, "width": 40, "height": 20, "text": words, **more}


def png(width: int, height: int) -> bytes:
    """A black picture of some size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(height * (width + 1)), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
