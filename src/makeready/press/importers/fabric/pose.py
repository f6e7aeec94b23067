"""Where does Fabric.js put an object? Its box from its origin, its matrix from turn, flip, scale and skew.

As `ObjectOrigin.getRelativeCenterPoint`, `ObjectGeometry._getTransformedDimensions` and `composeMatrix` of Fabric.js 5
to 7: an object's space has its origin in the object's middle, and a group's objects count from the group's middle.
"""

from __future__ import annotations

import math

from makeready.press.geometry import Matrix, Point, Rect
from makeready.press.importers.given import Given, number

_ORIGINS = {"left": -0.5, "top": -0.5, "center": 0.0, "right": 0.5, "bottom": 0.5}
STROKELESS = {"group", "image", "activeselection"}
"""Kinds that count no stroke into their size unless they say so; all others have one of a pixel."""


def kind_of(thing: Given) -> str:
    """The kind of an object in one spelling: `i-text`, `IText` and `itext` are the same."""
    return thing.words("type").replace("-", "").replace("_", "").lower()


def own_matrix(thing: Given, size: tuple[float, float], origin: str) -> Matrix:
    """From an object's space to the one in which its `left` and `top` are. origin: where these are by default."""
    shape = _shape(thing)
    width, height = _seen_size(thing, size, shape)
    across = _origin(thing, "originX", "center" if origin == "center" else "left") * width
    down = _origin(thing, "originY", "center" if origin == "center" else "top") * height
    angle = thing.number("angle")
    place = Point(thing.number("left"), thing.number("top"))
    centre = Matrix.turn(angle, place).apply(Point(place.x - across, place.y - down))
    return Matrix.move(centre.x, centre.y) @ Matrix.turn(angle) @ shape


def stroke_width(thing: Given) -> float:
    """How wide an object's stroke is where it has one, px; it counts as part of the object's size all the same."""
    return max(thing.number("strokeWidth", 0.0 if kind_of(thing) in STROKELESS else 1.0), 0.0)


def _origin(thing: Given, name: str, otherwise: str) -> float:
    value = thing.values.get(name)
    if isinstance(value, str):
        return _ORIGINS.get(value, _ORIGINS[otherwise])
    return number(value, _ORIGINS[otherwise] + 0.5) - 0.5  # numbers count from 0, left or top, to 1


def _shape(thing: Given) -> Matrix:
    """Flip, scale and skew about the middle."""
    across = thing.number("scaleX", 1.0) * (-1 if thing.flag("flipX") else 1)
    down = thing.number("scaleY", 1.0) * (-1 if thing.flag("flipY") else 1)
    matrix = Matrix.scale(across, down)
    if skew := _slope(thing, "skewX"):
        matrix = matrix @ Matrix(c=skew)
    if skew := _slope(thing, "skewY"):
        matrix = matrix @ Matrix(b=skew)
    return matrix


def _slope(thing: Given, name: str) -> float:
    return math.tan(math.radians(min(max(thing.number(name), -89.0), 89.0)))


def _seen_size(thing: Given, size: tuple[float, float], shape: Matrix) -> tuple[float, float]:
    stroke = stroke_width(thing)
    within, around = (0.0, stroke) if thing.flag("strokeUniform") else (stroke, 0.0)
    width, height = size[0] + within, size[1] + within
    if kind_of(thing) == "line" and thing.words("strokeLineCap", "butt") == "butt":
        width -= within if size[1] == 0 else 0.0
        height -= within if size[0] == 0 else 0.0
    seen = shape.box(Rect(-width / 2, -height / 2, width, height))
    return seen.width + around, seen.height + around
