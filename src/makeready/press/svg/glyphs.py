"""How is text drawn in SVG? As outlines in font units: one path for all runs that look alike.

Each glyph is `M x y` and its outline in relative commands, always the same characters for the same glyph:
browsers paint a page of text as a few paths, and compression sees the alphabet instead of the text.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence

from makeready.press.displaylist.items import Close, CurveTo, GlyphRun, LineTo, MoveTo, Segment
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.geometry import Point
from makeready.press.svg.numbers import packed, short


def outlines(runs: Sequence[GlyphRun], font: LoadedFont) -> tuple[str, str]:
    """(transform, path data) of runs of one font and size; font units, y up, about the first run's origin."""
    first, unit = runs[0].origin, runs[0].size / font.units_per_em
    known = _known.setdefault(font, {})
    parts: list[str] = []
    for run in runs:
        pen = (run.origin.x - first.x) / unit
        line = (first.y - run.origin.y) / unit
        em = font.units_per_em / 1000
        for glyph in run.glyphs:
            drawn = known.get(glyph.gid)
            if drawn is None:
                drawn = known[glyph.gid] = outline(font.outline(glyph.gid))
            if drawn:
                parts.append(f"M{short(pen + glyph.dx * em, 1)} {short(line + glyph.dy * em, 1)}{drawn}")
            pen += glyph.advance * em
    scale = short(unit, 8)
    return f"translate({short(first.x)} {short(first.y)}) scale({scale} -{scale})", "".join(parts)


def outline(segments: Sequence[Segment]) -> str:
    """Contours in relative commands, whole units; every step starts where the rounded one before ended."""
    parts: list[str] = []
    at = start = (0, 0)
    for segment in segments:
        match segment:
            case MoveTo(to):
                parts.append("m" + _steps(at, to))
                at = start = _whole(to)
            case LineTo(to):
                parts.append("l" + _steps(at, to))
                at = _whole(to)
            case CurveTo(control1, control2, to):
                parts.append("c" + _steps(at, control1, control2, to))
                at = _whole(to)
            case Close():
                parts.append("z")
                at = start
    return "".join(parts)


_known: weakref.WeakKeyDictionary[LoadedFont, dict[int, str]] = weakref.WeakKeyDictionary()
"""Outlines by font and glyph, as long as the font is held."""


def _steps(at: tuple[int, int], *points: Point) -> str:
    return packed([value for x, y in map(_whole, points) for value in (x - at[0], y - at[1])])


def _whole(point: Point) -> tuple[int, int]:
    return round(point.x), round(point.y)
