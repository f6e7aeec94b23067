"""How does SVG text become text items? One per chunk, on its baseline or path, its styles as runs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.etree.ElementTree import Element

from makeready.press.design.items import TextItem
from makeready.press.design.paint import Color
from makeready.press.design.text import MAX_RUNS, MAX_TEXT, TextPath
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
Inked = Callable[[Style], tuple[Color, float] | None]
"""The ink of letters of a style, and how solid; None where they are not seen."""


@dataclass(slots=True)
class Chunk:
    """Words on one baseline, from one place on (user units), in stretches of one style each.

    along: the `textPath` on which they stand, where they do.
    """

    x: float
    y: float
    style: Style
    parts: list[tuple[str, Style]] = field(default_factory=list)
    along: Element | None = None

    @property
    def words(self) -> str:
        """All its words."""
        return "".join(words for words, _ in self.parts)


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
            if tag in ("tspan", "a", "textPath") and depth < 16:
                inner = _decorated(self.styled(child, style), style)
                if inner.get("display") != "none":
                    if tag == "textPath":
                        self.done.append(Chunk(0.0, 0.0, inner, along=child))
                    self.read(child, inner, depth + 1)
            self._say(child.tail, style)

    def _move(self, element: Element, style: Style) -> None:
        em = length(style.get("font-size"), otherwise=16.0)
        xs, ys = _places(element, "x", self.view.width, em), _places(element, "y", self.view.height, em)
        shift = [(_places(element, name, 0.0, em) or [0.0])[0] for name in ("dx", "dy")]
        if len(xs) > 1 or len(ys) > 1 or element.get("rotate"):
            self.left_out.add("places of single letters")
        if self.done and not xs and not ys and not any(shift):
            return
        if self.done and self.done[-1].along is not None:
            if element is not self.done[-1].along:
                self.left_out.add("shifts along a path")
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
        if not chunk.words.strip():
            chunk.style = style
        chunk.parts.append((words, style))


def _decorated(style: Style, parent: Style) -> Style:
    """A line below or through the letters goes on in all that stands within."""
    names = ("text-decoration", "text-decoration-line")
    return {**style, **{name: f"{parent[name]} {style.get(name, '')}" for name in names if name in parent}}


def _places(element: Element, name: str, of: float, em: float) -> list[float]:
    return [length(word, of=of, em=em) for word in re.split(r"[\s,]+", element.get(name, "").strip()) if word]


def text_item(chunk: Chunk, matrix: Matrix, inked: Inked, along: TextPath | None = None) -> TextItem | None:
    """The item for a chunk; None where nothing of it would be seen. matrix: user units to mm. along: its path in mm."""
    parts = _collapsed(chunk.parts, preserve=chunk.style.get("xml:space") == "preserve")
    shape, base = likeness(matrix), chunk.style
    size = _size(base) * shape.scale * PT_PER_INCH / MM_PER_INCH
    ink = inked(base)
    if not parts or not 0.5 <= size <= 2000 or ink is None:
        return None
    align = _ANCHORS.get(base.get("text-anchor", "start"), "left")
    corner = _corner(matrix.apply(Point(chunk.x, chunk.y)), shape.angle, align)
    looks = [_look(style, inked(style), shape.scale) for _, style in parts]
    whole = _look(base, ink, shape.scale)
    said: dict[str, Any] = {"x": corner.x, "y": corner.y, "rotation": shape.angle}
    if along is not None:
        said = {"x": 0.0, "y": 0.0, "along": along}
    if all(look == whole for look in looks):
        said["text"] = "".join(words for words, _ in parts)[:MAX_TEXT]
    else:
        said["runs"] = [
            {"text": words, **{key: value for key, value in look.items() if value != whole.get(key)}}
            for (words, _), look in zip(parts[:MAX_RUNS], looks, strict=False)
        ]
    shift = {"baseline_shift"} & whole.keys()
    return TextItem(
        type="text", width=SIDE, height=SIDE, opacity=ink[1], align=align, vertical_align="baseline", wrap=False,
        direction="rtl" if base.get("direction") == "rtl" else "auto",
        **{key: value for key, value in whole.items() if key not in shift}, **said,
    )  # fmt: skip


def _look(style: Style, ink: tuple[Color, float] | None, scale: float) -> dict[str, Any]:
    """What letters look like, as properties of a run. scale: mm per user unit."""
    em = _size(style)
    spacing = length(style.get("letter-spacing"), em=em) / em * 1000 if em else 0.0
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    look: dict[str, Any] = {
        "size": min(max(em * scale * PT_PER_INCH / MM_PER_INCH, 0.5), 2000.0),
        "font": family(style.get("font-family", "")),
        "weight": weight(style.get("font-weight", "")),
        "italic": style.get("font-style", "normal") != "normal",
        "letter_spacing": min(max(spacing, -500.0), 5000.0),
        "underline": "underline" in lines,
        "strike": "line-through" in lines,
    }
    if ink is not None:
        look["fill"] = ink[0]
    if shift := _shift(style.get("baseline-shift", "baseline"), em):
        look["baseline_shift"] = shift
    return look


def _shift(word: str, em: float) -> float:
    named = {"baseline": 0.0, "sub": -200.0, "super": 400.0}
    if word in named:
        return named[word]
    return min(max(length(word, of=em, em=em) / em * 1000, -5000.0), 5000.0) if em else 0.0


def _size(style: Style) -> float:
    return length(style.get("font-size"), otherwise=16.0)


def _collapsed(parts: list[tuple[str, Style]], *, preserve: bool) -> list[tuple[str, Style]]:
    """Stretches with their white space as SVG shows it; neighbours of one style are one."""
    found: list[tuple[str, Style]] = []
    for said, style in parts:
        words = said if preserve else re.sub(r"[ \t\r\n]+", " ", said)
        if not preserve and (not found or found[-1][0].endswith(" ")):
            words = words.removeprefix(" ")
        if found and found[-1][1] == style:
            found[-1] = found[-1][0] + words, style
        elif words:
            found.append((words, style))
    if found and not preserve:
        found[-1] = found[-1][0].rstrip(" "), found[-1][1]
    return [part for part in found if part[0]] if any(words.strip() for words, _ in found) else []


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
