"""How do rectangles, ellipses, lines and free paths become contours?"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from makeready.press.design import paint as design
from makeready.press.design.items import Clip, EllipseItem, LineItem, PathItem, PolygonItem, RectangleItem
from makeready.press.design.path_data import parse
from makeready.press.displaylist.extent import extent
from makeready.press.displaylist.items import (
    Close,
    CurveTo,
    DisplayItem,
    Group,
    LineTo,
    Mask,
    MaskBy,
    MoveTo,
    Path,
    Segment,
)
from makeready.press.displaylist.paint import Gradient
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import Point, Rect
from makeready.press.layout.boxes import box_of
from makeready.press.layout.frame import Place
from makeready.press.layout.ink import fading, paint, stroke
from makeready.press.layout.kinds import draws

KAPPA = 0.5522847498307936
"""Control length of a quarter circle of radius 1: 4/3 · (√2 − 1); off the circle by 0.03 % at most."""


class ItemUnpainted(Finding):
    """A shape with neither fill nor stroke."""

    code = "item-unpainted"
    severity = Severity.INFO
    sentence = "{item} has neither fill nor stroke: nothing of it is printed."
    fix = "Give it a fill or a stroke, or remove it."


Shape = RectangleItem | EllipseItem | PathItem | PolygonItem


@draws("rectangle", "ellipse", "path", "polygon")
def shape(item: Shape, place: Place) -> tuple[DisplayItem, ...]:
    """A shape as one path, or its fill and its outline as one each where the outline lies beside the edge."""
    if item.fill is None and item.stroke is None:
        place.tell(ItemUnpainted, item)
        return ()
    box = box_of(item)
    if isinstance(item, PathItem):
        segments = path(item.path, item.x, item.y)
    elif isinstance(item, EllipseItem):
        segments = ellipse(box)
    elif isinstance(item, PolygonItem):
        segments = polygon(box, item.sides, item.star, tuple((point.x, point.y) for point in item.points))
    else:
        segments = rectangle(box, item.radius) if item.radii is None else rounded(box, item.radii)
    return painted(segments, item.fill, item.stroke, box, even_odd=isinstance(item, PathItem) and item.even_odd)


@draws("line")
def line(item: LineItem, place: Place) -> tuple[DisplayItem, ...]:
    """A line as a stroked path."""
    ends = MoveTo(Point(item.x, item.y)), LineTo(Point(item.x2, item.y2))
    return painted(ends, None, item.stroke, box_of(item), even_odd=False)


def painted(
    segments: tuple[Segment, ...], fill: design.Paint | None, line: design.Stroke | None, box: Rect, *, even_odd: bool
) -> tuple[DisplayItem, ...]:
    """Contours with fill and outline; what fades away goes behind a mask of its own."""
    inside = Path(segments, paint(fill, box), even_odd=even_odd) if fill else None
    around = Path(segments, stroke=stroke(line, box), even_odd=even_odd) if line else None
    fade, fade_around = fading(fill, box), fading(line.color, box) if line else None
    aside = line is not None and line.align != "center" and any(isinstance(segment, Close) for segment in segments)
    if not (fade or fade_around or aside):
        whole = inside or around
        return (replace(whole, stroke=around.stroke if around else None),) if whole else ()
    parts: list[DisplayItem] = [_faded(inside, fade)] if inside else []
    if around and line:
        parts.append(_faded(_aside(around, line.align) if aside else around, fade_around))
    return tuple(parts)


def _aside(path: Path, align: str) -> Group:
    """An outline within or around its contour: twice as wide, and cut off along the contour.

    What lies outside is what a far larger box and the contour do not have in common (even-odd).
    """
    assert path.stroke is not None
    wide = replace(path, stroke=replace(path.stroke, width=2 * path.stroke.width))
    if align == "inside":
        return Group((wide,), clip=Path(path.segments, even_odd=path.even_odd))
    reach = extent((wide,)) or Rect(0.0, 0.0, 0.0, 0.0)
    return Group((wide,), clip=Path((*rectangle(reach.grown(1.0)), *path.segments), even_odd=True))


def _faded(item: Path | Group, fade: Gradient | None) -> DisplayItem:
    if fade is None:
        return item
    reach = extent((item,)) or Rect(0.0, 0.0, 0.0, 0.0)
    return Group((item,), mask=Mask((Path(rectangle(reach), fill=fade),), MaskBy.LUMINOSITY))


def clip_path(clip: Clip, x: float, y: float) -> Path:
    """A group's window, moved to the group's corner."""
    if clip.type == "path":
        return Path(path(clip.path, x, y), even_odd=clip.even_odd)
    box = Rect(clip.x + x, clip.y + y, clip.width, clip.height)
    return Path(ellipse(box) if clip.type == "ellipse" else rectangle(box, clip.radius))


@lru_cache(maxsize=2048)
def rectangle(box: Rect, radius: float = 0.0) -> tuple[Segment, ...]:
    """A rectangle, clockwise from its top left corner; radii are cut to half the shorter side."""
    r = min(radius, box.width / 2, box.height / 2)
    if r <= 0:
        left, top, right, bottom = box.x, box.y, box.right, box.bottom
        return (
            MoveTo(Point(left, top)), LineTo(Point(right, top)), LineTo(Point(right, bottom)),
            LineTo(Point(left, bottom)), Close(),
        )  # fmt: skip
    return rounded(box, (r, r, r, r))


@lru_cache(maxsize=2048)
def rounded(box: Rect, radii: tuple[float, float, float, float]) -> tuple[Segment, ...]:
    """A rectangle with a radius for each corner, clockwise from the top left one.

    Where two are longer together than their side, all are made smaller alike, as CSS does (Backgrounds 3, 5.5).
    """
    a, b, c, d = radii
    sides = ((a + b, box.width), (b + c, box.height), (c + d, box.width), (d + a, box.height))
    scale = min([1.0, *(side / both for both, side in sides if both > side)])
    a, b, c, d = a * scale, b * scale, c * scale, d * scale
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    k = 1 - KAPPA
    drawn: list[Segment] = [MoveTo(Point(left + a, top)), LineTo(Point(right - b, top))]
    if b:
        drawn.append(CurveTo(Point(right - b * k, top), Point(right, top + b * k), Point(right, top + b)))
    drawn.append(LineTo(Point(right, bottom - c)))
    if c:
        drawn.append(CurveTo(Point(right, bottom - c * k), Point(right - c * k, bottom), Point(right - c, bottom)))
    drawn.append(LineTo(Point(left + d, bottom)))
    if d:
        drawn.append(CurveTo(Point(left + d * k, bottom), Point(left, bottom - d * k), Point(left, bottom - d)))
    drawn.append(LineTo(Point(left, top + a)))
    if a:
        drawn.append(CurveTo(Point(left, top + a * k), Point(left + a * k, top), Point(left + a, top)))
    return (*drawn, Close())


@lru_cache(maxsize=1024)
def polygon(
    box: Rect, sides: int, star: float | None, points: tuple[tuple[float, float], ...] = ()
) -> tuple[Segment, ...]:
    """A polygon by its corners in fractions of the box; else a regular one, or a star, stretched to touch the box.

    The first corner points upwards; of regular ones with an even number of sides, too.
    """
    corners = list(points)
    if not corners:
        count = sides if star is None else 2 * sides
        reach = [1.0 if star is None or n % 2 == 0 else star for n in range(count)]
        turned = [2 * math.pi * n / count for n in range(count)]
        raw = [(r * math.sin(t), -r * math.cos(t)) for r, t in zip(reach, turned, strict=True)]
        left, top = min(x for x, _ in raw), min(y for _, y in raw)
        width, height = max(x for x, _ in raw) - left, max(y for _, y in raw) - top
        corners = [((x - left) / width, (y - top) / height) for x, y in raw]
    placed = [Point(box.x + x * box.width, box.y + y * box.height) for x, y in corners]
    return (MoveTo(placed[0]), *(LineTo(point) for point in placed[1:]), Close())


@lru_cache(maxsize=2048)
def ellipse(box: Rect) -> tuple[Segment, ...]:
    """An ellipse in four curves, clockwise from its top."""
    middle, rx, ry = box.centre, box.width / 2, box.height / 2
    kx, ky = rx * KAPPA, ry * KAPPA
    x, y = middle.x, middle.y
    return (
        MoveTo(Point(x, y - ry)),
        CurveTo(Point(x + kx, y - ry), Point(x + rx, y - ky), Point(x + rx, y)),
        CurveTo(Point(x + rx, y + ky), Point(x + kx, y + ry), Point(x, y + ry)),
        CurveTo(Point(x - kx, y + ry), Point(x - rx, y + ky), Point(x - rx, y)),
        CurveTo(Point(x - rx, y - ky), Point(x - kx, y - ry), Point(x, y - ry)),
        Close(),
    )


@lru_cache(maxsize=1024)
def path(data: str, x: float = 0.0, y: float = 0.0) -> tuple[Segment, ...]:
    """Path data as segments, moved by x, y."""
    segments: list[Segment] = []
    for letter, numbers in parse(data):
        points = [Point(numbers[n] + x, numbers[n + 1] + y) for n in range(0, len(numbers), 2)]
        if letter == "M":
            segments.append(MoveTo(points[0]))
        elif letter == "L":
            segments.append(LineTo(points[0]))
        elif letter == "C":
            segments.append(CurveTo(points[0], points[1], points[2]))
        else:
            segments.append(Close())
    return tuple(segments)
