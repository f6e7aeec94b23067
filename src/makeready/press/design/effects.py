"""What may be done to a finished item? A shadow behind it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from makeready.press.design.paint import BLACK, Color, Flag, Fraction, Model, Number

BlendName = Literal[
    "normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light",
    "soft-light", "difference", "exclusion", "hue", "saturation", "color", "luminosity",
]  # fmt: skip
"""The blend modes of PDF/X-4, as CSS calls them."""

Offset = Annotated[Number, Field(ge=-500, le=500)]


class Shadow(Model):
    """A soft shadow of all that the item paints, in an ink of its own; it turns with the item."""

    color: Color = Field(BLACK, description="Its ink; a spot ink stays on its plate.")
    x: Offset = Field(1.0, description="How far it lies to the right, mm.")
    y: Offset = Field(1.0, description="How far it lies below, mm.")
    blur: Annotated[Number, Field(ge=0, le=100)] = Field(
        2.0, description="How wide its edge is, mm: twice the standard deviation of a Gaussian, as in CSS. 0 is sharp."
    )
    opacity: Fraction = Field(0.5, description="0 invisible to 1 solid.")
    blend: BlendName = Field("multiply", description="How it mixes with what lies below.")
    overprint: Flag = Field(False, description="True: prints over what lies below instead of knocking it out.")
