"""With what is an element painted? Fill and stroke as a document states them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast
from xml.etree.ElementTree import Element

from makeready.press.design.items import MAX_SIDE
from makeready.press.design.paint import MAX_STROKE, Paint, RgbColor, Stroke
from makeready.press.importers.svg.colors import Solid, color, opacity
from makeready.press.importers.svg.css import Style
from makeready.press.importers.svg.gradients import Find, Surface, chain_of, gradient, stops_of
from makeready.press.importers.svg.lengths import Viewport, length, numbers

_REFERENCE = re.compile(r"url\(\s*['\"]?(#[^)'\"]*)['\"]?\s*\)\s*(.*)", re.DOTALL)
_OUTSIDE = re.compile(r"url\(", re.IGNORECASE)

Coat = tuple[Paint, float]
"""A paint and how solid it is, 0 to 1."""
Tell = Callable[[str], None]
"""Takes down what is not carried over."""


@dataclass(frozen=True, slots=True)
class Painting:
    """Paints of an element, each with how solid it is; None where it is not painted. width etc. in user units."""

    fill: Coat | None
    stroke: Coat | None
    width: float
    style: Style


def painting(
    style: Style, view: Viewport, em: float, find: Find, styled: Callable[[Element], Style], tell: Tell,
    surface: Surface | None = None,
) -> Painting:  # fmt: skip
    """How an element of this style is painted. surface: where gradients can be; none where only one colour can."""
    servers = _Servers(find, styled, view, surface, tell)
    fill = _paint(style.get("fill", "black"), style, servers)
    line = _paint(style.get("stroke", "none"), style, servers)
    width = length(style.get("stroke-width", "1"), of=view.diagonal, em=em, otherwise=1.0)
    return Painting(
        fill=_faded(fill, style.get("fill-opacity")),
        stroke=_faded(line, style.get("stroke-opacity")) if width > 0 else None,
        width=width,
        style=style,
    )


def stroke(painted: Painting, solid: Paint, scale: float, view: Viewport, em: float) -> Stroke:
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


def reference(word: str) -> str | None:
    """The `#name` that `url(#name)` refers to; None for anything else, above all for other files."""
    found = _REFERENCE.match(word.strip())
    return found[1] if found else None


@dataclass(frozen=True, slots=True)
class _Servers:
    """How paints are found that stand elsewhere in the drawing."""

    find: Find
    styled: Callable[[Element], Style]
    view: Viewport
    surface: Surface | None
    tell: Tell


def _paint(word: str, style: Style, servers: _Servers) -> Coat | None:
    word = word.strip()
    if word in ("none", ""):
        return None
    if not _OUTSIDE.match(word):
        found = color(word, style.get("color", "black"))
        if found is None:
            servers.tell(f"the colour “{word[:40]}”")
        return found if found and found[1] > 0 else None
    name = reference(word)
    server = servers.find(name) if name else None
    rest = _REFERENCE.match(word)
    instead = color(rest[2], style.get("color", "black")) if rest and rest[2].strip() not in ("", "none") else None
    if server is None:
        servers.tell("a paint that is not in the drawing")
        return instead
    kind = server.tag.rpartition("}")[2] if isinstance(server.tag, str) else ""
    if kind in ("linearGradient", "radialGradient"):
        return _gradient(server, servers) or instead
    servers.tell("patterns" if kind == "pattern" else "a paint of an unknown kind")
    return instead


def _gradient(server: Element, servers: _Servers) -> Coat | None:
    if servers.surface is not None:
        return gradient(server, servers.find, servers.styled, servers.view, servers.surface, servers.tell)
    servers.tell("gradients on letters (they become their middle colour)")
    stops = stops_of(chain_of(server, servers.find), servers.styled)
    return _mean([solid for _, solid in stops]) if stops else None


def _mean(stops: list[Solid]) -> Solid:
    shades = [shade.rgb for shade, _ in stops if isinstance(shade, RgbColor)]
    solid = sum(alpha for _, alpha in stops) / len(stops)
    if not shades:
        return stops[len(stops) // 2][0], solid
    red, green, blue = (sum(shade[part] for shade in shades) / len(shades) for part in range(3))
    return RgbColor(rgb=(red, green, blue)), solid


def _faded(solid: Coat | None, word: str | None) -> Coat | None:
    if solid is None:
        return None
    alpha = solid[1] * opacity(word)
    return (solid[0], alpha) if alpha > 0 else None


Attributes = Mapping[str, str]
