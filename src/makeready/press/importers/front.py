"""What is this design of another program, as one of ours? Its kind is found from its bytes: the front door.

imported = read(data, size_mm=(85, 55))     # PressError where it is none
imported.document                           # plain values, as `design.document.read` takes them
imported.findings                           # all that was not carried over, in words
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from makeready.press.design import document
from makeready.press.design.document import Document, PageSetup
from makeready.press.design.items import MAX_SIDE, PdfItem, SvgItem
from makeready.press.findings import Finding
from makeready.press.geometry import Rect, pt_to_mm
from makeready.press.importers.fabric import canvas as fabric
from makeready.press.importers.fields import Fields
from makeready.press.importers.left_out import unreadable
from makeready.press.importers.page import ImportedPage
from makeready.press.importers.polotno import store as polotno
from makeready.press.importers.svg import drawing as svg
from makeready.press.sources import SourceFile

MAX_BYTES = document.MAX_BYTES
DPI = 96.0
"""Pixels to an inch where nothing is said: CSS's."""

PdfPages = Callable[[SourceFile], Sequence[Rect]]
"""The trims of a PDF's pages in points; raises PressError. Handed in, because importers read no PDF."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A design of ours that was made of another program's. kind: `fabric`, `polotno`, `svg`, `pdf`."""

    kind: str
    document: dict[str, Any]
    findings: tuple[Finding, ...]


def read(
    data: bytes | Mapping[str, Any],
    *,
    size_mm: tuple[float, float] | None = None,
    dpi: float = 0.0,
    bleed: float = 0.0,
    name: str = "",
    src: str = "",
    pdf_pages: PdfPages | None = None,
) -> Imported:
    """A foreign design, as bytes or as JSON that was read already.

    size_mm: width and height of the trim; none is as the file says, its pixels `dpi` to an inch (0: as the format has
    them). bleed: added around the trim, mm. src: how the document refers to a PDF or drawing that it places as it is;
    "" has it inside.

    Raises:
        PressError: it is of no kind that can be imported, damaged, or not to be expressed as a document.
    """
    _check_wish(size_mm, dpi, bleed)
    fields, findings = Fields(), tuple[Finding, ...]()
    if isinstance(data, bytes) and b"%PDF-" in data[:1024]:
        kind, pages = "pdf", _pdf(data, src, bleed, pdf_pages)
    elif isinstance(data, bytes) and _may_be_svg(data):
        kind, (pages, findings) = "svg", _svg(data, size_mm, bleed, fields)
    else:
        kind, (pages, findings) = _json(_values(data), size_mm, dpi, bleed, fields)
    return Imported(kind, _document(pages, fields, name), findings)


def foreign_json(values: Mapping[str, Any]) -> bool:
    """Whether JSON is a design of a kind that is imported, and none of ours."""
    return "items" not in _first_page(values) and (fabric.recognised(values) or polotno.recognised(values))


def _first_page(values: Mapping[str, Any]) -> Mapping[str, Any]:
    pages = values.get("pages")
    return pages[0] if isinstance(pages, list) and pages and isinstance(pages[0], Mapping) else {}


def _check_wish(size_mm: tuple[float, float] | None, dpi: float, bleed: float) -> None:
    good = all(0 < side <= 5000 for side in size_mm or ()) and 0 <= dpi <= 10_000 and 0 <= bleed <= 200
    if not (good and math.isfinite(dpi) and math.isfinite(bleed)):
        raise unreadable("the size, resolution or bleed asked for is none that a page can have.")


def _values(data: bytes | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return data
    if not data.strip():
        raise unreadable("it is empty.")
    if len(data) > MAX_BYTES:
        raise unreadable(f"it is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise unreadable("it is neither JSON nor SVG nor PDF.") from error
    if isinstance(values, list):  # pages of a book of canvases
        values = {"canvases": values}
    if not isinstance(values, dict):
        raise unreadable("it is JSON, but no design.")
    return values


def _json(
    values: Mapping[str, Any], size_mm: tuple[float, float] | None, dpi: float, bleed: float, fields: Fields
) -> tuple[str, tuple[list[ImportedPage], tuple[Finding, ...]]]:
    if polotno.recognised(values):
        return "polotno", polotno.read(values, size_mm=size_mm, dpi=dpi, bleed=bleed, fields=fields)
    if fabric.recognised(values):
        return "fabric", _canvases([values], size_mm, dpi, bleed, fields)
    several: list[Any] = next((values[key] for key in ("canvases", "pages") if isinstance(values.get(key), list)), [])
    canvases = [_canvas_in(part) for part in several]
    if canvases and all(canvas is not None for canvas in canvases):
        return "fabric", _canvases([canvas for canvas in canvases if canvas is not None], size_mm, dpi, bleed, fields)
    if "version" in values and "pages" in values:
        raise unreadable("it is a design document of Makeready already.")
    raise unreadable("it is JSON, but of no kind that can be imported.")


def _canvas_in(part: Any) -> Mapping[str, Any] | None:
    """A canvas in a list of pages: itself, or under a name of its own."""
    if not isinstance(part, Mapping):
        return None
    inner = next((part[key] for key in ("canvas", "json", "fabric") if isinstance(part.get(key), Mapping)), part)
    return inner if fabric.recognised(inner) else None


def _canvases(
    canvases: Sequence[Mapping[str, Any]], size_mm: tuple[float, float] | None, dpi: float, bleed: float, fields: Fields
) -> tuple[list[ImportedPage], tuple[Finding, ...]]:
    pages, findings = list[ImportedPage](), list[Finding]()
    for values in canvases:
        page, found = fabric.read(values, size_mm=size_mm, dpi=dpi or DPI, bleed=bleed, fields=fields)
        pages.append(page)
        findings += found
    return pages, tuple(findings)


def _may_be_svg(data: bytes) -> bool:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or (start.startswith(b"<!--") and b"<svg" in start)


def _svg(
    data: bytes, size_mm: tuple[float, float] | None, bleed: float, fields: Fields
) -> tuple[list[ImportedPage], tuple[Finding, ...]]:
    """A drawing as items that can be edited; one of another size than the page's is placed whole instead."""
    file = SourceFile(data)
    drawing = svg.drawing(file, fields.bound)
    width, height = size_mm or (drawing.width, drawing.height)
    if abs(width - drawing.width) < 0.05 and abs(height - drawing.height) < 0.05:
        return [ImportedPage(width, height, bleed, drawing.items)], drawing.findings
    whole = SvgItem(type="svg", src=_inside(data, "image/svg+xml"), x=0, y=0, width=width, height=height)
    return [ImportedPage(width, height, bleed, (whole,))], drawing.findings


def _pdf(data: bytes, src: str, bleed: float, pdf_pages: PdfPages | None) -> list[ImportedPage]:
    """Pages of the PDF's size, each with its page below all that will be put on it, locked."""
    if pdf_pages is None:
        raise unreadable("PDF is not read here.")
    trims = pdf_pages(SourceFile(data))
    if len(trims) > document.MAX_PAGES:
        raise unreadable(f"it has more than {document.MAX_PAGES} pages.")
    pages = []
    for number, trim in enumerate(trims, 1):
        width, height = round(pt_to_mm(trim.width), 3), round(pt_to_mm(trim.height), 3)
        ground = PdfItem(
            type="pdf", name=f"Background, page {number}", locked=True, src=src or _inside(data, "application/pdf"),
            page=number, x=-bleed, y=-bleed, width=width + 2 * bleed, height=height + 2 * bleed,
            box="bleed" if bleed else "trim", fit="cover" if bleed else "stretch",
        )  # fmt: skip
        pages.append(ImportedPage(width, height, bleed, (ground,)))
    return pages


def _inside(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _document(pages: Sequence[ImportedPage], fields: Fields, name: str) -> dict[str, Any]:
    """The whole as plain values, checked as any document is.

    Raises:
        PressError: with every fault.
    """
    found = fields.definitions([item for page in pages for item in page.items])
    setups = []
    for number, page in enumerate(pages, 1):
        if not (0 < page.width <= MAX_SIDE and 0 < page.height <= MAX_SIDE):
            raise unreadable(f"its page would be {page.width:g} × {page.height:g} mm.")
        bleed = {"bleed": page.bleed} if page.bleed else {}
        called = page.name[:200] or f"page {number}"
        setups.append(PageSetup(name=called, width=page.width, height=page.height, items=page.items, **bleed))
    said = {"name": name[:500]} if name else {}
    whole = Document(version=1, pages=tuple(setups), **({"fields": found} if found else {}), **said)
    values = whole.as_json()
    document.read(values)
    return values
