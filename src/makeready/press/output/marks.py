"""What stands around a page for those who print, cut and fold it? Marks in every ink, a colour bar, a slug line.

strip of the colour bar     patches of each ink
┌ ─┬─────── ⊕ ───────┬─ ┐   crop, bleed and fold marks, registration marks
│      page       │
└ ─┴─────── ⊕ ───────┴─ ┘
strip of the slug line      Code 128 and words
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from makeready.press.design.items import BarcodeItem, TextItem
from makeready.press.displaylist.inks import spots
from makeready.press.displaylist.items import Close, CurveTo, DisplayItem, Group, LineTo, MoveTo, Path, Segment
from makeready.press.displaylist.page import Page, Step
from makeready.press.displaylist.paint import Cmyk, Ink, Registration, Stroke
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import IDENTITY, Matrix, Point, Rect, pt_to_mm
from makeready.press.layout.frame import Place
from makeready.press.layout.kinds import drawing_of
from makeready.press.output.wish import Mark
from makeready.press.sources import SourceFiles

LENGTH = 5.0
"""Of a mark, mm."""
CLEARANCE = 3.0
"""Between trim and mark, mm, at least; more where the bleed is wider."""
EDGE = 1.0
"""Between a mark's far end and the edge of the media, mm."""
STRIP = 7.0
"""Height of what the colour bar and the slug line take each, mm."""
PATCH = 5.0
"""Side of a patch of the colour bar, mm: what a densitometer's opening fits on."""
TARGET = 2.0
"""Radius of a registration mark's ring, mm."""
HAIRLINE = pt_to_mm(0.25)
KAPPA = 0.5522847498
"""Control points of a quarter circle: 4/3 · tan(π/8)."""
CODE_WIDTH = 40.0
"""Most of the slug line that its barcode takes, mm."""

BAR: tuple[Cmyk, ...] = (
    *(Cmyk(*(tint if place == ink else 0 for place in range(4))) for tint in (100, 50) for ink in range(4)),
    Cmyk(100, 100, 0, 0), Cmyk(100, 0, 100, 0), Cmyk(0, 100, 100, 0),
)  # fmt: skip
"""Each process ink solid and at half, then two on each other, as they trap."""


@dataclass(frozen=True, slots=True)
class Marking:
    """Which marks, and what the slug line says; code: what its Code 128 says, none where empty."""

    marks: tuple[Mark, ...]
    slug: str = ""
    code: str = ""


def with_marks(page: Page, marking: Marking, fonts: FontLibrary) -> Page:
    """The page on larger media, its art cut off at the bleed, with marks outside it."""
    gap = max(CLEARANCE, page.trim.x - page.bleed.x)
    marked = page.trim.grown(gap + LENGTH + EDGE)
    above, below = STRIP * ("color-bar" in marking.marks), STRIP * ("slug" in marking.marks)
    media = Rect(marked.x, marked.y - above, marked.width, marked.height + above + below)
    art = Group(page.items, clip=Path(_outline(page.bleed)))
    drawn: list[DisplayItem] = [Group(tuple(_lines(page, marking.marks, gap)))]
    if above:
        drawn.append(
            Group(tuple(_color_bar(page, Rect(media.x + EDGE, media.y + EDGE, media.width - 2 * EDGE, PATCH))))
        )
    if below:
        line = Rect(media.x + EDGE, media.bottom - STRIP + EDGE, media.width - 2 * EDGE, STRIP - 2 * EDGE)
        drawn.append(Group(tuple(_slug(page, marking, line, fonts))))
    return replace(page, media=media, items=(art, *drawn))


def _lines(page: Page, marks: tuple[Mark, ...], gap: float) -> Iterator[Path]:
    """Everything that is a line in every ink."""
    trim = page.trim
    if "crop" in marks:
        yield from (_mark(a, b) for a, b in _corners(trim, trim, gap))
    if "bleed" in marks and page.bleed != trim:
        yield from (_mark(a, b, (1.0, 1.0)) for a, b in _corners(page.bleed, trim, gap))
    if "fold" in marks:
        yield from (_mark(a, b, (3.0, 1.5)) for a, b in _folds(page, gap))
    if "registration" in marks:
        away = gap + LENGTH - TARGET
        x, y = trim.centre.x, trim.centre.y
        for at in (Point(x, trim.y - away), Point(x, trim.bottom + away), Point(trim.x - away, y),
                   Point(trim.right + away, y)):  # fmt: skip
            yield from _target(at)


def _mark(a: Point, b: Point, dashes: tuple[float, ...] = ()) -> Path:
    return Path((MoveTo(a), LineTo(b)), stroke=Stroke(Registration(), HAIRLINE, dashes=dashes))


def _corners(box: Rect, trim: Rect, gap: float) -> Iterator[tuple[Point, Point]]:
    """Two marks at each corner of a box, as far from the trim as all marks."""
    near, far = gap, gap + LENGTH
    for x, edge_x, outwards in ((box.x, trim.x, -1), (box.right, trim.right, 1)):
        for y, edge_y, downwards in ((box.y, trim.y, -1), (box.bottom, trim.bottom, 1)):
            yield Point(edge_x + outwards * near, y), Point(edge_x + outwards * far, y)
            yield Point(x, edge_y + downwards * near), Point(x, edge_y + downwards * far)


def _target(at: Point) -> Iterator[Path]:
    """A ring with a cross through it."""
    r, c = TARGET / 2, TARGET / 2 * KAPPA
    ring: tuple[Segment, ...] = (
        MoveTo(Point(at.x + r, at.y)),
        CurveTo(Point(at.x + r, at.y + c), Point(at.x + c, at.y + r), Point(at.x, at.y + r)),
        CurveTo(Point(at.x - c, at.y + r), Point(at.x - r, at.y + c), Point(at.x - r, at.y)),
        CurveTo(Point(at.x - r, at.y - c), Point(at.x - c, at.y - r), Point(at.x, at.y - r)),
        CurveTo(Point(at.x + c, at.y - r), Point(at.x + r, at.y - c), Point(at.x + r, at.y)),
        Close(),
    )
    yield Path(ring, stroke=Stroke(Registration(), HAIRLINE))
    yield _mark(Point(at.x - TARGET, at.y), Point(at.x + TARGET, at.y))
    yield _mark(Point(at.x, at.y - TARGET), Point(at.x, at.y + TARGET))


def _folds(page: Page, gap: float) -> Iterator[tuple[Point, Point]]:
    """Marks outside the trim where the straight upright and level lines of fold and crease layers lead out of it."""
    folding = {layer.name for layer in page.technical if layer.step in (Step.FOLD, Step.CREASE)}
    trim, near, far = page.trim, gap, gap + LENGTH
    places = {place for a, b in _straight(page.items, folding) if (place := _fold_of(a, b, trim)) is not None}
    for upright, at in sorted(places):
        if upright:
            yield Point(at, trim.y - near), Point(at, trim.y - far)
            yield Point(at, trim.bottom + near), Point(at, trim.bottom + far)
        else:
            yield Point(trim.x - near, at), Point(trim.x - far, at)
            yield Point(trim.right + near, at), Point(trim.right + far, at)


def _fold_of(a: Point, b: Point, trim: Rect) -> tuple[bool, float] | None:
    """Whether a line is an upright (True) or level fold across at least half the page, and where."""
    if abs(a.x - b.x) < 0.01 and abs(a.y - b.y) > trim.height / 2 and trim.x < a.x < trim.right:
        return True, round(a.x, 3)
    if abs(a.y - b.y) < 0.01 and abs(a.x - b.x) > trim.width / 2 and trim.y < a.y < trim.bottom:
        return False, round(a.y, 3)
    return None


def _straight(
    items: tuple[DisplayItem, ...], layers: set[str], matrix: Matrix = IDENTITY, within: bool = False
) -> Iterator[tuple[Point, Point]]:
    """The straight lines that are drawn in some layers, in the page's space."""
    for item in items:
        if isinstance(item, Group):
            yield from _straight(item.items, layers, matrix @ item.matrix, within or item.layer in layers)
        elif isinstance(item, Path) and within:
            for one, other in pairwise(item.segments):
                if isinstance(one, MoveTo | LineTo) and isinstance(other, LineTo):
                    yield matrix.apply(one.to), matrix.apply(other.to)


def _color_bar(page: Page, strip: Rect) -> Iterator[Path]:
    """A patch of each ink, solid and at half, as many as there is room for."""
    technical = {layer.name for layer in page.technical}
    extra: list[Ink] = []
    for spot in spots(page.items, without_layers=technical).values():
        extra += [replace(spot, tint=100.0), replace(spot, tint=50.0)]
    room = int(strip.width // PATCH)
    patches = [*BAR[:8], *extra, *BAR[8:]][:room]
    left = strip.centre.x - len(patches) * PATCH / 2
    for number, ink in enumerate(patches):
        yield Path(_outline(Rect(left + number * PATCH, strip.y, PATCH, PATCH)), fill=ink)


def _slug(page: Page, marking: Marking, line: Rect, fonts: FontLibrary) -> Iterator[DisplayItem]:
    """Code 128 and words, in black ink."""
    place = Place("marks/slug", 1, fonts, SourceFiles(), known=False)
    left = line.x
    if marking.code:
        width = min(CODE_WIDTH, line.width / 2)
        yield from drawing_of("barcode")(
            BarcodeItem(
                type="barcode", symbology="code128", data=marking.code, x=left, y=line.y, width=width,
                height=line.height, show_text=False,
            ),
            place,
        )  # fmt: skip
        left += width + 2
    words = " · ".join(part for part in (marking.slug, page.name) if part)
    if words:
        yield from drawing_of("text")(
            TextItem(
                type="text", text=words, x=left, y=line.y, width=line.right - left, height=line.height, size=7,
                fit="shrink", min_size=3, wrap=False, vertical_align="middle",
            ),
            place,
        )  # fmt: skip


def _outline(box: Rect) -> tuple[MoveTo | LineTo | Close, ...]:
    return (
        MoveTo(Point(box.x, box.y)),
        LineTo(Point(box.right, box.y)),
        LineTo(Point(box.right, box.bottom)),
        LineTo(Point(box.x, box.bottom)),
        Close(),
    )
