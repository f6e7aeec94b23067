"""With what does Fabric.js paint? Colours, gradients, strokes, shadows and blend modes as ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from makeready.press.design.effects import BlendName, Shadow
from makeready.press.design.items import MAX_SIDE
from makeready.press.design.paint import (
    BLACK,
    MAX_STROKE,
    LinearGradient,
    Paint,
    RadialGradient,
    RgbColor,
    Stop,
    Stroke,
)
from makeready.press.geometry import Matrix, Point, Rect
from makeready.press.importers.colors import Shade, shade
from makeready.press.importers.fabric.pose import stroke_width
from makeready.press.importers.given import Given
from makeready.press.importers.placing import Tell, linear, pose, radial
from makeready.press.importers.svg.colors import color


@dataclass(frozen=True, slots=True)
class Brush:
    """What fills or strokes an object: a paint of ours and how solid it is."""

    paint: Paint
    solid: float

    @property
    def is_gradient(self) -> bool:
        """Whether it runs from ink to ink."""
        return isinstance(self.paint, LinearGradient | RadialGradient)


def brush(value: Any, size: tuple[float, float], matrix: Matrix, box: Rect, tell: Tell) -> Brush | None:
    """What a `fill` or `stroke` is; None where it paints nothing.

    size: of the object, px. matrix: from its space to mm. box: in whose fractions a gradient is written, mm.
    """
    if isinstance(value, str):
        found = shade(value, tell)
        return Brush(found.ink, found.solid) if found else None
    given = Given(value)
    if "colorStops" in given:
        return _gradient(given, size, matrix, box, tell)
    if given.values:
        tell("patterns of pictures")
    return None


def plain(value: Any, tell: Tell, what: str) -> Shade | None:
    """One colour, where only one can be: of a gradient the middle one, and that is told."""
    if isinstance(value, str):
        return shade(value, tell)
    given = Given(value)
    stops = _stops(given, tell) if "colorStops" in given else []
    if not stops:
        if given.values:
            tell(f"a pattern as the paint of {what}")
        return None
    tell(f"a gradient as the paint of {what} (it becomes the middle colour)")
    colors = [stop.color.rgb for stop in stops if isinstance(stop.color, RgbColor)]
    if not colors:
        return Shade(BLACK, 1.0)
    red, green, blue = (round(sum(color[part] for color in colors) / len(colors), 2) for part in range(3))
    return Shade(RgbColor(rgb=(red, green, blue)), 1.0)


def _gradient(given: Given, size: tuple[float, float], matrix: Matrix, box: Rect, tell: Tell) -> Brush | None:
    stops = _stops(given, tell)
    if not stops:
        return None
    space = _space(given, size)
    coords = given.given("coords")
    start = Point(coords.number("x1"), coords.number("y1"))
    end = Point(coords.number("x2"), coords.number("y2"))
    if given.words("type") == "radial":
        stops, start, end, radius = _outwards(coords, stops, start, end)
        found: Paint | None = radial(stops, start, end, radius, matrix @ space, box, tell)
    else:
        found = linear(stops, start, end, matrix @ space, box)
    if found is None:  # no length: canvases paint nothing, or the last stop; a shape that is seen is the safer choice
        return Brush(stops[-1].color, stops[-1].opacity) if stops[-1].opacity else None
    return Brush(found, 1.0)


def _space(given: Given, size: tuple[float, float]) -> Matrix:
    """From the gradient's space to the object's: as `_applyPatternGradientTransform`."""
    percentage = given.words("gradientUnits") == "percentage"
    corner = Matrix.move(-size[0] / 2 + given.number("offsetX"), -size[1] / 2 + given.number("offsetY"))
    space = corner @ (Matrix.scale(size[0], size[1]) if percentage else Matrix())
    own = given.numbers("gradientTransform")
    return space @ Matrix(own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else space


def _stops(given: Given, tell: Tell) -> list[Stop]:
    found = []
    for stop in given.each("colorStops"):
        word = stop.words("color", "rgb(0,0,0)")
        seen = shade(word, tell) or Shade(_ink_of(word), 0.0)
        opacity = round(seen.solid * min(max(stop.number("opacity", 1.0), 0.0), 1.0), 4)
        place = min(max(stop.number("offset"), 0.0), 1.0)
        found.append(
            Stop(at=place, color=seen.ink) if opacity == 1 else Stop(at=place, color=seen.ink, opacity=opacity)
        )
    return sorted(found, key=lambda stop: stop.at)


def _ink_of(word: str) -> RgbColor:
    """The colour of a stop that is not seen: it matters for what lies between it and the next one."""
    found = color(word)
    return found[0] if found and isinstance(found[0], RgbColor) else RgbColor(rgb=(255, 255, 255))


def _outwards(coords: Given, stops: Sequence[Stop], start: Point, end: Point) -> tuple[list[Stop], Point, Point, float]:
    """A radial gradient from the inner circle outwards; the inner circle's radius becomes a place among the stops."""
    inner, outer = coords.number("r1"), coords.number("r2")
    if inner > outer:
        inner, outer, start, end = outer, inner, end, start
        stops = [stop.changed({"at": 1 - stop.at}) for stop in reversed(stops)]
    shift = inner / outer if outer > 0 else 0.0
    return [stop.changed({"at": round(shift + stop.at * (1 - shift), 6)}) for stop in stops], start, end, outer


def stroke(thing: Given, color: Paint, matrix: Matrix, page: float, tell: Tell) -> Stroke | None:
    """An object's stroke in mm; None where it is nothing wide. page: mm per px of the canvas."""
    how = pose(matrix)
    uniform = thing.flag("strokeUniform")
    if not uniform and (how.skewed or abs(how.across - how.down) > 0.02 * how.size):
        tell("strokes that are thicker in one direction")
    scale = page if uniform else how.size
    width = stroke_width(thing) * scale
    if width <= 0:
        return None
    dashes = [value * scale for value in thing.numbers("strokeDashArray")][:16]
    usable = any(dashes) and all(0 <= dash <= 1000 for dash in dashes)
    cap, join = thing.words("strokeLineCap", "butt"), thing.words("strokeLineJoin", "miter")
    said: dict[str, Any] = {"color": color, "width": round(min(max(width, 1e-4), MAX_STROKE), 4)}
    if cap in ("round", "square"):
        said["cap"] = cap
    if join in ("round", "bevel"):
        said["join"] = join
    elif 1 <= (limit := thing.number("strokeMiterLimit", 4.0)) <= 1000:
        said["miter_limit"] = limit
    if usable:
        said["dashes"] = tuple(round(dash, 4) for dash in dashes * (1 + len(dashes) % 2))
        if phase := thing.number("strokeDashOffset") * scale:
            said["dash_phase"] = min(max(round(phase % (sum(said["dashes"]) or 1), 4), 0.0), 2 * MAX_SIDE)
    return Stroke(**said)


def shadow(thing: Given, matrix: Matrix, page: float, turned: float, tell: Tell) -> Shadow | None:
    """An object's shadow: it falls the same way however the object is turned; ours turns with it, so it is turned back.

    turned: how the item that gets the shadow is rotated, degrees.
    """
    value = thing.values.get("shadow")
    if isinstance(value, str):
        tell("a shadow that is given in words")
        return None
    given = Given(value)
    if not given.values:
        return None
    found = shade(given.words("color", "rgb(0,0,0)"), tell)
    if found is None:
        return None
    how = pose(matrix)
    across, down = (page, page) if given.flag("nonScaling") else (how.across, how.down)
    fall = Matrix.turn(-turned).apply(Point(given.number("offsetX") * across, given.number("offsetY") * down))
    # A canvas blurs with a standard deviation of half of `shadowBlur`; our blur is twice the standard deviation.
    blur = given.number("blur") * (across + down) / 2
    return Shadow(
        color=found.ink, x=_within(fall.x, 500), y=_within(fall.y, 500), blur=_within(max(blur, 0.0), 100),
        opacity=found.solid, blend="normal",
    )  # fmt: skip


def blend(thing: Given, tell: Tell) -> BlendName:
    """How an object mixes with what lies below."""
    word = thing.words("globalCompositeOperation", "source-over") or "source-over"
    if word == "source-over":
        return "normal"
    if word in get_args(BlendName):
        return cast(BlendName, word)
    tell(f"the blend mode “{word[:30]}”")
    return "normal"


def _within(value: float, most: float) -> float:
    return round(min(max(value, -most), most), 4)
