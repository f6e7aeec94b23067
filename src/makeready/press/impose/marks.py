"""Where is the paper cut? Crop marks in every ink at once, outside the trim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from makeready.press import confine
from makeready.press.geometry import Rect, mm_to_pt
from makeready.press.pdf import reader, rewrite
from makeready.press.pdf.reader import Array, Dictionary, Name, Pdf
from makeready.press.pdf.syntax import number

LENGTH = mm_to_pt(5)
SHORTEST = mm_to_pt(2)
"""A shorter line cannot be laid a ruler to."""

OFFSET = mm_to_pt(2)
"""The least distance from the trim: a knife that is a little off must not leave a line on the product."""

WIDTH = 0.25
"""Points: the thinnest line that every plate setter shows."""

SPACE = "MakereadyAll"
"""The name of the colour space in resources; long, since foreign pages have names of their own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight mark, points."""

    x0: float
    y0: float
    x1: float
    y1: float


def around(block: Rect, across: Iterable[float], up: Iterable[float], *, offset: float, room: Rect) -> list[Line]:
    """Marks on the four sides of a block (points, y up), at the cuts `across` (x) and `up` (y).

    offset: from the block to a mark's near end. room: marks end within it, however short they become.
    """
    left, right = max(block.x - offset - LENGTH, room.x), min(block.right + offset + LENGTH, room.right)
    low, high = max(block.y - offset - LENGTH, room.y), min(block.bottom + offset + LENGTH, room.bottom)
    lines = []
    for x in _distinct(across):
        lines += [Line(x, low, x, block.y - offset), Line(x, block.bottom + offset, x, high)]
    for y in _distinct(up):
        lines += [Line(left, y, block.x - offset, y), Line(block.right + offset, y, right, y)]
    return [line for line in lines if line.x1 - line.x0 + line.y1 - line.y0 > WIDTH]


def content(lines: Iterable[Line]) -> bytes:
    """The lines as page content; the page's resources must name `SPACE`."""
    drawn = " ".join(f"{number(m.x0)} {number(m.y0)} m {number(m.x1)} {number(m.y1)} l" for m in lines)
    return f"q /{SPACE} CS 1 SCN {WIDTH} w 0 J [] 0 d {drawn} S Q\n".encode() if drawn else b""


def registration(pdf: Pdf) -> Array:
    """The colour space of printers' marks: full tint on every plate (ISO 32000-1, 8.6.6.4, Separation All)."""
    tint = pdf.make_stream(b"{dup dup dup}", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 4)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def draw_crop_marks(pdf: bytes) -> bytes:
    """Every page with crop marks at its trim; its media box grows where it has no room for them.

    A page without a TrimBox is cut at its CropBox, which becomes its TrimBox.

    Raises:
        PressError: where the file cannot be read.
    """
    return confine.run(_draw_crop_marks, pdf)


def _draw_crop_marks(data: bytes) -> bytes:
    with reader.opened(data) as pdf:
        space = registration(pdf)
        # Marks are laid in the page's own space: turning and scaling happen to page and marks alike.
        for page_number, page in reader.pages_of(pdf):
            _mark_page(pdf, page, reader.page_boxes(page, page_number, as_looked_at=False), space)
        return rewrite.save(pdf)


def _mark_page(pdf: Pdf, page: Dictionary, boxes: reader.PageBoxes, space: Array) -> None:
    trim, media = boxes.trim, boxes.media
    offset = max(OFFSET, *bleeds(boxes))
    room = union(media, trim.grown(offset + LENGTH))
    lines = around(trim, (trim.x, trim.right), (trim.y, trim.bottom), offset=offset, room=room)
    # What lay hidden beyond the old media box must stay hidden in the larger one.
    before = f"q {_box(boxes.crop if not boxes.has_trim else media)} re W n\n".encode()
    after = b"\nQ\n" + content(lines)
    page["/Contents"] = Array([pdf.make_stream(before), *_streams(page), pdf.make_stream(after)])
    page["/Resources"] = rewrite.with_resource(page, "/ColorSpace", SPACE, space)
    page["/MediaBox"] = corners(room)
    for name, box in (("/CropBox", room), ("/BleedBox", boxes.bleed), ("/TrimBox", trim)):
        page[name] = corners(box)
    if "/ArtBox" in page:
        del page["/ArtBox"]


def bleeds(boxes: reader.PageBoxes) -> tuple[float, float, float, float]:
    """How far the bleed reaches beyond the trim: left, low, right, high."""
    trim, bleed = boxes.trim, boxes.bleed
    return (
        max(0.0, trim.x - bleed.x),
        max(0.0, trim.y - bleed.y),
        max(0.0, bleed.right - trim.right),
        max(0.0, bleed.bottom - trim.bottom),
    )


def union(one: Rect, other: Rect) -> Rect:
    """The smallest rectangle that holds both."""
    left, low = min(one.x, other.x), min(one.y, other.y)
    return Rect(left, low, max(one.right, other.right) - left, max(one.bottom, other.bottom) - low)


def corners(box: Rect) -> Array:
    """A rectangle as PDF writes it: two corners."""
    return rewrite.numbers(box.x, box.y, box.right, box.bottom)


def _box(box: Rect) -> str:
    return " ".join(number(value) for value in (box.x, box.y, box.width, box.height))


def _streams(page: Dictionary) -> list[reader.Stream]:
    contents = page.get("/Contents")
    if isinstance(contents, reader.Stream):
        return [contents]
    return [part for part in contents if isinstance(part, reader.Stream)] if isinstance(contents, Array) else []


def _distinct(places: Iterable[float]) -> list[float]:
    """Places in order; those that lie on each other (cells without a gutter) once."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > WIDTH / 2:
            kept.append(place)
    return kept
