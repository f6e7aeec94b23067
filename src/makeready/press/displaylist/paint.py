"""With what is something painted? Inks as the document states them, gradients of them, strokes, blend modes.

Inks stay what the designer wrote (CMYK, RGB, Lab, grey, spot): each writer converts for its target, the PDF
writer through the output condition, the screen writers through the same condition to sRGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from makeready.press.geometry import IDENTITY, Matrix, Point


@dataclass(frozen=True, slots=True)
class Cmyk:
    """Process inks in per cent, 0 to 100: exact, never converted on the way to a CMYK press."""

    c: float
    m: float
    y: float
    k: float


@dataclass(frozen=True, slots=True)
class Rgb:
    """sRGB, 0 to 255 each."""

    r: float
    g: float
    b: float


@dataclass(frozen=True, slots=True)
class Lab:
    """CIE L*a*b* under D50: lightness 0 to 100, a and b -128 to 127. A colour as measured, of no device."""

    l: float  # noqa: E741 (the axis is called so)
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class Gray:
    """Black ink in per cent: 0 paper, 100 black."""

    k: float


Process = Cmyk | Rgb | Lab | Gray


@dataclass(frozen=True, slots=True)
class Spot:
    """A named ink with its tint in per cent and the process colour that stands for it elsewhere.

    `alternate` is the colour of the full tint.
    """

    name: str
    tint: float
    alternate: Process


@dataclass(frozen=True, slots=True)
class Registration:
    """Every ink of the job at once (`/All`): printers' marks only."""

    tint: float = 100.0


Ink = Cmyk | Rgb | Lab | Gray | Spot | Registration

BLACK = Cmyk(0, 0, 0, 100)
WHITE = Cmyk(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Stop:
    """An ink at a place of a gradient. at: 0 its start to 1 its end."""

    at: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Gradient:
    """Inks that run into each other evenly, ink by ink as plates are screened; beyond its ends the end inks go on.

    stops: at least two, `at` never falling; two at one place are a hard edge. start, end: the line along which
    they run, mm in the space of what is painted. radii: None for a linear gradient; else it runs from the circle
    around `start` with the first radius (mm) to the circle around `end` with the second. matrix: from the space of
    these points to that of what is painted (an ellipse is a circle that was stretched).
    """

    stops: tuple[Stop, ...]
    start: Point
    end: Point
    radii: tuple[float, float] | None = None
    matrix: Matrix = IDENTITY


Paint = Ink | Gradient


class Cap(StrEnum):
    """How a line ends."""

    BUTT = "butt"
    ROUND = "round"
    SQUARE = "square"


class Join(StrEnum):
    """How a line turns."""

    MITER = "miter"
    ROUND = "round"
    BEVEL = "bevel"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line's look: ink, width in mm, ends, turns, dashes in mm (on, off, …) with phase."""

    ink: Paint
    width: float
    cap: Cap = Cap.BUTT
    join: Join = Join.MITER
    miter_limit: float = 10.0
    dashes: tuple[float, ...] = ()
    dash_phase: float = 0.0


class Blend(StrEnum):
    """Blend modes with PDF's names (ISO 32000-1, 11.3.5): all that PDF/X-4 allows."""

    NORMAL = "Normal"
    MULTIPLY = "Multiply"
    SCREEN = "Screen"
    OVERLAY = "Overlay"
    DARKEN = "Darken"
    LIGHTEN = "Lighten"
    COLOR_DODGE = "ColorDodge"
    COLOR_BURN = "ColorBurn"
    HARD_LIGHT = "HardLight"
    SOFT_LIGHT = "SoftLight"
    DIFFERENCE = "Difference"
    EXCLUSION = "Exclusion"
    HUE = "Hue"
    SATURATION = "Saturation"
    COLOR = "Color"
    LUMINOSITY = "Luminosity"
