"""Where is the paper cut? Crop marks around a page, in every ink, clear of the art."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from makeready.press.displaylist.items import Close, Group, LineTo, MoveTo, Path
from makeready.press.displaylist.page import Page
from makeready.press.displaylist.paint import Registration, Stroke
from makeready.press.geometry import Point, Rect, pt_to_mm

LENGTH = 5.0
"""Of a mark, mm."""

CLEARANCE = 3.0
"""Between trim and mark, mm, at least; more where the bleed is wider."""

HAIRLINE = pt_to_mm(0.25)


def with_crop_marks(page: Page) -> Page:
    """The page on larger media, its art cut off at the bleed, with two marks at each corner."""
    bleed = page.trim.x - page.bleed.x
    gap = max(CLEARANCE, bleed)
    media = page.trim.grown(gap + LENGTH + 1)
    art = Group(page.items, clip=Path(_outline(page.bleed)))
    line = Stroke(Registration(), HAIRLINE)
    marks = Group(tuple(Path((MoveTo(a), LineTo(b)), stroke=line) for a, b in _lines(page.trim, gap)))
    return replace(page, media=media, items=(art, marks))


def _lines(trim: Rect, gap: float) -> Iterator[tuple[Point, Point]]:
    near, far = gap, gap + LENGTH
    for x, outwards in ((trim.x, -1), (trim.right, 1)):
        for y, downwards in ((trim.y, -1), (trim.bottom, 1)):
            yield Point(x + outwards * near, y), Point(x + outwards * far, y)
            yield Point(x, y + downwards * near), Point(x, y + downwards * far)


def _outline(box: Rect) -> tuple[MoveTo | LineTo | Close, ...]:
    return (
        MoveTo(Point(box.x, box.y)),
        LineTo(Point(box.right, box.y)),
        LineTo(Point(box.right, box.bottom)),
        LineTo(Point(box.x, box.bottom)),
        Close(),
    )
