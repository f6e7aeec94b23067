"""How does SVG text become text items? One per chunk, standing on its baseline, turned as its matrix says."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

from makeready.press.design.items import TextItem
from makeready.press.design.paint import CmykColor, RgbColor
from makeready.press.design.text import MAX_TEXT
from makeready.press.geometry import MM_PER_INCH, PT_PER_INCH, Matrix, Point
from makeready.press.importers.svg.css import Style
from makeready.press.importers.svg.lengths import Viewport, length, likeness, numbers

SIDE = 1.0
"""Side of a text item's box, mm: text on a baseline does not use it."""

_WEIGHTS = {"normal": 400, "bold": 700, "lighter": 300, "bolder": 700}
_GENERIC = {
    "sans-serif": None,
    "serif": "serif",
    "monospace": "monospace",
    "cursive": None,
    "fantasy": None,
    "system-ui": None,
}
_ANCHORS: dict[str, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}

Styled = Callable[[Element, Style], Style]


@dataclass(slots=True)
class Chunk:
    """Words on one baseline, from one place on (user units)."""

    x: float
    y: float
    style: Style
    words: str = ""
    mixed: bool = False


@dataclass(slots=True)
class Chunks:
    """The chunks of a `text` element, collected on the way through its `tspan`s."""

    view: Viewport
    styled: Styled
    done: list[Chunk] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    def read(self, element: Element, style: Style, depth: int = 0) -> None:
        """Take in an element's words and those of its children."""
        self._move(element, style)
        self._say(element.text, style)
        for child in element:
            tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if tag in ("tspan", "a") and depth < 16:
                inner = self.styled(child, style)
                if inner.get("display") != "none":
                    self.read(child, inner, depth + 1)
            elif tag == "textPath":
                self.left_out.add("text along a path")
            self._say(child.tail, style)

    def _move(self, element: Element, style: Style) -> None:
        em = length(style.get("font-size"), otherwise=16.0)
        xs, ys = _places(element, "x", self.view.width, em), _places(element, "y", self.view.height, em)
        shift = [(_places(element, name, 0.0, em) or [0.0])[0] for name in ("dx", "dy")]
        if len(xs) > 1 or len(ys) > 1 or element.get("rotate"):
            self.left_out.add("places of single letters")
        if self.done and not xs and not ys and not any(shift):
            return
        before = self.done[-1] if self.done else Chunk(0.0, 0.0, style)
        if self.done and not xs and before.words:
            self.left_out.add("shifts within a line of text")
            return
        self.done.append(Chunk((xs or [before.x])[0] + shift[0], (ys or [before.y])[0] + shift[1], style))

    def _say(self, words: str | None, style: Style) -> None:
        if not words or not self.done:
            return
        chunk = self.done[-1]
        if not chunk.words:
            chunk.style = style
        elif words.strip() and _look(style) != _look(chunk.style):
            chunk.mixed = True
        chunk.words += words


def _look(style: Style) -> tuple[str | None, ...]:
    return tuple(style.get(name) for name in ("fill", "font-family", "font-size", "font-weight", "font-style"))


def _places(element: Element, name: str, of: float, em: float) -> list[float]:
    return [length(word, of=of, em=em) for word in re.split(r"[\s,]+", element.get(name, "").strip()) if word]


def text_item(chunk: Chunk, matrix: Matrix, fill: CmykColor | RgbColor, opacity: float) -> TextItem | None:
    """The item for a chunk; None where nothing of it would be seen. matrix: user units to mm."""
    words = re.sub(r"[ \t\r\n]+", " ", chunk.words)
    words = chunk.words if chunk.style.get("xml:space") == "preserve" else words.strip()
    shape = likeness(matrix)
    em = length(chunk.style.get("font-size"), otherwise=16.0)
    size = em * shape.scale * PT_PER_INCH / MM_PER_INCH
    if not words.strip() or not 0.5 <= size <= 2000:
        return None
    align = _ANCHORS.get(chunk.style.get("text-anchor", "start"), "left")
    corner = _corner(matrix.apply(Point(chunk.x, chunk.y)), shape.angle, align)
    spacing = length(chunk.style.get("letter-spacing"), em=em) / em * 1000
    return TextItem(
        type="text", text=words[:MAX_TEXT], x=corner.x, y=corner.y, width=SIDE, height=SIDE,
        rotation=shape.angle, opacity=opacity, size=size, fill=fill, align=align, vertical_align="baseline",
        wrap=False, font=family(chunk.style.get("font-family", "")), weight=weight(chunk.style.get("font-weight", "")),
        italic=chunk.style.get("font-style", "normal") != "normal", letter_spacing=min(max(spacing, -500.0), 5000.0),
        direction="rtl" if chunk.style.get("direction") == "rtl" else "auto",
    )  # fmt: skip


def _corner(anchor: Point, angle: float, align: str) -> Point:
    """Where the box's corner is, so that after its turn about its centre the text starts (or ends) at the anchor."""
    reach = {"left": -SIDE / 2, "center": 0.0, "right": SIDE / 2}[align]
    turned = Matrix.turn(angle).apply(Point(reach, -SIDE / 2))
    return Point(anchor.x - turned.x - SIDE / 2, anchor.y - turned.y - SIDE / 2)


def family(words: str) -> str | None:
    """The first family of a list; None for the default font."""
    name = words.split(",")[0].strip().strip("'\"").strip()
    return _GENERIC.get(name.lower(), name[:200] or None)


def weight(word: str) -> int:
    """A weight by number or name."""
    found = numbers(word)
    number = found[0] if found and math.isfinite(found[0]) else _WEIGHTS.get(word.strip().lower(), 400)
    return int(min(max(number, 1), 1000))
