"""How does a picture become pixels for the target? Upright, cropped, brought down, converted, packed: once per wish.

The order matters for speed: fewer pixels first, then the profile (lcms does 29 MP/s, resampling far more).
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyvips

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import black_for_light
from makeready.press.color.make_profile import black_looks
from makeready.press.color.profiles import SRGB
from makeready.press.displaylist.items import WHOLE
from makeready.press.findings import PressError
from makeready.press.geometry import MM_PER_INCH, Rect
from makeready.press.images.jpeg import read_frame
from makeready.press.images.pack import Packed, as_jpeg, as_lossless, is_photo
from makeready.press.images.probe import ImageFacts, ImageUnreadable, Unusable, decode_all, open_image, probe
from makeready.press.sources import SourceFile

Target = Literal["cmyk", "gray", "rgb", "proof"]
"""What the pixels are for: a press, black ink alone, a screen, or a screen that shows what the press makes of them."""

PRINT_PPI = 300.0
"""The resolution that print needs at the usual 150 to 175 lines per inch (twice the screen ruling)."""

LINE_ART_PPI = 1200.0
"""What pure black-and-white drawings need: they are not screened."""

MARGIN = 1.25
"""Up to this much more than needed is left alone: resampling by a few per cent only softens."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture as it is wanted.

    crop: the part shown, fractions of the upright image. width, height: px at most (more are brought down).
    line_art_scale: how many times the pixels a pure black-and-white drawing may keep.
    """

    crop: Rect
    width: float
    height: float
    target: Target
    condition: OutputCondition
    line_art_scale: float = 1.0


def prepare(
    file: SourceFile,
    *,
    placed: tuple[float, float],
    target: Target,
    condition: OutputCondition,
    crop: Rect = WHOLE,
    ppi: float = PRINT_PPI,
    path: str = "",
    page: int | None = None,
) -> Packed:
    """The pixels of `file` for a place of `placed` mm (width, height).

    Raises:
        PressError: with `ImageUnreadable` at `path`.
    """
    facts = probe(file, path=path, page=page)
    wish = Wish(
        crop,
        max(1.0, placed[0] / MM_PER_INCH * ppi),
        max(1.0, placed[1] / MM_PER_INCH * ppi),
        target,
        condition,
        LINE_ART_PPI / PRINT_PPI,
    )
    key = (file.sha256, wish)
    if (found := _kept.get(key)) is not None:
        return found
    try:
        packed = _pass_through(file, facts, wish) or _convert(file, facts, wish)
    except (pyvips.Error, Unusable) as why:
        if "out of memory" in str(why):  # that is no fault of the file's
            raise MemoryError(str(why)) from why
        reason = str(why) if isinstance(why, Unusable) else "it is damaged or cut off: not all of its pixels are there."
        raise PressError([ImageUnreadable(path=path, page=page, why=reason)]) from why
    _kept.put(key, packed)
    return packed


def _pass_through(file: SourceFile, facts: ImageFacts, wish: Wish) -> Packed | None:
    """The JPEG file itself, where its colours and resolution are right as they are."""
    if facts.media_type != "image/jpeg" or facts.orientation != 1 or wish.crop != WHOLE:
        return None
    right_colours = {
        "cmyk": facts.space in ("cmyk", "gray"),
        "gray": facts.space == "gray",
        "rgb": facts.space in ("rgb", "gray") and facts.srgb,
    }.get(wish.target, False) and not facts.gray_light
    frame = read_frame(file.data)
    if not right_colours or frame is None or not frame.huffman or frame.bits != 8:
        return None
    if facts.width > wish.width * MARGIN or facts.height > wish.height * MARGIN:
        return None
    decode_all(file)
    inverted = frame.components == 4 and frame.adobe
    return Packed(facts.width, facts.height, frame.components, file.data, "jpeg", inverted=inverted)


def _convert(file: SourceFile, facts: ImageFacts, wish: Wish) -> Packed:
    image = _bring_down(_cut(_open_upright(file, facts, wish), wish.crop), facts, wish)
    if facts.alpha:  # read twice below, which a sequential reader cannot
        image = image.copy_memory()
    color, alpha = _split(image)
    pixels = _to_target(color, facts, wish)
    from_jpeg = facts.media_type == "image/jpeg"
    if not from_jpeg:  # looked at before it is packed; a JPEG flows through without ever being whole in memory
        pixels = pixels.copy_memory()
    mask = as_lossless(alpha) if alpha is not None and alpha.min() < 255 else None
    if is_photo(pixels, from_jpeg=from_jpeg):
        return as_jpeg(pixels, mask)
    return as_lossless(pixels, mask)


def _open_upright(file: SourceFile, facts: ImageFacts, wish: Wish) -> pyvips.Image:
    """The image as it stands upright; a JPEG much too large is decoded at a half, a quarter or an eighth."""
    surplus = min(facts.width * wish.crop.width / wish.width, facts.height * wish.crop.height / wish.height)
    shrink = 1
    if facts.media_type == "image/jpeg":
        # What remains for the better filter is at least 1.5×.
        shrink = max((s for s in (1, 2, 4, 8) if surplus >= s * 1.5), default=1)
    upright = facts.orientation == 1
    # Sequential reading cannot jump: turned images and those that begin far down are held in memory.
    image = open_image(file, sequential=upright, shrink=shrink)
    return image if upright else image.autorot()


def _cut(image: pyvips.Image, crop: Rect) -> pyvips.Image:
    if crop == WHOLE:
        return image
    left = min(max(round(crop.x * image.width), 0), image.width - 1)
    top = min(max(round(crop.y * image.height), 0), image.height - 1)
    width = min(max(round(crop.width * image.width), 1), image.width - left)
    height = min(max(round(crop.height * image.height), 1), image.height - top)
    return image.crop(left, top, width, height)


def _bring_down(image: pyvips.Image, facts: ImageFacts, wish: Wish) -> pyvips.Image:
    """At most the pixels wanted; transparent edges are weighed by their opacity, lest they darken."""
    allowance = wish.line_art_scale if facts.bits == 1 else 1.0
    across = wish.width * allowance / image.width
    down = wish.height * allowance / image.height
    if max(across, down) >= 1 / MARGIN:
        return image
    across, down = (_whole_pixels(scale, size) for scale, size in ((across, image.width), (down, image.height)))
    if not facts.alpha:
        return image.resize(across, vscale=down)
    form = image.format
    return image.premultiply().resize(across, vscale=down).unpremultiply().cast(form)


def _whole_pixels(scale: float, pixels: int) -> float:
    return max(1, math.ceil(min(scale, 1.0) * pixels - 0.01)) / pixels


def _split(image: pyvips.Image) -> tuple[pyvips.Image, pyvips.Image | None]:
    if not image.hasalpha():
        return image, None
    bands = image.bands
    return image.extract_band(0, n=bands - 1), _eight_bits(image.extract_band(bands - 1))


def _eight_bits(image: pyvips.Image) -> pyvips.Image:
    if image.format == "uchar":
        return image
    return (image >> 8).cast("uchar") if image.format == "ushort" else image.cast("uchar")


def _to_target(color: pyvips.Image, facts: ImageFacts, wish: Wish) -> pyvips.Image:
    if color.interpretation == "scrgb":  # linear light in floating point
        color = color.colourspace("srgb")
    if facts.gray_light and facts.space == "gray":
        color = _gray_of_light(color, wish)
    if wish.target == "proof":
        return _as_printed(color, facts, wish.condition)
    if facts.space == "gray":
        return _eight_bits(color)
    if wish.target == "cmyk":
        return _to_cmyk(color, facts, wish.condition)
    screen = _to_srgb(color, facts, wish.condition)
    return screen if wish.target == "rgb" else screen.colourspace("b-w")


def _gray_of_light(color: pyvips.Image, wish: Wish) -> pyvips.Image:
    """Grey of a profile as a screen shows it, or as so much black ink that it looks as light in print."""
    shown = color.icc_transform(SRGB, embedded=True, intent="relative", depth=8).extract_band(1)
    if wish.target == "rgb":
        return shown.copy(interpretation="b-w")
    inks = np.frombuffer(black_for_light(wish.condition), np.uint8).reshape(1, 256, 1)
    return shown.maplut(pyvips.Image.new_from_array(inks)).copy(interpretation="b-w")


def _as_printed(color: pyvips.Image, facts: ImageFacts, condition: OutputCondition) -> pyvips.Image:
    """SRGB of what the press makes of it; grey is black ink, which on paper is not as black as a screen's."""
    if facts.space == "gray":
        looks = np.frombuffer(black_looks(condition), np.uint8).reshape(1, 256, 3)
        return _eight_bits(color).maplut(pyvips.Image.new_from_array(looks)).copy(interpretation="srgb")
    inks = _to_cmyk(color, facts, condition)
    return _through(inks.copy(interpretation="cmyk"), SRGB, condition.profile, own=False)


def _to_cmyk(color: pyvips.Image, facts: ImageFacts, condition: OutputCondition) -> pyvips.Image:
    """Process inks. CMYK pictures keep their numbers: converting them would turn black text into four inks."""
    if facts.space == "cmyk":
        return _eight_bits(color)
    if facts.space == "lab":
        color = color.colourspace("srgb")
    return _through(color, condition.profile, SRGB, own=_own_profile(facts, "RGB"))


def _to_srgb(color: pyvips.Image, facts: ImageFacts, condition: OutputCondition) -> pyvips.Image:
    if facts.space == "cmyk":
        return _through(color, SRGB, condition.profile, own=_own_profile(facts, "CMYK"))
    if facts.space == "lab":
        return color.colourspace("srgb")
    if facts.srgb:
        return _eight_bits(color).copy(interpretation="srgb")
    return _through(color, SRGB, SRGB, own=True)


def _through(color: pyvips.Image, into: str, otherwise: str, *, own: bool) -> pyvips.Image:
    """Relative colorimetric with black point compensation, from the picture's own profile if `own`."""
    return color.icc_transform(
        into, input_profile=otherwise, embedded=own, intent="relative", black_point_compensation=True, depth=8
    )


def _own_profile(facts: ImageFacts, space: str) -> bool:
    """Whether the picture brings a profile of its own for its colours, other than sRGB."""
    return facts.icc_space == space and not (space == "RGB" and facts.srgb)


class _Kept:
    """Finished pictures, the last used ones, up to a number of bytes. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = threading.Lock()
        self._packed: OrderedDict[tuple[str, Wish], Packed] = OrderedDict()

    def get(self, key: tuple[str, Wish]) -> Packed | None:
        with self._lock:
            if key in self._packed:
                self._packed.move_to_end(key)
            return self._packed.get(key)

    def put(self, key: tuple[str, Wish], packed: Packed) -> None:
        with self._lock:
            if key in self._packed or packed.size > self._most // 2:
                return
            self._packed[key] = packed
            self._size += packed.size
            while self._size > self._most:
                _, oldest = self._packed.popitem(last=False)
                self._size -= oldest.size


_kept = _Kept(96 * 1024 * 1024)
