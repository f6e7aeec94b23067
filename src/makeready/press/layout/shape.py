"""How do rectangles, ellipses, lines and free paths become contours?"""

from __future__ import annotations

from functools import lru_cache

from makeready.press.design.items import Clip, EllipseItem, LineItem, PathItem, RectangleItem
from makeready.press.design.path_data import parse
from makeready.press.displaylist.items import Close, CurveTo, DisplayItem, LineTo, MoveTo, Path, Segment
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import Point, Rect
from makeready.press.layout.frame import Place
from makeready.press.layout.ink import ink, stroke
from makeready.press.layout.kinds import draws

KAPPA = 0.5522847498307936
"""Control length of a quarter circle of radius 1: 4/3 · (√2 − 1); off the circle by 0.03 % at most."""


class ItemUnpainted(Finding):
    """A shape with neither fill nor stroke."""

    code = "item-unpainted"
    severity = Severity.INFO
    sentence = "{item} has neither fill nor stroke: nothing of it is printed."
    fix = "Give it a fill or a stroke, or remove it."


Shape = RectangleItem | EllipseItem | PathItem


@draws("rectangle", "ellipse", "path")
def shape(item: Shape, place: Place) -> tuple[DisplayItem, ...]:
    """A shape as one path."""
    if item.fill is None and item.stroke is None:
        place.tell(ItemUnpainted, item)
        return ()
    if isinstance(item, PathItem):
        segments = path(item.path, item.x, item.y)
    elif isinstance(item, EllipseItem):
        segments = ellipse(Rect(item.x, item.y, item.width, item.height))
    else:
        segments = rectangle(Rect(item.x, item.y, item.width, item.height), item.radius)
    return (
        Path(
            segments,
            fill=ink(item.fill) if item.fill else None,
            stroke=stroke(item.stroke) if item.stroke else None,
            even_odd=isinstance(item, PathItem) and item.even_odd,
        ),
    )


@draws("line")
def line(item: LineItem, place: Place) -> tuple[DisplayItem, ...]:
    """A line as a stroked path."""
    ends = MoveTo(Point(item.x, item.y)), LineTo(Point(item.x2, item.y2))
    return (Path(ends, stroke=stroke(item.stroke)),)


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
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    if r <= 0:
        return (
            MoveTo(Point(left, top)), LineTo(Point(right, top)), LineTo(Point(right, bottom)),
            LineTo(Point(left, bottom)), Close(),
        )  # fmt: skip
    c = r * (1 - KAPPA)
    return (
        MoveTo(Point(left + r, top)),
        LineTo(Point(right - r, top)),
        CurveTo(Point(right - c, top), Point(right, top + c), Point(right, top + r)),
        LineTo(Point(right, bottom - r)),
        CurveTo(Point(right, bottom - c), Point(right - c, bottom), Point(right - r, bottom)),
        LineTo(Point(left + r, bottom)),
        CurveTo(Point(left + c, bottom), Point(left, bottom - c), Point(left, bottom - r)),
        LineTo(Point(left, top + r)),
        CurveTo(Point(left, top + c), Point(left + c, top), Point(left + r, top)),
        Close(),
    )


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
