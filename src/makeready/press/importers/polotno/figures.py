"""Which outline has a figure of Polotno? The kinds that our items have, and polygons by their corners."""

from __future__ import annotations

from typing import Any

CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "triangle": ((0.5, 0), (1, 1), (0, 1)),
    "rightTriangle": ((0, 0), (1, 1), (0, 1)),
    "diamond": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    "rhombus": ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)),
    "parallelogram": ((0.25, 0), (1, 0), (0.75, 1), (0, 1)),
    "trapezoid": ((0.25, 0), (0.75, 0), (1, 1), (0, 1)),
    "cross": ((1 / 3, 0), (2 / 3, 0), (2 / 3, 1 / 3), (1, 1 / 3), (1, 2 / 3), (2 / 3, 2 / 3), (2 / 3, 1), (1 / 3, 1),
              (1 / 3, 2 / 3), (0, 2 / 3), (0, 1 / 3), (1 / 3, 1 / 3)),
    "rightArrow": ((0, 0.25), (0.5, 0.25), (0.5, 0), (1, 0.5), (0.5, 1), (0.5, 0.75), (0, 0.75)),
    "leftArrow": ((1, 0.25), (0.5, 0.25), (0.5, 0), (0, 0.5), (0.5, 1), (0.5, 0.75), (1, 0.75)),
    "upArrow": ((0.25, 1), (0.25, 0.5), (0, 0.5), (0.5, 0), (1, 0.5), (0.75, 0.5), (0.75, 1)),
    "downArrow": ((0.25, 0), (0.25, 0.5), (0, 0.5), (0.5, 1), (1, 0.5), (0.75, 0.5), (0.75, 0)),
}  # fmt: skip
"""Corners in fractions of the figure's box."""

REGULAR = {"pentagon": 5, "hexagon": 6, "octagon": 8}
NEARLY = {"parallelogram", "trapezoid", "cross", "rightArrow", "leftArrow", "upArrow", "downArrow", "star"}
"""Kinds whose proportions are ours."""


def figure(kind: str) -> dict[str, Any] | None:
    """The type and shape of our item; None for a kind that is not known."""
    if kind in ("rect", "rectangle", ""):
        return {"type": "rectangle"}
    if kind in ("circle", "ellipse"):
        return {"type": "ellipse"}
    if kind == "star":
        return {"type": "polygon", "sides": 5, "star": 0.5}
    if kind in REGULAR:
        return {"type": "polygon", "sides": REGULAR[kind]}
    if kind in CORNERS:
        return {"type": "polygon", "points": [{"x": float(x), "y": float(y)} for x, y in CORNERS[kind]]}
    return None
