"""How long, where and turned how? SVG's lengths, lists of numbers, transforms and viewports."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from makeready.press.geometry import IDENTITY, MM_PER_INCH, Matrix, Point

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_LENGTH = re.compile(rf"({_NUMBER})\s*(mm|cm|in|pt|pc|px|em|ex|rem|q|Q|%)?")
_NUMBERS = re.compile(_NUMBER)
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")

LONGEST_LENGTH = 200
"""Characters of a length; a longer word is none."""
PX_PER_INCH = 96.0
"""CSS: a pixel is 1/96 inch."""
MM_PER_PX = MM_PER_INCH / PX_PER_INCH
_UNITS = {
    "": 1.0, "px": 1.0, "in": PX_PER_INCH, "mm": PX_PER_INCH / MM_PER_INCH, "cm": 10 * PX_PER_INCH / MM_PER_INCH,
    "q": PX_PER_INCH / MM_PER_INCH / 4, "pt": PX_PER_INCH / 72, "pc": PX_PER_INCH / 6,
}  # fmt: skip


def length(word: str | None, *, of: float = 0.0, em: float = 16.0, otherwise: float = 0.0) -> float:
    """A length in user units (px). of: what 100 % is. em: the type size. otherwise: for what is no length."""
    found = _LENGTH.fullmatch(word.strip()) if word and len(word) <= LONGEST_LENGTH else None
    if not found:
        return otherwise
    value, unit = float(found[1]), (found[2] or "").lower()
    if not math.isfinite(value) or abs(value) > 1e9:
        return otherwise
    if unit == "%":
        return value / 100 * of
    return value * {"em": em, "rem": 16.0, "ex": em / 2}.get(unit, _UNITS.get(unit, 1.0))


def numbers(words: str | None) -> list[float]:
    """All numbers in a list, however they are divided."""
    return [value for word in _NUMBERS.findall(words or "") if math.isfinite(value := float(word))]


def transform(words: str | None) -> Matrix:
    """The matrix of a `transform` attribute; parts that are wrong are left out."""
    matrix = IDENTITY
    for kind, inner in _TRANSFORM.findall(words or ""):
        n = numbers(inner)
        if any(abs(value) > 1e9 for value in n):
            continue
        if kind == "matrix" and len(n) == 6:
            matrix = matrix @ Matrix(n[0], n[1], n[2], n[3], n[4], n[5])
        elif kind == "translate" and n:
            matrix = matrix @ Matrix.move(n[0], n[1] if len(n) > 1 else 0.0)
        elif kind == "scale" and n:
            matrix = matrix @ Matrix.scale(n[0], n[1] if len(n) > 1 else n[0])
        elif kind == "rotate" and n:
            matrix = matrix @ Matrix.turn(n[0], Point(n[1], n[2]) if len(n) > 2 else None)
        elif kind in ("skewX", "skewY") and n:
            slope = math.tan(math.radians(n[0]))
            matrix = matrix @ (Matrix(c=slope) if kind == "skewX" else Matrix(b=slope))
    return matrix


@dataclass(frozen=True, slots=True)
class Viewport:
    """The space in which percentages count: its size in user units."""

    width: float
    height: float

    @property
    def diagonal(self) -> float:
        """What percentages of radii and stroke widths are of (SVG 2, 8.9)."""
        return math.hypot(self.width, self.height) / math.sqrt(2)


def view(
    view_box: str | None, ratio: str | None, x: float, y: float, width: float, height: float
) -> tuple[Matrix, Viewport]:
    """From the user space inside an `svg` or `symbol` to the space around it (SVG 2, 8.2 and 8.6)."""
    box = numbers(view_box)
    if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
        return Matrix.move(x, y), Viewport(width, height)
    words = (ratio or "xMidYMid meet").split()
    across, down = width / box[2], height / box[3]
    if words and words[0] != "none":
        across = down = max(across, down) if "slice" in words else min(across, down)
    align = words[0] if words else "xMidYMid"
    spare_x, spare_y = width - box[2] * across, height - box[3] * down
    left = x + spare_x * (0.0 if "xMin" in align else 1.0 if "xMax" in align else 0.5)
    top = y + spare_y * (0.0 if "YMin" in align else 1.0 if "YMax" in align else 0.5)
    matrix = Matrix.move(left, top) @ Matrix.scale(across, down) @ Matrix.move(-box[0], -box[1])
    return matrix, Viewport(box[2], box[3])


@dataclass(frozen=True, slots=True)
class Likeness:
    """A matrix as turn and scale. angle: degrees clockwise. even: it neither skews, mirrors nor stretches."""

    angle: float
    scale: float
    even: bool


def likeness(matrix: Matrix) -> Likeness:
    """The turn and scale nearest to a matrix."""
    across, down = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    area = matrix.a * matrix.d - matrix.b * matrix.c
    slant = abs(matrix.a * matrix.c + matrix.b * matrix.d)
    largest = max(across, down)
    even = area > 0 and abs(across - down) <= 0.01 * largest and slant <= 0.01 * largest * largest
    return Likeness(math.degrees(math.atan2(matrix.b, matrix.a)), math.sqrt(abs(area)), even)
