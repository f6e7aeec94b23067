"""What can be drawn? The closed set: GlyphRun, Path, Picture, PlacedPage, Group.

Everything is finished: placed in millimetres (trim's top left, y down), nothing left to interpret.
A new kind of document item needs no new kind here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from makeready.press.displaylist.paint import Blend, Paint, Stroke
from makeready.press.geometry import IDENTITY, Matrix, Point, Rect
from makeready.press.sources import SourceFile

WHOLE = Rect(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class FontKey:
    """Which font file: the SHA-256 of its bytes, the face in a collection, and variable-axis values.

    `press.fonts` finds the bytes to a key; the writers ask it for outlines and subsets.
    """

    sha256: str
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a run.

    gid: glyph id in the font. advance, dx, dy: 1/1000 em, dy upwards.
    cluster: index into the run's `text` of the first character it stands for (several glyphs may share one).
    """

    gid: int
    advance: float
    dx: float = 0.0
    dy: float = 0.0
    cluster: int = 0


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one font and size on one baseline, in painting order (left to right).

    origin: start of the baseline, mm. size: the em, mm. text: the characters they stand for in logical
    order, for copying, carets and search. rtl: the text reads right to left (glyphs still left to right).
    """

    origin: Point
    font: FontKey
    size: float
    glyphs: tuple[Glyph, ...]
    ink: Paint
    text: str
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Begin a contour."""

    to: Point


@dataclass(frozen=True, slots=True)
class LineTo:
    """A straight line."""

    to: Point


@dataclass(frozen=True, slots=True)
class CurveTo:
    """A cubic Bézier curve."""

    control1: Point
    control2: Point
    to: Point


@dataclass(frozen=True, slots=True)
class Close:
    """Back to the contour's start."""


Segment = MoveTo | LineTo | CurveTo | Close


@dataclass(frozen=True, slots=True)
class Path:
    """Contours, filled and/or stroked (filled first)."""

    segments: tuple[Segment, ...]
    fill: Paint | None = None
    stroke: Stroke | None = None
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image filling `box` (mm).

    file: PNG, JPEG or TIFF as it came. crop: the part shown, in fractions 0–1 of the upright image
    (EXIF orientation applied). Rotation comes from a surrounding Group.
    """

    file: SourceFile
    box: Rect
    crop: Rect = WHOLE
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One page of a foreign PDF, kept as vector and inks, filling `box` (mm) with its `source_box`.

    number: page, from 1. source_box: the part of that page shown, in points of the PDF's own space
    (bottom left origin), after its /Rotate is applied.
    """

    file: SourceFile
    number: int
    box: Rect
    source_box: Rect


class MaskBy(StrEnum):
    """What of a mask's items counts: what they cover (their alpha), or how light they are on black."""

    ALPHA = "alpha"
    LUMINOSITY = "luminosity"


@dataclass(frozen=True, slots=True)
class Mask:
    """How much of a group is seen where: all of it where `items` are solid (or white), nothing where nothing is.

    items: in the group's own space, as its clip. by LUMINOSITY each ink counts as the grey that `to_gray` says.
    blur: how far the mask is blurred, mm in the group's own space: the standard deviation of a Gaussian; 0 is sharp.
    """

    items: tuple[DisplayItem, ...]
    by: MaskBy = MaskBy.ALPHA
    blur: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Items painted together: moved by `matrix`, clipped by `clip` (in the group's own space), masked, faded.

    item: path in the document (`pages/0/items/3`) where the group is one item of the design: the
    editor's handle on it. layer: name of an optional-content layer (technical inks), or None.
    overprint: what is painted leaves the inks below that it does not use.
    repeats: the same object stands on page after page; a writer may draw it once and refer to it.
    """

    items: tuple[DisplayItem, ...]
    matrix: Matrix = IDENTITY
    clip: Path | None = None
    mask: Mask | None = None
    opacity: float = 1.0
    blend: Blend = Blend.NORMAL
    item: str | None = None
    layer: str | None = None
    overprint: bool = False
    isolated: bool = True
    repeats: bool = field(default=False, compare=False)


DisplayItem = GlyphRun | Path | Picture | PlacedPage | Group
