"""With what does a document paint? Colours as the designer states them, gradients of them, and strokes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

MAX_STROKE = 200.0
"""Widest stroke, mm."""


class Model(BaseModel):
    """What all parts of a document have in common: fixed once read, and nothing in it that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def changed(self, changes: dict[str, Any]) -> Self:
        """A copy with other values, which are known to be right: as `model_copy`, in a quarter of its time."""
        made = object.__new__(type(self))
        object.__setattr__(made, "__dict__", {**self.__dict__, **changes})
        object.__setattr__(made, "__pydantic_fields_set__", self.__pydantic_fields_set__ | changes.keys())
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Percent = Annotated[Number, Field(ge=0, le=100)]
Fraction = Annotated[Number, Field(ge=0, le=1)]
Reach = Annotated[Number, Field(ge=-100, le=100)]
Chroma = Annotated[Number, Field(ge=-128, le=127)]
Byte = Annotated[Number, Field(ge=0, le=255)]
InkName = Annotated[str, Field(min_length=1, max_length=100)]


class CmykColor(Model):
    """Process inks in per cent; they reach the press exactly as written."""

    cmyk: tuple[Percent, Percent, Percent, Percent] = Field(description="Cyan, magenta, yellow, black: 0 to 100 each.")


class RgbColor(Model):
    """sRGB; converted for the press through its colour profile."""

    rgb: tuple[Byte, Byte, Byte] = Field(description="Red, green, blue: 0 to 255 each.")


class LabColor(Model):
    """A colour as measured (CIE L*a*b*, D50); the press's profile says with which inks it is printed."""

    lab: tuple[Percent, Chroma, Chroma] = Field(description="Lightness 0 to 100; a and b -128 to 127.")


class GrayColor(Model):
    """Black ink alone."""

    gray: Percent = Field(description="Black ink in per cent: 0 is paper, 100 is black.")


class SpotColor(Model):
    """A named ink: a special colour, foil, varnish, or a technical line such as `CutContour`."""

    spot: InkName = Field(description="The ink's name, as the press knows it.")
    tint: Percent = Field(100.0, description="How much of it, in per cent.")
    alternate: ProcessColor = Field(
        description="The process colour that stands for the full tint where the ink is not to be had (screens, proofs)."
    )


class FieldColor(Model):
    """A colour that the record gives: the value of a field of type `color`."""

    field: str = Field(min_length=1, max_length=100, description="Name of the field.")


COLOR_TAGS = {
    "cmyk": "cmyk colour",
    "rgb": "rgb colour",
    "lab": "lab colour",
    "gray": "gray colour",
    "spot": "spot colour",
    "field": "field colour",
}


def _color_tag(value: Any) -> str | None:
    """Which kind of colour a value is, by the key that it has."""
    if isinstance(value, dict):
        return next((tag for key, tag in COLOR_TAGS.items() if key in value), None)
    return next((tag for key, tag in COLOR_TAGS.items() if hasattr(value, key)), None)


ProcessColor = Annotated[
    Annotated[CmykColor, Tag(COLOR_TAGS["cmyk"])]
    | Annotated[RgbColor, Tag(COLOR_TAGS["rgb"])]
    | Annotated[LabColor, Tag(COLOR_TAGS["lab"])]
    | Annotated[GrayColor, Tag(COLOR_TAGS["gray"])],
    Discriminator(_color_tag),
]

Color = Annotated[
    Annotated[CmykColor, Tag(COLOR_TAGS["cmyk"])]
    | Annotated[RgbColor, Tag(COLOR_TAGS["rgb"])]
    | Annotated[LabColor, Tag(COLOR_TAGS["lab"])]
    | Annotated[GrayColor, Tag(COLOR_TAGS["gray"])]
    | Annotated[SpotColor, Tag(COLOR_TAGS["spot"])]
    | Annotated[FieldColor, Tag(COLOR_TAGS["field"])],
    Discriminator(_color_tag),
]

BLACK = CmykColor(cmyk=(0, 0, 0, 100))


class Stop(Model):
    """A colour at a place of a gradient."""

    at: Fraction = Field(description="0 where the gradient begins to 1 where it ends.")
    color: Color = Field(description="Its ink.")
    opacity: Fraction = Field(1.0, description="0 invisible to 1 solid.")


Stops = Annotated[tuple[Stop, ...], Field(min_length=2, max_length=64)]


class Place(Model):
    """A place in an item's box, in fractions of its width and height; beyond 0 and 1 it lies outside."""

    x: Reach = Field(0.5, description="0 left to 1 right.")
    y: Reach = Field(0.5, description="0 top to 1 bottom.")


class LinearGradient(Model):
    """Inks that run into each other along a line; ink by ink, as plates are screened."""

    linear: Stops = Field(description="Its stops, in the order of their places.")
    start: Place = Field(Place(x=0.0, y=0.5), description="Where it begins, in fractions of the item's box.")
    end: Place = Field(Place(x=1.0, y=0.5), description="Where it ends.")


class RadialGradient(Model):
    """Inks that run into each other from a centre outwards."""

    radial: Stops = Field(description="Its stops, in the order of their places.")
    center: Place = Field(Place(), description="Its middle, in fractions of the item's box.")
    focus: Place | None = Field(None, description="Where its first stop lies; none is the middle.")
    radius: Number = Field(
        1.0, gt=0, le=100, description="How far it reaches: 1 touches the sides of the box from its middle."
    )
    circle: Flag = Field(
        False, description="True: round, its radius counted from the longer side; false: an ellipse as the box."
    )


GRADIENT_TAGS = {"linear": "linear gradient", "radial": "radial gradient"}


def _paint_or_color_tag(value: Any) -> str | None:
    """Which kind of paint a value is, by the key that it has."""
    keys = value if isinstance(value, dict) else vars(value) if isinstance(value, Model) else ()
    return next((tag for key, tag in GRADIENT_TAGS.items() if key in keys), None) or _color_tag(value)


Paint = Annotated[
    Annotated[CmykColor, Tag(COLOR_TAGS["cmyk"])]
    | Annotated[RgbColor, Tag(COLOR_TAGS["rgb"])]
    | Annotated[LabColor, Tag(COLOR_TAGS["lab"])]
    | Annotated[GrayColor, Tag(COLOR_TAGS["gray"])]
    | Annotated[SpotColor, Tag(COLOR_TAGS["spot"])]
    | Annotated[FieldColor, Tag(COLOR_TAGS["field"])]
    | Annotated[LinearGradient, Tag(GRADIENT_TAGS["linear"])]
    | Annotated[RadialGradient, Tag(GRADIENT_TAGS["radial"])],
    Discriminator(_paint_or_color_tag),
]
Gradient = LinearGradient | RadialGradient


def stops_of(paint: Gradient) -> tuple[Stop, ...]:
    """A gradient's stops."""
    return paint.linear if isinstance(paint, LinearGradient) else paint.radial


def colors_of(paint: Paint) -> Iterator[tuple[str, Color]]:
    """The colours of a paint with their paths within it: itself, or those of its stops."""
    if isinstance(paint, LinearGradient | RadialGradient):
        key = "linear" if isinstance(paint, LinearGradient) else "radial"
        for number, stop in enumerate(stops_of(paint)):
            yield f"{key}/{number}/color", stop.color
    else:
        yield "", paint


def with_fields(paint: Paint, chosen: Callable[[FieldColor], Color]) -> Paint:
    """The paint with colours in place of fields; the same one where it asks for none."""
    if isinstance(paint, FieldColor):
        return chosen(paint)
    if not isinstance(paint, LinearGradient | RadialGradient):
        return paint
    stops = stops_of(paint)
    if not any(isinstance(stop.color, FieldColor) for stop in stops):
        return paint
    filled = tuple(
        stop.model_copy(update={"color": chosen(stop.color)}) if isinstance(stop.color, FieldColor) else stop
        for stop in stops
    )
    return paint.model_copy(update={"linear" if isinstance(paint, LinearGradient) else "radial": filled})


class Stroke(Model):
    """A line along an outline."""

    color: Paint = Field(description="Its ink, or a gradient of inks.")
    width: Number = Field(0.25, gt=0, le=MAX_STROKE, description="Width, mm.")
    align: Literal["center", "inside", "outside"] = Field(
        "center", description="Where it lies: on the outline, within it, or around it."
    )
    cap: Literal["butt", "round", "square"] = Field("butt", description="How its ends look.")
    join: Literal["miter", "round", "bevel"] = Field("miter", description="How its corners look.")
    miter_limit: Number = Field(10.0, ge=1, le=1000, description="Longest miter, in widths.")
    dashes: tuple[Annotated[Number, Field(ge=0, le=1000)], ...] = Field(
        (), max_length=32, description="Lengths of dash, gap, dash, …, mm; empty is a whole line."
    )
    dash_phase: Number = Field(0.0, ge=0, le=10_000, description="How far into the dashes the line begins, mm.")
