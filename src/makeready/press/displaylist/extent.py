"""How far does something painted reach? A box that is never too small, in mm; for fills and pictures behind it."""

from __future__ import annotations

from collections.abc import Iterable

from makeready.press.displaylist.items import Close, CurveTo, DisplayItem, GlyphRun, Group, Path, Segment
from makeready.press.displaylist.paint import Join
from makeready.press.geometry import Point, Rect

LETTERS_UP, LETTERS_DOWN, LETTERS_ASIDE = 1.6, 1.0, 1.0
"""How far letters may reach beyond their baseline and their run's ends, ems: stacked accents, swashes."""

DIAGONAL = 2**0.5
"""How far a square end or a round or bevelled turn may reach, in half widths of the line."""


def extent(items: Iterable[DisplayItem]) -> Rect | None:
    """The box around items, clips considered; None around nothing."""
    return union(box for item in items if (box := _extent(item)) is not None)


def outline_extent(segments: Iterable[Segment]) -> Rect | None:
    """The box around contours and their control points."""
    points: list[Point] = []
    for segment in segments:
        if isinstance(segment, CurveTo):
            points += [segment.control1, segment.control2]
        if not isinstance(segment, Close):
            points.append(segment.to)
    return union(Rect(point.x, point.y, 0.0, 0.0) for point in points)


def union(boxes: Iterable[Rect]) -> Rect | None:
    """The box around boxes; None around none."""
    found = list(boxes)
    if not found:
        return None
    left, top = min(box.x for box in found), min(box.y for box in found)
    return Rect(left, top, max(box.right for box in found) - left, max(box.bottom for box in found) - top)


def common(one: Rect, other: Rect) -> Rect:
    """What two boxes have in common; without width or height where that is nothing."""
    left, top = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Rect(left, top, max(right - left, 0.0), max(bottom - top, 0.0))


def _extent(item: DisplayItem) -> Rect | None:
    if isinstance(item, Group):
        return _of_group(item)
    if isinstance(item, GlyphRun):
        return _of_run(item)
    if isinstance(item, Path):
        return _of_path(item)
    return item.box


def _of_group(group: Group) -> Rect | None:
    box = extent(group.items)
    if box is not None and group.clip is not None:
        clip = outline_extent(group.clip.segments)
        box = common(box, clip) if clip else None
    return group.matrix.box(box) if box is not None else None


def _of_run(run: GlyphRun) -> Rect:
    em, pen, left, right, up, down = run.size, 0.0, 0.0, 0.0, 0.0, 0.0
    for glyph in run.glyphs:
        left, right = min(left, pen + glyph.dx), max(right, pen + glyph.dx + max(glyph.advance, 0.0))
        up, down = max(up, glyph.dy), min(down, glyph.dy)
        pen += glyph.advance
    left, right, up, down = (value * em / 1000 for value in (left, right, up, down))
    top = run.origin.y - up - LETTERS_UP * em
    return Rect(
        run.origin.x + left - LETTERS_ASIDE * em,
        top,
        right - left + 2 * LETTERS_ASIDE * em,
        run.origin.y - down + LETTERS_DOWN * em - top,
    )


def _of_path(path: Path) -> Rect | None:
    box = outline_extent(path.segments)
    if box is None or path.stroke is None:
        return box
    reach = max(DIAGONAL, path.stroke.miter_limit if path.stroke.join is Join.MITER else 0.0)
    return box.grown(path.stroke.width / 2 * reach)
