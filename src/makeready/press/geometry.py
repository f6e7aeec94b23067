"""Which lengths, points and transforms are there? The only place that knows 25.4 and 72.

Documents and the display list are in millimetres, from the top left corner of the trim, y downwards.
PDF is in points (1/72 inch), from the bottom left corner, y upwards: `press.pdf.boxes` converts, once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NewType

Mm = NewType("Mm", float)
Pt = NewType("Pt", float)

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0


def mm_to_pt(length: float) -> Pt:
    """Millimetres as points: 1 in = 25.4 mm = 72 pt."""
    return Pt(length * PT_PER_INCH / MM_PER_INCH)


def pt_to_mm(length: float) -> Mm:
    """Points as millimetres."""
    return Mm(length * MM_PER_INCH / PT_PER_INCH)


def mm_to_px(length: float, dpi: float) -> int:
    """Millimetres as whole pixels at a resolution: `round(mm / 25.4 × dpi)`."""
    return round(length / MM_PER_INCH * dpi)


def effective_ppi(pixels: float, placed: float) -> float:
    """Resolution of an image as it prints: pixels per inch of placed width (mm)."""
    return pixels * MM_PER_INCH / placed if placed > 0 else math.inf


@dataclass(frozen=True, slots=True)
class Point:
    """A place, in mm."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle, in mm; `x`, `y` is its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge, mm."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge, mm."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def grown(self, by: float) -> Rect:
        """The rectangle with every edge moved outwards by `by` mm."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def contains(self, other: Rect, tolerance: float = 1e-6) -> bool:
        """Whether `other` lies wholly inside."""
        return (
            other.x >= self.x - tolerance
            and other.y >= self.y - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """An affine transform: x' = a·x + c·y + e, y' = b·x + d·y + f (the order of PDF and SVG)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @staticmethod
    def move(x: float, y: float) -> Matrix:
        """Shift by x, y."""
        return Matrix(e=x, f=y)

    @staticmethod
    def scale(x: float, y: float | None = None) -> Matrix:
        """Scale about the origin."""
        return Matrix(a=x, d=x if y is None else y)

    @staticmethod
    def turn(degrees: float, about: Point | None = None) -> Matrix:
        """Rotate clockwise as seen (y points down) about a point; right angles are exact."""
        cos, sin = _cos_sin(degrees)
        around = about or Point(0.0, 0.0)
        return Matrix.move(around.x, around.y) @ Matrix(cos, sin, -sin, cos) @ Matrix.move(-around.x, -around.y)

    def __matmul__(self, inner: Matrix) -> Matrix:
        """The transform that does `inner` first, then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def apply(self, point: Point) -> Point:
        """Where a point goes."""
        return Point(
            self.a * point.x + self.c * point.y + self.e,
            self.b * point.x + self.d * point.y + self.f,
        )

    def box(self, rect: Rect) -> Rect:
        """The smallest upright rectangle around the transformed rectangle."""
        corners = [self.apply(Point(x, y)) for x in (rect.x, rect.right) for y in (rect.y, rect.bottom)]
        left, top = min(p.x for p in corners), min(p.y for p in corners)
        return Rect(left, top, max(p.x for p in corners) - left, max(p.y for p in corners) - top)

    def inverse(self) -> Matrix | None:
        """The transform back; None where everything falls onto a line or a point."""
        determinant = self.a * self.d - self.b * self.c
        if abs(determinant) < 1e-12:
            return None
        return Matrix(
            self.d / determinant,
            -self.b / determinant,
            -self.c / determinant,
            self.a / determinant,
            (self.c * self.f - self.d * self.e) / determinant,
            (self.b * self.e - self.a * self.f) / determinant,
        )

    @property
    def is_identity(self) -> bool:
        """Whether it changes nothing."""
        return self == IDENTITY


def _cos_sin(degrees: float) -> tuple[float, float]:
    quarter, rest = divmod(degrees % 360, 90)
    if rest == 0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarter) % 4]  # a hair below 0 is 360, rounded
    angle = math.radians(degrees)
    return math.cos(angle), math.sin(angle)


IDENTITY = Matrix()
