"""What does a word of CSS paint? An ink of ours, and how solid it is."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.design.paint import CmykColor, RgbColor
from makeready.press.importers.placing import Tell
from makeready.press.importers.svg.colors import Solid, color


@dataclass(frozen=True, slots=True)
class Shade:
    """An ink and how solid it is, 0 to 1."""

    ink: CmykColor | RgbColor
    solid: float


def shade(word: str, tell: Tell) -> Shade | None:
    """What a word of CSS paints; None where it paints nothing."""
    if word.strip().lower() in ("", "none", "transparent"):
        return None
    found: Solid | None = color(word)
    if found is None:
        tell(f"the colour “{word[:40]}”")
        return None
    ink, solid = found
    return Shade(_neat(ink), round(solid, 4)) if solid > 0 else None


def _neat(ink: CmykColor | RgbColor) -> CmykColor | RgbColor:
    if isinstance(ink, RgbColor):
        red, green, blue = (round(part, 2) for part in ink.rgb)
        return RgbColor(rgb=(red, green, blue))
    return ink
