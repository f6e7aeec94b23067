"""What is in a foreign PDF? Opens it safely; the only file that imports pikepdf.

`describe` and `describe_file` may be called anywhere: the parsing happens in a confined child. `open_safely`
and `opened` belong inside functions that run there (`press.confine`).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array as Array  # handed on to impose and preflight
from pikepdf import Dictionary as Dictionary
from pikepdf import Name as Name
from pikepdf import ObjectStreamMode as ObjectStreamMode
from pikepdf import Operator as Operator
from pikepdf import Pdf as Pdf
from pikepdf import Stream as Stream
from pikepdf import StreamDecodeLevel as StreamDecodeLevel
from pikepdf import String as String

from makeready.press import confine
from makeready.press.findings import Finding, PressError
from makeready.press.geometry import IDENTITY, Matrix, Point, Rect, pt_to_mm
from makeready.press.sources import SourceFile, remembered

PAGES_AT_MOST = 5000
BYTES_AT_MOST = 1024 * 1024 * 1024
STREAM_AT_MOST = 512 * 1024 * 1024
"""What one compressed stream may unpack to, bytes."""

pikepdf.settings.set_qpdf_limits(
    parser_max_nesting=200,
    max_stream_filters=8,
    doc_max_warnings=2000,
    flate_max_memory=STREAM_AT_MOST,
    png_max_memory=STREAM_AT_MOST,
    tiff_max_memory=STREAM_AT_MOST,
    run_length_max_memory=STREAM_AT_MOST,
    dct_max_memory=STREAM_AT_MOST,
)


class FileEmpty(Finding):
    """Nothing in it."""

    code = "file-empty"
    sentence = "The file is empty (0 bytes)."
    fix = "Export or upload it again."


class NotAPdf(Finding):
    """Something else than a PDF."""

    code = "not-a-pdf"
    sentence = "The file is {what}, not a PDF."
    fix = "Use the PDF itself; if it came from a link, check that the link leads to the file and not to a page."


class PdfProtected(Finding):
    """Encrypted with a password that is needed for reading."""

    code = "pdf-protected"
    sentence = "The PDF is encrypted and protected by a password."
    fix = "Save it without password protection and use that file."


class PdfBroken(Finding):
    """Damaged beyond what a tolerant reader can mend."""

    code = "pdf-broken"
    sentence = "The PDF is damaged: {why}."
    fix = "Export it again from the program that made it, or download it again: it may have been cut off."


class PdfTooLarge(Finding):
    """More pages or bytes than we take."""

    code = "pdf-too-large"
    sentence = "The PDF is too large: {what}."
    fix = "Split it into parts."


class PageMissing(Finding):
    """A page number beyond the last page."""

    code = "page-missing"
    sentence = "There is no page {number}: the PDF has {pages}."
    fix = "Choose a page from 1 to {pages}."


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """A page's boxes in points, bottom left origin, after /Rotate and /UserUnit are applied.

    y points up here: a Rect's `y` is its lower edge, and its `bottom` the upper one.
    Where a box is missing the next larger one stands for it, as the standard says: trim → crop → media.
    upright: from the page's own space to this one. The media box keeps its bottom left corner.
    """

    media: Rect
    crop: Rect
    bleed: Rect
    trim: Rect
    upright: Matrix
    has_trim: bool
    has_bleed: bool

    @property
    def width_mm(self) -> float:
        """Width of the trim, mm."""
        return pt_to_mm(self.trim.width)

    @property
    def height_mm(self) -> float:
        """Height of the trim, mm."""
        return pt_to_mm(self.trim.height)


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF says of itself.

    boxes: one per page. pdfx: the value of GTS_PDFXVersion, or "". encrypted: it is, but opens without a password.
    repaired: its structure was damaged and has been mended while reading.
    """

    boxes: tuple[PageBoxes, ...]
    version: str
    pdfx: str
    encrypted: bool
    repaired: bool
    media_type: str = "application/pdf"

    @property
    def pages(self) -> int:
        """Number of pages."""
        return len(self.boxes)

    @property
    def width_mm(self) -> float:
        """Width of the first page's trim, mm."""
        return self.boxes[0].width_mm

    @property
    def height_mm(self) -> float:
        """Height of the first page's trim, mm."""
        return self.boxes[0].height_mm


def describe(data: bytes) -> PdfFacts:
    """The facts of a PDF, read in a confined child.

    Raises:
        PressError: where it cannot be read (see the findings above), or only beyond the limits.
    """
    return confine.run(_describe, data)


@remembered(256)
def describe_file(file: SourceFile) -> PdfFacts:
    """The same, remembered for files that are used again and again."""
    return describe(file.data)


def page_box(file: SourceFile, number: int, box: str) -> Rect:
    """One box (`trim`, `bleed`, `crop` or `media`) of page `number` (from 1), as `PageBoxes` counts.

    Raises:
        PressError: where the file cannot be read or has no such page.
    """
    facts = describe_file(file)
    if not 1 <= number <= facts.pages:
        raise PressError([PageMissing(number=number, pages=facts.pages)])
    boxes = facts.boxes[number - 1]
    return {"trim": boxes.trim, "bleed": boxes.bleed, "crop": boxes.crop, "media": boxes.media}[box]


def open_safely(data: bytes) -> Pdf:
    """The PDF, opened within limits; call it in a confined child where the file is foreign.

    Raises:
        PressError: FileEmpty, NotAPdf, PdfProtected, PdfBroken or PdfTooLarge.
    """
    refuse_other_files(data)
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        count = len(pdf.pages)
    except pikepdf.PasswordError as why:
        raise PressError([PdfProtected()]) from why
    except (pikepdf.PdfError, ValueError, RuntimeError) as why:
        raise PressError([PdfBroken(why=_in_words(why))]) from why
    if count > PAGES_AT_MOST:
        raise PressError([PdfTooLarge(what=f"{count} pages; at most {PAGES_AT_MOST} can be used")])
    if not count:
        raise PressError([PdfBroken(why="it has no pages")])
    return pdf


@contextmanager
def opened(data: bytes) -> Iterator[Pdf]:
    """`open_safely` for the length of a `with`; what shows its damage only in use is PdfBroken, too."""
    with open_safely(data) as pdf:
        try:
            yield pdf
        except pikepdf.PdfError as why:
            raise PressError([PdfBroken(why=_in_words(why), detail=str(why))]) from why
        except _WRONG_KIND as why:
            broken = PdfBroken(why="its objects are not of the kinds they should be", detail=repr(why))
            raise PressError([broken]) from why


_WRONG_KIND = (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What a number where a dictionary should be ends in: a PDF has no schema that could be checked first."""


def new() -> Pdf:
    """An empty PDF."""
    return pikepdf.new()


def refuse_other_files(data: bytes) -> None:
    """Raise PressError where the first bytes already say that this is no PDF we can use."""
    if not data:
        raise PressError([FileEmpty()])
    if b"%PDF-" not in data[:1024]:
        raise PressError([NotAPdf(what=_what_it_is(data))])
    if len(data) > BYTES_AT_MOST:
        raise PressError([PdfTooLarge(what=f"{len(data) >> 20} MiB; at most {BYTES_AT_MOST >> 20} can be used")])


def pages_of(pdf: Pdf) -> Iterator[tuple[int, Dictionary]]:
    """(number from 1, page dictionary), inherited keys included.

    Raises:
        PressError: PdfBroken, where an entry of the page tree is no page.
    """
    for number, page in enumerate(pdf.pages, 1):
        if not isinstance(page.obj, Dictionary):
            raise PressError([PdfBroken(page=number, why=f"page {number} is not a page")])
        yield number, page.obj


def page_boxes(page: Dictionary, number: int, *, as_looked_at: bool = True) -> PageBoxes:
    """The boxes of a page dictionary from `pages_of`; as_looked_at=False leaves them in the page's own space.

    Raises:
        PressError: PdfBroken, where there is no page size.
    """
    media = _box(page, "/MediaBox")
    if media is None:
        raise PressError([PdfBroken(page=number, why=f"page {number} has no size (MediaBox)")])
    crop = _within(_box(page, "/CropBox"), media) or media
    own_trim = _within(_box(page, "/TrimBox") or _box(page, "/ArtBox"), media)
    own_bleed = _within(_box(page, "/BleedBox"), media)
    upright = _upright(page, media) if as_looked_at else IDENTITY
    return PageBoxes(
        media=upright.box(media),
        crop=upright.box(crop),
        bleed=upright.box(own_bleed or crop),
        trim=upright.box(own_trim or crop),
        upright=upright,
        has_trim=own_trim is not None,
        has_bleed=own_bleed is not None,
    )


def content_of(page: Dictionary) -> tuple[bytes, dict[str, Any]]:
    """A page's content as one stream: its bytes as they are to be stored, and the keys that say how they are packed.

    A single stream is taken as it lies in the file; several are joined (a token may not span two: ISO 32000-1, 7.8.2).
    """
    contents = page.get("/Contents")
    if contents is None:
        return b"", {}
    if isinstance(contents, Stream):
        packing = {key: contents[key] for key in ("/Filter", "/DecodeParms") if key in contents}
        return contents.read_raw_bytes(), packing
    return zlib.compress(decoded_content(page), 6), {"/Filter": Name.FlateDecode}


def decoded_content(page: Dictionary) -> bytes:
    """A page's content, unpacked and joined."""
    contents = page.get("/Contents")
    if isinstance(contents, Stream):
        return contents.read_bytes()
    if not isinstance(contents, Array):
        return b""
    return b"\n".join(part.read_bytes() for part in contents if isinstance(part, Stream))


def parse_content(owner: Any) -> list[Any]:
    """The instructions of a page, form, pattern or glyph: objects with `operands` and `operator`."""
    return list(pikepdf.parse_content_stream(owner))


def unparse_content(instructions: list[Any]) -> bytes:
    """Instructions as content again: those of `parse_content`, or pairs of operands and operator."""
    return pikepdf.unparse_content_stream(instructions)


def _describe(data: bytes) -> PdfFacts:
    with opened(data) as pdf:
        return PdfFacts(
            boxes=tuple(page_boxes(page, number) for number, page in pages_of(pdf)),
            version=pdf.pdf_version,
            pdfx=pdfx_version(pdf),
            encrypted=pdf.is_encrypted,
            repaired=bool(pdf.get_warnings()),
        )


def pdfx_version(pdf: Pdf) -> str:
    """What the file claims to be (`PDF/X-4`), from XMP or, for older standards, the Info dictionary; "" for nothing."""
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, Stream):
        said = re.search(rb"GTS_PDFXVersion\s*(?:=\s*[\"']|>)\s*([^\"'<]+)", metadata.read_bytes())
        if said:
            return said[1].strip().decode("utf-8", "replace")
    info = pdf.trailer.get("/Info")
    return str(info.get("/GTS_PDFXVersion", "")) if isinstance(info, Dictionary) else ""


def _box(page: Dictionary, name: str) -> Rect | None:
    """A box with its corners in order, or None where it is missing, no box, or empty."""
    value = page.get(name)
    if not isinstance(value, Array) or len(value) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(v) for v in value)
    except (TypeError, ValueError):
        return None
    left, low, width, height = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
    return Rect(left, low, width, height) if width > 0 and height > 0 else None


def _within(box: Rect | None, media: Rect) -> Rect | None:
    """The part of a box that lies in the media box (ISO 32000-1, 14.11.2), or None where nothing does."""
    if box is None:
        return None
    left, low = max(box.x, media.x), max(box.y, media.y)
    right, top = min(box.right, media.right), min(box.bottom, media.bottom)
    return Rect(left, low, right - left, top - low) if right > left and top > low else None


def _upright(page: Dictionary, media: Rect) -> Matrix:
    """How the page's own space is turned (clockwise, in quarters) and scaled to be looked at."""
    unit = _number(page.get("/UserUnit"), 1.0)
    quarter = round(_number(page.get("/Rotate"), 0.0) / 90) % 4
    about = Point(media.x, media.y)
    turned = {
        0: Matrix(),
        1: Matrix(0, -1, 1, 0, about.x - about.y, about.y + media.right),
        2: Matrix(-1, 0, 0, -1, about.x + media.right, about.y + media.bottom),
        3: Matrix(0, 1, -1, 0, about.x + media.bottom, about.y - about.x),
    }[quarter]
    return Matrix.scale(unit) @ turned if unit > 0 else turned


def _number(value: object, otherwise: float) -> float:
    try:
        return otherwise if value is None else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return otherwise


_REASONS = (
    ("trailer", "its end is missing or unreadable, as in a file that was cut off"),
    ("xref", "its end is missing or unreadable, as in a file that was cut off"),
    ("no objects", "its end is missing or unreadable, as in a file that was cut off"),
    ("Loop detected", "its pages contain each other in a circle"),
    ("any pages", "it has no pages that can be read"),
    ("pages tree", "it has no pages that can be read"),
    ("/Pages", "its list of pages cannot be read"),
    ("page tree", "its list of pages cannot be read"),
    ("/Root", "it has no catalog of its pages"),
    ("limit", "it is nested or packed too deeply"),
)


def _in_words(why: Exception) -> str:
    detail = str(why)
    return next((words for sign, words in _REASONS if sign in detail), "it cannot be read as a PDF")


_KINDS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"GIF8", "a GIF image"),
    (b"%!PS", "a PostScript file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"8BPS", "a Photoshop file"),
    (b"{", "a JSON file"),
)


def _what_it_is(data: bytes) -> str:
    """In words, for a person who thought it was a PDF."""
    start = data[:512].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page (HTML)"
    if b"<svg" in start or start.startswith(b"<?xml"):
        return "an SVG or XML file"
    return next((name for magic, name in _KINDS if data.startswith(magic)), "of an unknown kind")
