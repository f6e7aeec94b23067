"""With what does a document paint? Colours as the designer states them, and strokes."""

from __future__ import annotations

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
Byte = Annotated[Number, Field(ge=0, le=255)]
InkName = Annotated[str, Field(min_length=1, max_length=100)]


class CmykColor(Model):
    """Process inks in per cent; they reach the press exactly as written."""

    cmyk: tuple[Percent, Percent, Percent, Percent] = Field(description="Cyan, magenta, yellow, black: 0 to 100 each.")


class RgbColor(Model):
    """sRGB; converted for the press through its colour profile."""

    rgb: tuple[Byte, Byte, Byte] = Field(description="Red, green, blue: 0 to 255 each.")


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
    | Annotated[GrayColor, Tag(COLOR_TAGS["gray"])],
    Discriminator(_color_tag),
]

Color = Annotated[
    Annotated[CmykColor, Tag(COLOR_TAGS["cmyk"])]
    | Annotated[RgbColor, Tag(COLOR_TAGS["rgb"])]
    | Annotated[GrayColor, Tag(COLOR_TAGS["gray"])]
    | Annotated[SpotColor, Tag(COLOR_TAGS["spot"])]
    | Annotated[FieldColor, Tag(COLOR_TAGS["field"])],
    Discriminator(_color_tag),
]

BLACK = CmykColor(cmyk=(0, 0, 0, 100))


class Stroke(Model):
    """A line along an outline."""

    color: Color = Field(description="Its ink.")
    width: Number = Field(0.25, gt=0, le=MAX_STROKE, description="Width, mm.")
    cap: Literal["butt", "round", "square"] = Field("butt", description="How its ends look.")
    join: Literal["miter", "round", "bevel"] = Field("miter", description="How its corners look.")
    miter_limit: Number = Field(10.0, ge=1, le=1000, description="Longest miter, in widths.")
    dashes: tuple[Annotated[Number, Field(ge=0, le=1000)], ...] = Field(
        (), max_length=32, description="Lengths of dash, gap, dash, …, mm; empty is a whole line."
    )
    dash_phase: Number = Field(0.0, ge=0, le=10_000, description="How far into the dashes the line begins, mm.")


SpotColor.model_rebuild()
