"""Which colour does a word of CSS mean? Names, #rgb, rgb(), hsl(), device-cmyk()."""

from __future__ import annotations

import colorsys
import re

from makeready.press.design.paint import CmykColor, RgbColor
from makeready.press.importers.svg.color_names import NAMED
from makeready.press.importers.svg.lengths import numbers

_HEX = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$")
_CALL = re.compile(r"(rgba?|hsla?|device-cmyk)\(([^()]*)\)")

Solid = tuple[CmykColor | RgbColor, float]
"""A colour and how solid it is, 0 to 1."""


def color(word: str, current: str = "black") -> Solid | None:
    """The colour that a word means; None where it means none. current: what `currentColor` is."""
    word = word.strip()
    if word.lower() == "currentcolor":
        return color(current) if current.lower() != "currentcolor" else None
    if found := _HEX.match(word):
        return _from_hex(found[1])
    if found := _CALL.search(word.lower()):
        return _from_call(found[1], found[2])
    name = word.split()[0].lower() if word else ""
    if name == "transparent":
        return RgbColor(rgb=(255, 255, 255)), 0.0
    return _from_hex(NAMED[name]) if name in NAMED else None


def opacity(word: str | None) -> float:
    """An opacity, 0 to 1; 1 where it says nothing."""
    if not word:
        return 1.0
    found = numbers(word)
    value = found[0] / 100 if found and word.strip().endswith("%") else found[0] if found else 1.0
    return min(max(value, 0.0), 1.0)


def _from_hex(digits: str) -> Solid:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (float(int(digits[at : at + 2], 16)) for at in (0, 2, 4))
    return RgbColor(rgb=(red, green, blue)), int(digits[6:8], 16) / 255 if len(digits) == 8 else 1.0


def _from_call(name: str, inner: str) -> Solid | None:
    words = inner.replace(",", " ").replace("/", " ").split()
    try:
        if name == "device-cmyk":
            inks = [_clip(_part(word, 1.0) * 100, 100.0) for word in words[:4]]
            return CmykColor(cmyk=(inks[0], inks[1], inks[2], inks[3])), _alpha(words[4:])
        if name.startswith("rgb"):
            red, green, blue = (_clip(_part(word, 255.0), 255.0) for word in words[:3])
            return RgbColor(rgb=(red, green, blue)), _alpha(words[3:])
        hue, lightness = float(words[0].removesuffix("deg")) / 360, _clip(_part(words[2], 1.0), 1.0)
        parts = colorsys.hls_to_rgb(hue % 1, lightness, _clip(_part(words[1], 1.0), 1.0))
        red, green, blue = (round(part * 255, 3) for part in parts)
        return RgbColor(rgb=(red, green, blue)), _alpha(words[3:])
    except (ValueError, IndexError):
        return None


def _part(word: str, whole: float) -> float:
    return float(word[:-1]) / 100 * whole if word.endswith("%") else float(word)


def _alpha(words: list[str]) -> float:
    return _clip(_part(words[0], 1.0), 1.0) if words else 1.0


def _clip(value: float, most: float) -> float:
    return min(max(value, 0.0), most)
