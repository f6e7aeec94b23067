"""Which ink or gradient is a document's colour in the display list?"""

from __future__ import annotations

from functools import lru_cache

from makeready.press.design import paint as design
from makeready.press.displaylist.paint import (
    BLACK,
    Cap,
    Cmyk,
    Gradient,
    Gray,
    Ink,
    Join,
    Lab,
    Paint,
    Process,
    Rgb,
    Spot,
    Stop,
    Stroke,
)
from makeready.press.geometry import Matrix, Point, Rect


@lru_cache(maxsize=4096)
def ink(color: design.Color) -> Ink:
    """The ink as the designer stated it; a colour field that nobody filled is black."""
    if isinstance(color, design.SpotColor):
        return spot(color.spot, process_ink(color.alternate), color.tint)
    if isinstance(color, design.FieldColor):
        return BLACK
    return process_ink(color)


def process_ink(color: design.CmykColor | design.RgbColor | design.LabColor | design.GrayColor) -> Process:
    """A colour that is no named ink."""
    if isinstance(color, design.CmykColor):
        return Cmyk(*color.cmyk)
    if isinstance(color, design.LabColor):
        return Lab(*color.lab)
    return Rgb(*color.rgb) if isinstance(color, design.RgbColor) else Gray(color.gray)


def spot(name: str, alternate: Process, tint: float = 100.0) -> Spot:
    """A named ink."""
    return Spot(name, tint, alternate)


@lru_cache(maxsize=4096)
def paint(stated: design.Paint, box: Rect) -> Paint:
    """The ink, or the gradient placed in the item's box."""
    if not isinstance(stated, design.LinearGradient | design.RadialGradient):
        return ink(stated)
    return _placed(stated, box, tuple(Stop(stop.at, ink(stop.color)) for stop in design.stops_of(stated)))


@lru_cache(maxsize=1024)
def fading(stated: design.Paint | None, box: Rect) -> Gradient | None:
    """How much of a gradient is seen where, as a gradient from white to black; None where it is solid throughout."""
    if not isinstance(stated, design.LinearGradient | design.RadialGradient):
        return None
    stops = design.stops_of(stated)
    if all(stop.opacity == 1 for stop in stops):
        return None
    return _placed(stated, box, tuple(Stop(stop.at, Gray(100 * (1 - stop.opacity))) for stop in stops))


def _placed(stated: design.Gradient, box: Rect, stops: tuple[Stop, ...]) -> Gradient:
    def at(place: design.Place) -> Point:
        return Point(box.x + place.x * box.width, box.y + place.y * box.height)

    if isinstance(stated, design.LinearGradient):
        return Gradient(stops, at(stated.start), at(stated.end))
    middle, focus = at(stated.center), at(stated.focus or stated.center)
    radius = stated.radius * max(box.width, box.height) / 2
    if stated.circle or box.width == box.height or not (box.width and box.height):
        return Gradient(stops, focus, middle, (0.0, radius))
    # An ellipse is a circle pressed flat along the shorter side, about the gradient's middle.
    across, down = box.width / max(box.width, box.height), box.height / max(box.width, box.height)
    pressed = Matrix.move(middle.x, middle.y) @ Matrix.scale(across, down) @ Matrix.move(-middle.x, -middle.y)
    round_focus = Point(middle.x + (focus.x - middle.x) / across, middle.y + (focus.y - middle.y) / down)
    return Gradient(stops, round_focus, middle, (0.0, radius), pressed)


@lru_cache(maxsize=1024)
def stroke(line: design.Stroke, box: Rect) -> Stroke:
    """A line's look around an item in a box. Dashes that are all zero are a whole line, as in SVG."""
    return Stroke(
        ink=paint(line.color, box),
        width=line.width,
        cap=Cap(line.cap),
        join=Join(line.join),
        miter_limit=line.miter_limit,
        dashes=line.dashes if any(line.dashes) else (),
        dash_phase=line.dash_phase,
    )
