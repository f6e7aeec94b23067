"""How do pixels of a foreign PDF become pixels in the press's inks? Through their profile, and packed once."""

from __future__ import annotations

from dataclasses import dataclass

import pyvips

from makeready.press.color.condition import OutputCondition
from makeready.press.color.foreign import PROFILE, usable
from makeready.press.color.profiles import SRGB
from makeready.press.images.pack import Packed, as_jpeg, as_lossless, is_photo


class NoPixels(ValueError):
    """Pixels that are not what they are said to be."""


@dataclass(frozen=True, slots=True)
class RgbPixels:
    """An RGB image of a PDF. data: a JPEG file, or rows of samples, `bits` (8 or 16) each. profile: none is sRGB."""

    width: int
    height: int
    data: bytes
    jpeg: bool
    bits: int = 8
    profile: bytes = b""


def separated(pixels: RgbPixels, condition: OutputCondition) -> Packed:
    """The pixels in process inks, relative colorimetric with black point compensation, as pictures of designs are.

    Raises:
        NoPixels: where they cannot be read.
    """
    try:
        image = _opened(pixels)
        for name in [field for field in image.get_fields() if field == PROFILE]:
            image.remove(name)
        own = usable(pixels.profile)
        if own:
            image.set_type(pyvips.GValue.blob_type, PROFILE, pixels.profile)
        inks = image.icc_transform(
            condition.profile,
            input_profile=SRGB,
            embedded=own,
            intent="relative",
            black_point_compensation=True,
            depth=8,
        ).copy_memory()
        return as_jpeg(inks) if is_photo(inks, from_jpeg=pixels.jpeg) else as_lossless(inks)
    except pyvips.Error as why:
        raise NoPixels(str(why)) from why


def _opened(pixels: RgbPixels) -> pyvips.Image:
    if pixels.jpeg:
        image = pyvips.Image.new_from_buffer(pixels.data, "", fail_on="truncated")
        if (image.width, image.height, image.bands) != (pixels.width, pixels.height, 3):
            raise NoPixels("the JPEG is not what the PDF says of it")
        return image.copy()
    if len(pixels.data) < pixels.width * pixels.height * 3 * pixels.bits // 8:
        raise NoPixels("pixels are missing")
    wanted = pixels.data[: pixels.width * pixels.height * 3 * pixels.bits // 8]
    if pixels.bits == 16:
        raw = pyvips.Image.new_from_memory(wanted, pixels.width, pixels.height, 3, "ushort")
        return raw.byteswap().copy(interpretation="rgb16")
    raw = pyvips.Image.new_from_memory(wanted, pixels.width, pixels.height, 3, "uchar")
    return raw.copy(interpretation="srgb")
