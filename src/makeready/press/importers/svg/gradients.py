"""Which gradient of ours is a gradient of SVG (SVG 2, 14.2), in the box of the item that it paints?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from makeready.press.design.paint import CmykColor, LinearGradient, Paint, RadialGradient, RgbColor, Stop
from makeready.press.geometry import Matrix, Point, Rect
from makeready.press.importers.placing import Tell, linear, radial
from makeready.press.importers.svg.colors import Solid, color, opacity
from makeready.press.importers.svg.css import Style
from makeready.press.importers.svg.lengths import Viewport, length, numbers, transform

Find = Callable[[str], Element | None]
"""`#name` → the element of this name."""
_HREF = "{http://www.w3.org/1999/xlink}href"
_MOST_LINKS = 8
_OF_BOTH = ("gradientUnits", "gradientTransform", "spreadMethod")


@dataclass(frozen=True, slots=True)
class Surface:
    """What a paint is put on. matrix: user space to mm. own: its box in user space. placed: its path's box in mm."""

    matrix: Matrix
    own: Rect
    placed: Rect


def chain_of(gradient: Element, find: Find) -> list[Element]:
    """A gradient and those that it refers to for what it does not say itself."""
    chain = [gradient]
    while len(chain) < _MOST_LINKS:
        name = chain[-1].get("href") or chain[-1].get(_HREF) or ""
        following = find(name) if name.startswith("#") else None
        if following is None or following in chain:
            break
        chain.append(following)
    return chain


def stops_of(chain: list[Element], styled: Callable[[Element], Style]) -> list[tuple[float, Solid]]:
    """The stops of the first of a chain that has any: where, and what."""
    for element in chain:
        stops = [child for child in element if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "stop"]
        if stops:
            return list(_in_turn(stops, styled))
    return []


def gradient(
    server: Element, find: Find, styled: Callable[[Element], Style], view: Viewport, surface: Surface, tell: Tell
) -> tuple[Paint, float] | None:
    """The gradient on a surface, or the one colour that it comes down to; None where it paints nothing."""
    chain = chain_of(server, find)
    stops = stops_of(chain, styled)
    if not stops:
        return None
    said = _said(chain)
    if said.get("spreadMethod", "pad") != "pad":
        tell("gradients that repeat (their last colour goes on)")
    last = stops[-1][1]
    if len(stops) == 1:
        return last
    made = _placed(server.tag.rpartition("}")[2], said, [_stop(*stop) for stop in stops], view, surface, tell)
    return (made, 1.0) if made else last


def _placed(
    kind: str, said: Mapping[str, str], stops: list[Stop], view: Viewport, surface: Surface, tell: Tell
) -> LinearGradient | RadialGradient | None:
    by_box = said.get("gradientUnits", "objectBoundingBox") != "userSpaceOnUse"
    own = surface.own
    box = Matrix.move(own.x, own.y) @ Matrix.scale(own.width, own.height) if by_box else Matrix()
    space = surface.matrix @ box @ transform(said.get("gradientTransform"))
    width, height, whole = (1.0, 1.0, 1.0) if by_box else (view.width, view.height, view.diagonal)

    def at(x: str, y: str, otherwise: tuple[str, str]) -> Point:
        return Point(length(said.get(x, otherwise[0]), of=width), length(said.get(y, otherwise[1]), of=height))

    if kind == "linearGradient":
        return linear(stops, at("x1", "y1", ("0%", "0%")), at("x2", "y2", ("100%", "0%")), space, surface.placed)
    centre = at("cx", "cy", ("50%", "50%"))
    middle = f"{centre.x!r}", f"{centre.y!r}"
    return radial(
        stops, at("fx", "fy", middle), centre, length(said.get("r", "50%"), of=whole), space, surface.placed, tell
    )  # fmt: skip


def _said(chain: list[Element]) -> dict[str, str]:
    """What a gradient says, and what those say that it refers to."""
    said: dict[str, str] = {}
    for element in reversed(chain):
        same = element.tag == chain[0].tag
        said |= {name: value for name, value in element.attrib.items() if same or name in _OF_BOTH}
    return said


def _in_turn(stops: list[Element], styled: Callable[[Element], Style]) -> Iterator[tuple[float, Solid]]:
    """No stop lies before the one in front of it."""
    before = 0.0
    for stop in stops[:64]:
        word = stop.get("offset", "0")
        value = (numbers(word) or [0.0])[0] / (100 if word.strip().endswith("%") else 1)
        before = min(max(value, before), 1.0)
        yield before, _solid(styled(stop))


def _solid(style: Style) -> Solid:
    found = color(style.get("stop-color", "black"), style.get("color", "black")) or (RgbColor(rgb=(0, 0, 0)), 1.0)
    return found[0], found[1] * opacity(style.get("stop-opacity"))


def _stop(at: float, solid: Solid) -> Stop:
    shade: CmykColor | RgbColor = solid[0]
    return Stop(at=at, color=shade) if solid[1] == 1 else Stop(at=at, color=shade, opacity=solid[1])
