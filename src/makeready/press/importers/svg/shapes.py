"""What outline has an element? Every basic shape of SVG as path data, in the user space or moved to another."""

from __future__ import annotations

from collections.abc import Mapping

from makeready.press.design.path_data import Command, PathFault, parse
from makeready.press.geometry import Matrix, Point
from makeready.press.importers.svg.lengths import Viewport, length, numbers

SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}


def outline(tag: str, attributes: Mapping[str, str], view: Viewport, em: float) -> tuple[Command, ...]:
    """The commands of a shape element; none where it draws nothing.

    Raises:
        PathFault: for path data that cannot be read.
    """

    def across(name: str, otherwise: float = 0.0) -> float:
        return length(attributes.get(name), of=view.width, em=em, otherwise=otherwise)

    def down(name: str, otherwise: float = 0.0) -> float:
        return length(attributes.get(name), of=view.height, em=em, otherwise=otherwise)

    if tag == "path":
        return parse(attributes.get("d", ""))
    if tag in ("polyline", "polygon"):
        return _poly(numbers(attributes.get("points")), closed=tag == "polygon")
    if tag == "line":
        return parse(f"M{across('x1')} {down('y1')}L{across('x2')} {down('y2')}")
    if tag == "rect":
        return _rect(
            attributes, across("x"), down("y"), across("width"), down("height"), across("rx", -1), down("ry", -1)
        )
    if tag == "circle":
        r = length(attributes.get("r"), of=view.diagonal, em=em)
        return _ellipse(across("cx"), down("cy"), r, r)
    rx, ry = across("rx", -1), down("ry", -1)
    return _ellipse(across("cx"), down("cy"), ry if rx < 0 else rx, rx if ry < 0 else ry)


def _poly(points: list[float], closed: bool) -> tuple[Command, ...]:
    pairs = list(zip(points[::2], points[1::2], strict=False))
    if len(pairs) < 2:
        return ()
    words = "M" + "L".join(f"{x!r} {y!r}" for x, y in pairs)
    return parse(words + ("Z" if closed else ""))


def _rect(
    attributes: Mapping[str, str], x: float, y: float, width: float, height: float, rx: float, ry: float
) -> tuple[Command, ...]:
    if width <= 0 or height <= 0:
        return ()
    rx, ry = (ry if rx < 0 else rx), (rx if ry < 0 else ry)
    rx, ry = min(max(rx, 0.0), width / 2), min(max(ry, 0.0), height / 2)
    right, bottom = x + width, y + height
    if rx == 0 or ry == 0:
        return parse(f"M{x!r} {y!r}H{right!r}V{bottom!r}H{x!r}Z")
    turn = f"A{rx!r} {ry!r} 0 0 1 "
    return parse(
        f"M{x + rx!r} {y!r}H{right - rx!r}{turn}{right!r} {y + ry!r}V{bottom - ry!r}{turn}{right - rx!r} {bottom!r}"
        f"H{x + rx!r}{turn}{x!r} {bottom - ry!r}V{y + ry!r}{turn}{x + rx!r} {y!r}Z"
    )


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> tuple[Command, ...]:
    if rx <= 0 or ry <= 0:
        return ()
    half = f"A{rx!r} {ry!r} 0 0 1 "
    return parse(f"M{cx + rx!r} {cy!r}{half}{cx - rx!r} {cy!r}{half}{cx + rx!r} {cy!r}Z")


def written(commands: tuple[Command, ...], matrix: Matrix) -> str:
    """The commands as path data in the space that `matrix` leads to, to a tenth of a micrometre."""
    words: list[str] = []
    for letter, values in commands:
        points = (matrix.apply(Point(values[n], values[n + 1])) for n in range(0, len(values), 2))
        words.append(letter + " ".join(f"{_short(p.x)} {_short(p.y)}" for p in points))
    return "".join(words)


def _short(value: float) -> str:
    if not abs(value) < 1e8:
        raise PathFault("a point lies too far away.")
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
