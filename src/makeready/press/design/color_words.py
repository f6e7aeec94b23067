"""Which colour does somebody mean? `#0055ff`, `rgb(0, 85, 255)`, `cmyk(100, 50, 0, 0)`, `gray(50)`."""

from __future__ import annotations

import re

from makeready.press.design.paint import CmykColor, Color, GrayColor, RgbColor

_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_FUNCTION = re.compile(r"(cmyk|rgb|gr[ae]y)\(([^()]*)\)", re.IGNORECASE)


def color_of(value: str) -> Color | None:
    """A colour as people write it, None where it is none."""
    value = value.strip()
    if found := _HEX.fullmatch(value):
        red, green, blue = (float(int(pair, 16)) for pair in found.groups())
        return RgbColor(rgb=(red, green, blue))
    if not (found := _FUNCTION.fullmatch(value)):
        return None
    try:
        parts = [float(part.strip().rstrip("%")) for part in found[2].split(",")]
    except ValueError:
        return None
    kind = found[1].lower()
    if kind == "cmyk" and len(parts) == 4 and all(0 <= part <= 100 for part in parts):
        return CmykColor(cmyk=(parts[0], parts[1], parts[2], parts[3]))
    if kind == "rgb" and len(parts) == 3 and all(0 <= part <= 255 for part in parts):
        return RgbColor(rgb=(parts[0], parts[1], parts[2]))
    if kind in ("gray", "grey") and len(parts) == 1 and 0 <= parts[0] <= 100:
        return GrayColor(gray=parts[0])
    return None
