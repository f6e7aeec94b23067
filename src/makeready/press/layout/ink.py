"""Which ink is a document's colour in the display list?"""

from __future__ import annotations

from functools import lru_cache

from makeready.press.design import paint as design
from makeready.press.displaylist.paint import BLACK, Cap, Cmyk, Gray, Ink, Join, Rgb, Spot, Stroke


@lru_cache(maxsize=4096)
def ink(color: design.Color) -> Ink:
    """The ink as the designer stated it; a colour field that nobody filled is black."""
    if isinstance(color, design.SpotColor):
        return spot(color.spot, process_ink(color.alternate), color.tint)
    if isinstance(color, design.FieldColor):
        return BLACK
    return process_ink(color)


def process_ink(color: design.CmykColor | design.RgbColor | design.GrayColor) -> Cmyk | Rgb | Gray:
    """A colour that is no named ink."""
    if isinstance(color, design.CmykColor):
        return Cmyk(*color.cmyk)
    return Rgb(*color.rgb) if isinstance(color, design.RgbColor) else Gray(color.gray)


def spot(name: str, alternate: Cmyk | Rgb | Gray, tint: float = 100.0) -> Spot:
    """A named ink."""
    return Spot(name, tint, alternate)


@lru_cache(maxsize=1024)
def stroke(line: design.Stroke) -> Stroke:
    """A line's look. Dashes that are all zero are a whole line, as in SVG."""
    return Stroke(
        ink=ink(line.color),
        width=line.width,
        cap=Cap(line.cap),
        join=Join(line.join),
        miter_limit=line.miter_limit,
        dashes=line.dashes if any(line.dashes) else (),
        dash_phase=line.dash_phase,
    )
