"""How does an affine matrix become what items have? A box with a turn, gradients in fractions of a box."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from makeready.press.design.paint import LinearGradient, Place, RadialGradient, Stop
from makeready.press.design.path_data import Command, parse
from makeready.press.geometry import Matrix, Point, Rect

Tell = Callable[[str], None]
"""Takes down what is not carried over."""


@dataclass(frozen=True, slots=True)
class Pose:
    """A matrix as a turn (degrees clockwise) and two scales; what of it is more than that.

    even: both scales are the same and nothing is skewed or mirrored.
    """

    angle: float
    across: float
    down: float
    mirrored: bool
    skewed: bool

    @property
    def even(self) -> bool:
        """Whether it keeps every shape."""
        return not self.mirrored and not self.skewed and abs(self.across - self.down) <= 0.005 * self.size

    @property
    def size(self) -> float:
        """The scale of areas, as a length."""
        return math.sqrt(self.across * self.down)


def pose(matrix: Matrix) -> Pose:
    """How a matrix turns and scales."""
    across, down = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    area = matrix.a * matrix.d - matrix.b * matrix.c
    skewed = abs(matrix.a * matrix.c + matrix.b * matrix.d) > 0.005 * across * down
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    if area < 0 and abs(angle) > 90:  # mirrored left to right rather than top to bottom: words stay upright
        angle -= math.copysign(180.0, angle)
    return Pose(round(angle, 6) + 0.0, across, abs(area) / across if across else 0.0, area < 0, skewed)


def boxed(local: Rect, matrix: Matrix) -> dict[str, float]:
    """The box and rotation of an item whose box lies in a space that `matrix` leads out of."""
    how = pose(matrix)
    centre = matrix.apply(local.centre)
    width, height = local.width * how.across, local.height * how.down
    place = {"x": centre.x - width / 2, "y": centre.y - height / 2, "width": width, "height": height}
    return {name: round(value, 4) for name, value in place.items()} | ({"rotation": how.angle} if how.angle else {})


def path_box(data: str) -> Rect:
    """The box around a path's points and controls, in whose fractions gradients of a path item are."""
    points = [(n[at], n[at + 1]) for _, n in parse(data) for at in range(0, len(n), 2)]
    if not points:
        return Rect(0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def tight_box(commands: Sequence[Command]) -> Rect:
    """The box around a path itself: of a curve, where it really reaches."""
    xs, ys, at, start = list[float](), list[float](), (0.0, 0.0), (0.0, 0.0)
    for letter, n in commands:
        if letter == "C":
            xs += _reach(at[0], n[0], n[2], n[4])
            ys += _reach(at[1], n[1], n[3], n[5])
        elif letter != "Z":
            xs.append(n[0])
            ys.append(n[1])
        at = start if letter == "Z" else (n[-2], n[-1])
        start = at if letter == "M" else start
    if not xs:
        return Rect(0.0, 0.0, 0.0, 0.0)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _reach(a: float, b: float, c: float, d: float) -> list[float]:
    """The ends of a cubic Bézier curve in one direction, and where it turns between them."""
    found = [a, d]
    square, linear, constant = -a + 3 * b - 3 * c + d, 2 * (a - 2 * b + c), b - a
    if abs(square) < 1e-12:
        turns = [-constant / linear] if linear else []
    else:
        inner = linear * linear - 4 * square * constant
        turns = [(-linear + sign * math.sqrt(inner)) / (2 * square) for sign in (1, -1)] if inner >= 0 else []
    for t in turns:
        if 0 < t < 1:
            u = 1 - t
            found.append(u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d)
    return found


def linear(stops: Sequence[Stop], start: Point, end: Point, matrix: Matrix, box: Rect) -> LinearGradient | None:
    """A linear gradient between two points of a space, seen through `matrix`, in fractions of a box in mm.

    Where the matrix skews or stretches, its lines of one colour no longer stand square on the way from start to end:
    the end is moved along them until they do. None where it has no length or the box no area.
    """
    a, b = matrix.apply(start), matrix.apply(end)
    across = Point(-(end.y - start.y), end.x - start.x)
    moved = Point(matrix.a * across.x + matrix.c * across.y, matrix.b * across.x + matrix.d * across.y)
    length = math.hypot(moved.x, moved.y)
    if length < 1e-9 or box.width <= 0 or box.height <= 0:
        return None
    normal = Point(moved.y / length, -moved.x / length)
    far = (b.x - a.x) * normal.x + (b.y - a.y) * normal.y
    if abs(far) < 1e-9:
        return None
    ending = Point(a.x + normal.x * far, a.y + normal.y * far)
    return LinearGradient(linear=in_order(stops), start=_share(a, box), end=_share(ending, box))


def radial(
    stops: Sequence[Stop], focus: Point, centre: Point, radius: float, matrix: Matrix, box: Rect, tell: Tell
) -> RadialGradient | None:
    """A radial gradient of a space, seen through `matrix`, in fractions of a box in mm; None where it has no size."""
    how = pose(matrix)
    if radius <= 0 or box.width <= 0 or box.height <= 0 or how.size <= 0:
        return None
    middle = _share(matrix.apply(centre), box)
    nearest = _share(matrix.apply(focus), box)
    found = {"radial": in_order(stops), "center": middle, "focus": None if nearest == middle else nearest}
    upright = not how.skewed and how.angle % 90 == 0
    across, down = (how.across, how.down) if how.angle % 180 == 0 else (how.down, how.across)
    if upright and abs(across / box.width - down / box.height) <= 0.01 * across / box.width:
        return RadialGradient(**found, radius=radius * across / (box.width / 2))
    if how.skewed or abs(how.across - how.down) > 0.01 * how.size:
        tell("the shape of a stretched radial gradient (it is round)")
    return RadialGradient(**found, radius=radius * how.size / (max(box.width, box.height) / 2), circle=True)


def in_order(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Stops as documents have them: two at least, in the order of their places."""
    found = sorted(stops, key=lambda stop: stop.at)[:64]
    return tuple(found if len(found) > 1 else [found[0].changed({"at": 0.0}), found[0].changed({"at": 1.0})])


def _share(point: Point, box: Rect) -> Place:
    def part(value: float) -> float:
        return round(min(max(value, -100.0), 100.0), 6)

    return Place(x=part((point.x - box.x) / box.width), y=part((point.y - box.y) / box.height))
