"""What does text look like as shapes? Each glyph run as one path, for files that must hold no fonts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from makeready.press.displaylist.items import (
    Close,
    CurveTo,
    DisplayItem,
    GlyphRun,
    Group,
    LineTo,
    MoveTo,
    Path,
    Segment,
)
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Point


def outlined(items: Iterable[DisplayItem], fonts: FontLibrary) -> tuple[DisplayItem, ...]:
    """The same items with every glyph run as a path in its ink; runs that paint nothing are left out."""
    made: list[DisplayItem] = []
    for item in items:
        if isinstance(item, Group):
            mask = replace(item.mask, items=outlined(item.mask.items, fonts)) if item.mask else None
            made.append(replace(item, items=outlined(item.items, fonts), mask=mask))
        elif not isinstance(item, GlyphRun):
            made.append(item)
        elif segments := tuple(_contours(item, fonts)):
            made.append(Path(segments, fill=item.ink))
    return tuple(made)


def _contours(run: GlyphRun, fonts: FontLibrary) -> Iterable[Segment]:
    """The contours of all glyphs where they stand, mm."""
    font = fonts.load(run.font)
    unit, scale = run.size / font.units_per_em, run.size / 1000
    pen = run.origin.x
    for glyph in run.glyphs:
        x, y = pen + glyph.dx * scale, run.origin.y - glyph.dy * scale
        for segment in font.outline(glyph.gid):
            yield _placed(segment, x, y, unit)
        pen += glyph.advance * scale


def _placed(segment: Segment, x: float, y: float, unit: float) -> Segment:
    match segment:
        case MoveTo(to):
            return MoveTo(Point(x + to.x * unit, y - to.y * unit))
        case LineTo(to):
            return LineTo(Point(x + to.x * unit, y - to.y * unit))
        case CurveTo(one, two, to):
            return CurveTo(*(Point(x + p.x * unit, y - p.y * unit) for p in (one, two, to)))
        case Close():
            return segment
