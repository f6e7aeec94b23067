"""How do finished pixels become a picture file of their own? JPEG with resolution and profile."""

from __future__ import annotations

import numpy as np
import pyvips

from makeready.press.color.condition import OutputCondition
from makeready.press.color.profiles import SRGB
from makeready.press.geometry import MM_PER_INCH
from makeready.press.images.pack import JPEG_QUALITY

_MEANING = {1: "b-w", 3: "srgb", 4: "cmyk"}


def as_jpeg_file(pixels: np.ndarray, dpi: float, condition: OutputCondition) -> bytes:
    """JPEG bytes of height × width × (1 grey, 3 sRGB, 4 CMYK) pixels, 8 bits; CMYK with the condition's profile."""
    height, width, bands = pixels.shape
    image = pyvips.Image.new_from_memory(np.ascontiguousarray(pixels), width, height, bands, "uchar")
    image = image.copy(interpretation=_MEANING[bands], xres=dpi / MM_PER_INCH, yres=dpi / MM_PER_INCH)
    profile = {"profile": condition.profile} if bands == 4 else {"profile": SRGB} if bands == 3 else {}
    return bytes(image.jpegsave_buffer(Q=JPEG_QUALITY, subsample_mode="off", optimize_coding=False, **profile))
