"""With what is an element painted? Fill and stroke as a document states them; gradients become one colour."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast
from xml.etree.ElementTree import Element

from makeready.press.design.items import MAX_SIDE
from makeready.press.design.paint import MAX_STROKE, CmykColor, RgbColor, Stroke
from makeready.press.importers.svg.colors import Solid, color
from makeready.press.importers.svg.css import Style
from makeready.press.importers.svg.lengths import Viewport, length, numbers

_REFERENCE = re.compile(r"url\(\s*['\"]?(#[^)'\"]*)['\"]?\s*\)\s*(.*)", re.DOTALL)
_OUTSIDE = re.compile(r"url\(", re.IGNORECASE)

Find = Callable[[str], Element | None]
"""`#name` → the element of this name."""
Tell = Callable[[str], None]
"""Takes down what is not carried over."""


@dataclass(frozen=True, slots=True)
class Painting:
    """Colours of an element, each with how solid it is; None where it is not painted. width etc. in user units."""

    fill: Solid | None
    stroke: Solid | None
    width: float
    style: Style


def painting(
    style: Style, view: Viewport, em: float, find: Find, styled: Callable[[Element], Style], tell: Tell
) -> Painting:
    """How an element of this style is painted."""
    fill = _paint(style.get("fill", "black"), style, find, styled, tell)
    line = _paint(style.get("stroke", "none"), style, find, styled, tell)
    width = length(style.get("stroke-width", "1"), of=view.diagonal, em=em, otherwise=1.0)
    return Painting(
        fill=_faded(fill, style.get("fill-opacity")),
        stroke=_faded(line, style.get("stroke-opacity")) if width > 0 else None,
        width=width,
        style=style,
    )


def stroke(painted: Painting, solid: CmykColor | RgbColor, scale: float, view: Viewport, em: float) -> Stroke:
    """The stroke in mm. scale: mm per user unit."""
    style = painted.style
    dashes = [
        length(word, of=view.diagonal, em=em) * scale
        for word in re.split(r"[\s,]+", style.get("stroke-dasharray", ""))
        if word
    ]
    usable = 0 < len(dashes) <= 16 and all(0 <= dash <= 1000 for dash in dashes) and any(dashes)
    cap, join = style.get("stroke-linecap", "butt"), style.get("stroke-linejoin", "miter")
    return Stroke(
        color=solid,
        width=min(max(painted.width * scale, 1e-4), MAX_STROKE),
        cap=cast(Literal["butt", "round", "square"], cap if cap in ("butt", "round", "square") else "butt"),
        join=cast(Literal["miter", "round", "bevel"], join if join in ("miter", "round", "bevel") else "miter"),
        miter_limit=min(max((numbers(style.get("stroke-miterlimit")) or [4.0])[0], 1.0), 1000.0),
        dashes=tuple(dashes * (1 + len(dashes) % 2)) if usable else (),
        dash_phase=min(max(length(style.get("stroke-dashoffset"), of=view.diagonal, em=em) * scale, 0.0), 2 * MAX_SIDE),
    )


def opacity(word: str | None) -> float:
    """An opacity, 0 to 1; 1 where it says nothing."""
    if not word:
        return 1.0
    found = numbers(word)
    value = found[0] / 100 if found and word.strip().endswith("%") else found[0] if found else 1.0
    return min(max(value, 0.0), 1.0)


def reference(word: str) -> str | None:
    """The `#name` that `url(#name)` refers to; None for anything else, above all for other files."""
    found = _REFERENCE.match(word.strip())
    return found[1] if found else None


def _paint(word: str, style: Style, find: Find, styled: Callable[[Element], Style], tell: Tell) -> Solid | None:
    word = word.strip()
    if word in ("none", ""):
        return None
    if not _OUTSIDE.match(word):
        found = color(word, style.get("color", "black"))
        if found is None:
            tell(f"the colour “{word[:40]}”")
        return found if found and found[1] > 0 else None
    name = reference(word)
    server = find(name) if name else None
    rest = _REFERENCE.match(word)
    instead = color(rest[2], style.get("color", "black")) if rest and rest[2].strip() not in ("", "none") else None
    if server is None:
        tell("a paint that is not in the drawing")
        return instead
    kind = server.tag.rpartition("}")[2] if isinstance(server.tag, str) else ""
    if kind in ("linearGradient", "radialGradient"):
        tell("gradients (they become their middle colour)")
        return _middle(server, find, styled) or instead
    tell("patterns" if kind == "pattern" else "a paint of an unknown kind")
    return instead


def _middle(gradient: Element, find: Find, styled: Callable[[Element], Style]) -> Solid | None:
    """The mean of a gradient's stops; those may stand in another gradient that it refers to."""
    for _ in range(8):
        stops = [child for child in gradient if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "stop"]
        if stops:
            return _mean([_stop(styled(stop)) for stop in stops])
        name = gradient.get("href") or gradient.get("{http://www.w3.org/1999/xlink}href") or ""
        following = find(name) if name.startswith("#") else None
        if following is None:
            return None
        gradient = following
    return None


def _stop(style: Style) -> Solid:
    found = color(style.get("stop-color", "black"), style.get("color", "black")) or (RgbColor(rgb=(0, 0, 0)), 1.0)
    return found[0], found[1] * opacity(style.get("stop-opacity"))


def _mean(stops: list[Solid]) -> Solid:
    shades = [shade.rgb for shade, _ in stops if isinstance(shade, RgbColor)]
    solid = sum(alpha for _, alpha in stops) / len(stops)
    if not shades:
        return stops[len(stops) // 2][0], solid
    red, green, blue = (sum(shade[part] for shade in shades) / len(shades) for part in range(3))
    return RgbColor(rgb=(red, green, blue)), solid


def _faded(solid: Solid | None, word: str | None) -> Solid | None:
    if solid is None:
        return None
    alpha = solid[1] * opacity(word)
    return (solid[0], alpha) if alpha > 0 else None


Attributes = Mapping[str, str]
