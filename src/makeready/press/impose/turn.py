"""Which way round is it printed? Pages mirrored (for film and transfer) or turned by quarter turns."""

from __future__ import annotations

from dataclasses import replace

from makeready.press import confine
from makeready.press.geometry import Matrix, Rect
from makeready.press.impose.marks import corners
from makeready.press.pdf import reader, rewrite
from makeready.press.pdf.reader import Dictionary, Name, Pdf
from makeready.press.pdf.syntax import number

FORM = "MakereadyPage"
"""The name of the page's art in its new resources."""


def turn_pages(pdf: bytes, *, quarter_turns: int = 0, across: bool = False, down: bool = False) -> bytes:
    """Every page turned clockwise by quarter turns, then mirrored left to right (across), top to bottom (down).

    Patterns and transparency turn with the page, since its art becomes one form (ISO 32000-1, 8.7.3.1).

    Raises:
        PressError: where the file cannot be read.
    """
    return confine.run(_turn_pages, pdf, quarter_turns % 4, across, down)


def _turn_pages(data: bytes, quarter_turns: int, across: bool, down: bool) -> bytes:
    with reader.opened(data) as pdf:
        for page_number, page in reader.pages_of(pdf):
            _turn(pdf, page, reader.page_boxes(page, page_number), _turning(quarter_turns, across, down))
        return rewrite.save(pdf)


def _turning(quarter_turns: int, across: bool, down: bool) -> Matrix:
    """About the origin, y upwards."""
    turned = Matrix()
    for _ in range(quarter_turns):
        turned = Matrix(0, -1, 1, 0) @ turned
    return Matrix(a=-1 if across else 1, d=-1 if down else 1) @ turned


def _turn(pdf: Pdf, page: Dictionary, boxes: reader.PageBoxes, turning: Matrix) -> None:
    media = turning.box(boxes.media)
    placed = replace(turning, e=-media.x, f=-media.y)  # the media box begins at the origin
    form = pdf.make_indirect(rewrite.as_form(pdf, page, boxes))
    words = " ".join(number(v) for v in (placed.a, placed.b, placed.c, placed.d, placed.e, placed.f))
    page["/Contents"] = rewrite.packed_stream(pdf, f"q {words} cm /{FORM} Do Q\n".encode())
    page["/Resources"] = Dictionary(XObject=Dictionary({f"/{FORM}": form}))
    for key in ("/Rotate", "/UserUnit", "/ArtBox", "/Annots"):
        if key in page:
            del page[key]
    _write_boxes(page, boxes, placed)


def _write_boxes(page: Dictionary, boxes: reader.PageBoxes, placed: Matrix) -> None:
    had_crop = "/CropBox" in page
    page[Name.MediaBox] = corners(placed.box(boxes.media))
    if had_crop:
        page[Name.CropBox] = corners(placed.box(boxes.crop))
    named: tuple[tuple[str, Rect], ...] = (("/BleedBox", boxes.bleed), ("/TrimBox", boxes.trim))
    for name, box in named:
        page[name] = corners(placed.box(box))
