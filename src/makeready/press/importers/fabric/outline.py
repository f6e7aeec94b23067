"""Which outline has an object of Fabric.js, about its middle, and how large is it before it is scaled?"""

from __future__ import annotations

import math
from typing import Any

from makeready.press.design.path_data import Command, PathFault, parse
from makeready.press.geometry import Matrix, Point, Rect
from makeready.press.importers.fabric.pose import kind_of
from makeready.press.importers.given import Given, number
from makeready.press.importers.placing import tight_box
from makeready.press.importers.svg.shapes import written

KINDS = {"rect", "circle", "ellipse", "triangle", "line", "polyline", "polygon", "path"}
OPEN = {"line"}
"""Kinds that have no inside."""

Size = tuple[float, float]


def outline(thing: Given) -> tuple[tuple[Command, ...], Size]:
    """The commands of an object's outline, px from its middle, and its width and height.

    Raises:
        PathFault: for path data that cannot be read.
    """
    kind = kind_of(thing)
    width, height = thing.number("width"), thing.number("height")
    if kind == "rect":
        return _rectangle(width, height, thing.number("rx"), thing.number("ry")), (width, height)
    if kind == "circle":
        return _circle(thing)
    if kind == "ellipse":
        rx, ry = thing.number("rx"), thing.number("ry")
        return _arc(rx, ry, 0.0, 360.0), (2 * rx, 2 * ry)
    if kind == "triangle":
        corners = [(-width / 2, height / 2), (0.0, -height / 2), (width / 2, height / 2)]
        return _lines(corners, closed=True), (width, height)
    if kind == "line":
        return _line(thing)
    if kind in ("polyline", "polygon"):
        points = [(point.number("x"), point.number("y")) for point in thing.each("points")]
        return _centred(_lines(points, closed=kind == "polygon"), thing)
    path = thing.values.get("path")
    return _centred(parse(path_words(path)), thing, box=tight_box(parse(path_words(path, as_measured=True))))


def path_words(path: Any, *, as_measured: bool = False) -> str:
    """Path data in words; Fabric.js writes it as a list of commands, too.

    as_measured: as Fabric.js measures a path's box (`Path._calcBoundsFromPath`), by which it is placed: it takes
    a quadratic curve for a cubic one with the same control point twice.
    """
    if isinstance(path, str):
        return path
    if not isinstance(path, list):
        raise PathFault("there is no path data.")
    words = []
    for command in path:
        if isinstance(command, list) and command and isinstance(command[0], str):
            letter, values = command[0][:1], [number(value) for value in command[1:]]
            if as_measured and letter == "Q" and len(values) == 4:
                letter, values = "C", [*values[:2], *values]
            words.append(letter + " ".join(map(repr, values)))
    return " ".join(words)


def _circle(thing: Given) -> tuple[tuple[Command, ...], Size]:
    radius = thing.number("radius")
    start, end = thing.number("startAngle"), thing.number("endAngle", 360.0)
    # Up to version 5 the default end is 2π: angles were in radians before 5.
    if thing.number("startAngle") == 0 and abs(end - 2 * math.pi) < 1e-3:
        end = 360.0
    return _arc(radius, radius, start, end), (2 * radius, 2 * radius)


def _arc(rx: float, ry: float, start: float, end: float) -> tuple[Command, ...]:
    if rx <= 0 or ry <= 0:
        return ()
    sweep = end - start

    def at(degrees: float) -> str:
        return f"{rx * math.cos(math.radians(degrees))!r} {ry * math.sin(math.radians(degrees))!r}"

    if abs(sweep) >= 359.999:
        half = f"A{rx!r} {ry!r} 0 0 1 "
        return parse(f"M{rx!r} 0{half}{-rx!r} 0{half}{rx!r} 0Z")
    large = int(sweep % 360 > 180)
    return parse(f"M{at(start)}A{rx!r} {ry!r} 0 {large} 1 {at(end)}")


def _rectangle(width: float, height: float, rx: float, ry: float) -> tuple[Command, ...]:
    if width <= 0 or height <= 0:
        return ()
    x, y, right, bottom = -width / 2, -height / 2, width / 2, height / 2
    rx, ry = min(max(rx, 0.0), width / 2), min(max(ry, 0.0), height / 2)
    if not rx or not ry:
        return parse(f"M{x!r} {y!r}H{right!r}V{bottom!r}H{x!r}Z")
    turn = f"A{rx!r} {ry!r} 0 0 1 "
    return parse(
        f"M{x + rx!r} {y!r}H{right - rx!r}{turn}{right!r} {y + ry!r}V{bottom - ry!r}{turn}{right - rx!r} {bottom!r}"
        f"H{x + rx!r}{turn}{x!r} {bottom - ry!r}V{y + ry!r}{turn}{x + rx!r} {y!r}Z"
    )


def _line(thing: Given) -> tuple[tuple[Command, ...], Size]:
    ends = [thing.number(name) for name in ("x1", "y1", "x2", "y2")]
    width = thing.number("width", abs(ends[2] - ends[0]))
    height = thing.number("height", abs(ends[3] - ends[1]))
    x = math.copysign(width / 2, -1 if ends[0] <= ends[2] else 1)
    y = math.copysign(height / 2, -1 if ends[1] <= ends[3] else 1)
    return _lines([(x, y), (-x, -y)], closed=False), (width, height)


def _lines(points: list[tuple[float, float]], *, closed: bool) -> tuple[Command, ...]:
    if len(points) < 2:
        return ()
    return parse("M" + "L".join(f"{x!r} {y!r}" for x, y in points) + ("Z" if closed else ""))


def _centred(commands: tuple[Command, ...], thing: Given, box: Rect | None = None) -> tuple[tuple[Command, ...], Size]:
    """An outline that is drawn anywhere, moved so that the middle of its box is the object's.

    Fabric.js finds a path's `pathOffset` anew when it reads it; that of a polygon with `exactBoundingBox` counts the
    corners of its stroke, so what was kept is taken.
    """
    box = box or tight_box(commands)
    middle = box.centre
    offset = thing.given("pathOffset")
    if "x" in offset and thing.flag("exactBoundingBox"):
        middle = Point(offset.number("x"), offset.number("y"))
    moved = parse(written(commands, Matrix.move(-middle.x, -middle.y))) if commands else ()
    return moved, (box.width, box.height)
