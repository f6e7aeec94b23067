"""How are the samples drawn? Short words for items of the design document, and a few shapes as path data.

Lengths are mm from the trim's top left, y downwards; type sizes are points; inks per cent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

Item = dict[str, Any]
Color = dict[str, Any]


def cmyk(c: float, m: float, y: float, k: float) -> Color:
    """Process inks."""
    return {"cmyk": [c, m, y, k]}


def spot(name: str, alternate: Color, tint: float = 100) -> Color:
    """A named ink and what stands for it on screen."""
    return {"spot": name, "tint": tint, "alternate": alternate}


BLACK, WHITE = cmyk(0, 0, 0, 100), cmyk(0, 0, 0, 0)


def text(
    words: str, x: float, y: float, width: float, height: float, size: float, fill: Color = BLACK, **more: Any
) -> Item:
    """A text box."""
    return {"type": "text", "text": words, "x": x, "y": y, "width": width, "height": height, "size": size, "fill": fill, **more}  # fmt: skip


def rectangle(x: float, y: float, width: float, height: float, fill: Color | None, **more: Any) -> Item:
    """A rectangle."""
    return _painted({"type": "rectangle", "x": x, "y": y, "width": width, "height": height, **more}, fill)


def circle(x: float, y: float, radius: float, fill: Color | None, **more: Any) -> Item:
    """A circle about its centre."""
    box = {"x": x - radius, "y": y - radius, "width": 2 * radius, "height": 2 * radius}
    return _painted({"type": "ellipse", **box, **more}, fill)


def line(x: float, y: float, x2: float, y2: float, color: Color, width: float = 0.25, **more: Any) -> Item:
    """A straight line; its width in mm."""
    return {"type": "line", "x": x, "y": y, "x2": x2, "y2": y2, "stroke": {"color": color, "width": width}, **more}


def path(data: str, fill: Color | None = None, x: float = 0, y: float = 0, **more: Any) -> Item:
    """A free outline."""
    return _painted({"type": "path", "path": data, "x": x, "y": y, **more}, fill)


def image(src: str, x: float, y: float, width: float, height: float, **more: Any) -> Item:
    """A picture."""
    return {"type": "image", "src": src, "x": x, "y": y, "width": width, "height": height, **more}


def ground(width: float, height: float, fill: Color, bleed: float = 3) -> Item:
    """A colour over the whole page and its bleed."""
    return rectangle(-bleed, -bleed, width + 2 * bleed, height + 2 * bleed, fill, name="ground", locked=True)


def page(name: str, width: float, height: float, items: Iterable[Item], bleed: float = 3, safe: float = 4) -> Item:
    """One page."""
    return {"name": name, "width": width, "height": height, "bleed": bleed, "safe": safe, "items": list(items)}


def field(name: str, kind: str = "text", *, required: bool = False, **more: Any) -> Item:
    """A field that a customer fills."""
    return {"name": name, "type": kind, "required": required, **more}


def document(name: str, fields: Iterable[Item], *pages: Item) -> Item:
    """A whole design."""
    return {"version": 1, "name": name, "fields": list(fields), "pages": list(pages)}


def polygon(points: Iterable[tuple[float, float]]) -> str:
    """Path data through points."""
    return "M" + " L".join(f"{x:.3f} {y:.3f}" for x, y in points) + " Z"


def star(x: float, y: float, outer: float, inner: float, points: int, turn: float = 0) -> str:
    """Path data of a star (or, with nearly equal radii, a scalloped edge's skeleton)."""
    steps = [(outer if n % 2 == 0 else inner, math.radians(turn) + math.pi * n / points) for n in range(2 * points)]
    return polygon((x + r * math.sin(a), y - r * math.cos(a)) for r, a in steps)


def scallop(x: float, y: float, radius: float, waves: int, depth: float) -> str:
    """Path data of a round shape with a wavy edge, smooth all the way."""
    points = []
    for n in range(waves * 2):
        r = radius if n % 2 == 0 else radius - depth
        points.append((x + r * math.sin(math.pi * n / waves), y - r * math.cos(math.pi * n / waves)))
    return smooth(points)


def smooth(points: list[tuple[float, float]], closed: bool = True, tension: float = 1 / 6) -> str:
    """Path data of a smooth line through points (Catmull–Rom as Bézier curves)."""
    count = len(points)

    def at(n: int) -> tuple[float, float]:
        return points[n % count] if closed else points[max(0, min(count - 1, n))]

    data = [f"M{points[0][0]:.3f} {points[0][1]:.3f}"]
    for n in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = at(n - 1), at(n), at(n + 1), at(n + 2)
        data.append(
            f"C{bx + (cx - ax) * tension:.3f} {by + (cy - ay) * tension:.3f} "
            f"{cx - (dx - bx) * tension:.3f} {cy - (dy - by) * tension:.3f} {cx:.3f} {cy:.3f}"
        )
    return " ".join(data) + (" Z" if closed else "")


def leaf(x: float, y: float, length: float, width: float, angle: float) -> str:
    """Path data of a leaf that grows from a point towards an angle (degrees, 0 up, clockwise)."""
    a = math.radians(angle)

    def place(along: float, across: float) -> str:
        return (
            f"{x + along * math.sin(a) + across * math.cos(a):.3f} {y - along * math.cos(a) + across * math.sin(a):.3f}"
        )

    tip = place(length, 0)
    return (
        f"M{x:.3f} {y:.3f} C{place(length * 0.3, width)} {place(length * 0.7, width * 0.8)} {tip} "
        f"C{place(length * 0.7, -width * 0.8)} {place(length * 0.3, -width)} {x:.3f} {y:.3f} Z"
    )


def _painted(item: Item, fill: Color | None) -> Item:
    return {**item, "fill": fill} if fill else item
