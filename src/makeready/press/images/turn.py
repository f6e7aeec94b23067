"""How is a picture file of ours mirrored or turned? Pixel by pixel: inks, resolution and profile stay as they are."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyvips

from makeready.press import confine
from makeready.press.geometry import MM_PER_INCH
from makeready.press.images import tiff
from makeready.press.images.pack import JPEG_QUALITY

PROFILE = "icc-profile-data"


def turn_picture(data: bytes, *, quarter_turns: int = 0, across: bool = False, down: bool = False) -> bytes:
    """A PNG, JPEG or one-page TIFF turned clockwise by quarter turns, then mirrored left to right, top to bottom.

    JPEGs are packed anew, at the quality that the engine writes them with. Done in a confined child.
    """
    return confine.run(_turn_picture, data, quarter_turns, across, down, memory=3 * 1024**3)


def _turn_picture(data: bytes, quarter_turns: int, across: bool, down: bool) -> bytes:
    image = pyvips.Image.new_from_buffer(data, "")
    kind = str(image.get("vips-loader"))
    for _ in range(quarter_turns % 4):
        image = image.rot90()
    image = image.fliphor() if across else image
    image = image.flipver() if down else image
    if kind.startswith("png"):
        return bytes(image.pngsave_buffer(compression=6))
    if kind.startswith("jpeg"):
        return bytes(image.jpegsave_buffer(Q=JPEG_QUALITY, subsample_mode="off"))
    dpi = float(Fraction(image.xres * MM_PER_INCH).limit_denominator(100))
    profile = bytes(image.get(PROFILE)) if PROFILE in image.get_fields() else None
    return tiff.encode([(np.asarray(image.numpy()).reshape(image.height, image.width, -1), dpi)], profile)
