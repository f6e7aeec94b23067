"""Along which path stands a `textPath`, and where does its text begin on it?"""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element

from makeready.press.design.path_data import Command, parse
from makeready.press.design.text import TextPath
from makeready.press.geometry import Matrix
from makeready.press.importers.svg.css import Style
from makeready.press.importers.svg.lengths import Viewport, length, transform
from makeready.press.importers.svg.shapes import SHAPES, outline, written

_STEPS = 32
"""Straight pieces of which a curve's length is counted."""


def rail(text_path: Element, target: Element | None, matrix: Matrix, view: Viewport, style: Style) -> TextPath | None:
    """The path in mm and the offset along it; None where there is none. matrix: user space to mm.

    SVG puts the anchor of the words at `startOffset`; ours counts from where the words would stand on the whole path.

    Raises:
        PathFault: for path data that cannot be read.
    """
    if text_path.get("path"):
        data = written(parse(text_path.get("path", "")), matrix)
    elif target is None or _kind(target) not in SHAPES:
        return None
    else:
        commands = outline(_kind(target), dict(target.attrib), view, 16.0)
        data = written(commands, matrix @ transform(target.get("transform")))
    if not data:
        return None
    long = path_length(parse(data))
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    word = text_path.get("startOffset", "0").strip()
    start = length(word, of=long) if word.endswith("%") else length(word) * scale
    share = {"middle": 0.5, "end": 1.0}.get(style.get("text-anchor", "start"), 0.0)
    offset = start - share * long
    return TextPath(path=data, offset=min(max(offset, -5000.0), 5000.0))


def path_length(commands: tuple[Command, ...]) -> float:
    """How long a path is, gaps left out."""
    total, at, start = 0.0, (0.0, 0.0), (0.0, 0.0)
    for letter, n in commands:
        end = start if letter == "Z" else (n[-2], n[-1])
        if letter == "C":
            total += _curve(at, n)
        elif letter != "M":
            total += math.dist(at, end)
        start = end if letter == "M" else start
        at = end
    return total


def _curve(at: tuple[float, float], n: tuple[float, ...]) -> float:
    def place(t: float) -> tuple[float, float]:
        u = 1 - t
        a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
        return a * at[0] + b * n[0] + c * n[2] + d * n[4], a * at[1] + b * n[1] + c * n[3] + d * n[5]

    points = [place(step / _STEPS) for step in range(_STEPS + 1)]
    return sum(math.dist(points[step], points[step + 1]) for step in range(_STEPS))


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
