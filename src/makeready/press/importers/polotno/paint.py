"""With what does Polotno paint? Colours and linear gradients in CSS's words, shadows, strokes."""

from __future__ import annotations

import math
import re
from typing import Any

from makeready.press.design.effects import Shadow
from makeready.press.design.paint import BLACK, MAX_STROKE, LinearGradient, Paint, RgbColor, Stop, Stroke
from makeready.press.geometry import Matrix, Point, Rect
from makeready.press.importers.colors import Shade, shade
from makeready.press.importers.given import Given, number
from makeready.press.importers.placing import Tell, linear

_GRADIENT = re.compile(r"\s*linear-gradient\((.*)\)\s*", re.DOTALL)
_ANGLE = re.compile(r"\s*(-?[\d.]+)deg\s*")
_STOP = re.compile(r"\s*(.*?)\s*(?:\s(-?[\d.]+)%)?\s*", re.DOTALL)
_SIDES = {"to top": 0.0, "to right": 90.0, "to bottom": 180.0, "to left": 270.0}


def fill(word: str, width: float, height: float, tell: Tell) -> tuple[Paint, float] | None:
    """What a colour or `linear-gradient(…)` paints in a box of this size, and how solid; None where nothing."""
    found = _GRADIENT.fullmatch(word)
    if not found:
        one = shade(word, tell)
        return (one.ink, one.solid) if one else None
    gradient = _gradient(found[1], width, height, tell)
    if gradient is None:
        tell(f"the paint “{word[:40]}”")
        return None
    return gradient, 1.0


def one_color(word: str, tell: Tell, what: str) -> Shade | None:
    """One colour, where only one can be: of a gradient its first, and that is told."""
    found = _GRADIENT.fullmatch(word)
    if not found:
        return shade(word, tell)
    tell(f"a gradient as the paint of {what} (it becomes its first colour)")
    gradient = _gradient(found[1], 1.0, 1.0, tell)
    first = gradient.linear[0].color if gradient else BLACK
    return Shade(first if isinstance(first, RgbColor) else BLACK, 1.0)


def _gradient(inner: str, width: float, height: float, tell: Tell) -> LinearGradient | None:
    """CSS Images 3, 3.1: the line through the middle, as long as the corners need."""
    parts = re.split(r",(?![^(]*\))", inner)
    angle = 180.0
    if (turned := _ANGLE.fullmatch(parts[0])) or parts[0].strip() in _SIDES:
        angle = number(turned[1]) if turned else _SIDES[parts[0].strip()]
        parts = parts[1:]
    stops = []
    for place, part in enumerate(parts[:64]):
        found = _STOP.fullmatch(part)
        seen = shade(found[1], tell) if found else None
        at = number(found[2]) / 100 if found and found[2] else place / max(len(parts) - 1, 1)
        ink, solid = (seen.ink, seen.solid) if seen else (RgbColor(rgb=(255, 255, 255)), 0.0)
        stop = {"at": min(max(at, 0.0), 1.0), "color": ink} | ({"opacity": solid} if solid < 1 else {})
        stops.append(Stop.model_validate(stop))
    if len(stops) < 2:
        return None
    sin, cos = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    half = (abs(width * sin) + abs(height * cos)) / 2
    start = Point(width / 2 - sin * half, height / 2 + cos * half)
    end = Point(width / 2 + sin * half, height / 2 - cos * half)
    return linear(stops, start, end, Matrix(), Rect(0.0, 0.0, width, height))


def stroke(word: str, width: float, dash: list[float], scale: float, tell: Tell, **more: Any) -> Stroke | None:
    """A line in mm. width: px. dash: in widths. scale: mm per px."""
    seen = one_color(word, tell, "lines") if width > 0 else None
    if seen is None:
        return None
    dashes = tuple(round(min(max(part, 0.0) * width * scale, 1000.0), 4) for part in dash[:32])
    said: dict[str, Any] = {"color": seen.ink, "width": round(min(max(width * scale, 1e-4), MAX_STROKE), 4), **more}
    if any(dashes):
        said["dashes"] = dashes
    if seen.solid < 1:
        tell("half transparent lines (they are solid)")
    return Stroke(**said)


def shadow(element: Given, scale: float, turned: float, tell: Tell) -> Shadow | None:
    """An element's shadow; it falls the same way however the element is turned, ours turns with it."""
    if not element.flag("shadowEnabled"):
        return None
    seen = shade(element.words("shadowColor", "black"), tell)
    if seen is None:
        return None
    away = Point(element.number("shadowOffsetX") * scale, element.number("shadowOffsetY") * scale)
    fall = Matrix.turn(-turned).apply(away)
    return Shadow(
        color=seen.ink, x=_within(fall.x, 500), y=_within(fall.y, 500),
        blur=_within(max(element.number("shadowBlur", 5.0) * scale, 0.0), 100),
        opacity=seen.solid * min(max(element.number("shadowOpacity", 1.0), 0.0), 1.0), blend="normal",
    )  # fmt: skip


def _within(value: float, most: float) -> float:
    return round(min(max(value, -most), most), 4)
