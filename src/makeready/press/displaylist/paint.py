"""With what is something painted? Inks as the document states them, strokes, blend modes.

Inks stay what the designer wrote (CMYK, RGB, grey, spot): each writer converts for its target, the PDF
writer through the output condition, the screen writers through the same condition to sRGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
class Gray:
    """Black ink in per cent: 0 paper, 100 black."""

    k: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A named ink with its tint in per cent and the process colour that stands for it elsewhere.

    `alternate` is the colour of the full tint.
    """

    name: str
    tint: float
    alternate: Cmyk | Rgb | Gray


@dataclass(frozen=True, slots=True)
class Registration:
    """Every ink of the job at once (`/All`): printers' marks only."""

    tint: float = 100.0


Ink = Cmyk | Rgb | Gray | Spot | Registration

BLACK = Cmyk(0, 0, 0, 100)
WHITE = Cmyk(0, 0, 0, 0)


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

    ink: Ink
    width: float
    cap: Cap = Cap.BUTT
    join: Join = Join.MITER
    miter_limit: float = 10.0
    dashes: tuple[float, ...] = ()
    dash_phase: float = 0.0


class Blend(StrEnum):
    """Blend modes with PDF's names (ISO 32000-1, 11.3.5)."""

    NORMAL = "Normal"
    MULTIPLY = "Multiply"
    SCREEN = "Screen"
    OVERLAY = "Overlay"
    DARKEN = "Darken"
    LIGHTEN = "Lighten"
