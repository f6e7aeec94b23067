"""How does a text item become glyph runs? And where do carets stand in it?"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from makeready.press.design.items import TextItem
from makeready.press.displaylist.items import DisplayItem, FontKey, GlyphRun
from makeready.press.findings import Finding, Severity
from makeready.press.fonts.library import DEFAULT_FAMILY, FontLibrary
from makeready.press.fonts.rights import FontNotEmbeddable
from makeready.press.geometry import MM_PER_INCH, PT_PER_INCH, Point, Rect, pt_to_mm
from makeready.press.layout.frame import Place, around
from makeready.press.layout.ink import ink
from makeready.press.layout.kinds import draws
from makeready.press.typography.breaks import paragraphs, utf16_offsets
from makeready.press.typography.carets import Cell, cells
from makeready.press.typography.fit import SLACK_MM, Fitting, Frame, shrunk
from makeready.press.typography.lines import SetLine, set_line
from makeready.press.typography.paragraph import Paragraph, Style, shaped

CAPITALS = 0.66
"""Height of capitals in type sizes, near enough for the safe area."""


class GlyphMissing(Finding):
    """No font has a character: it would print as an empty box."""

    code = "glyph-missing"
    sentence = "No font has the character {shown} in {item} on page {number}."
    fix = "Upload a font that has it, or change the text."


class TextOverflow(Finding):
    """Text that sticks out of its box."""

    code = "text-overflow"
    severity = Severity.WARNING
    sentence = "The text of {item} does not fit its box: {what}."
    fix = "Shorten the text, make the type smaller or the box larger."


class FontMissing(Finding):
    """A font family that nobody has."""

    code = "font-missing"
    severity = Severity.WARNING
    sentence = "The font “{font}” of {item} is not there; “{instead}” stands in for it."
    fix = "Upload the font, or choose another one."


class FontStyleMissing(Finding):
    """A weight or slant that a family does not have."""

    code = "font-style-missing"
    severity = Severity.WARNING
    sentence = "“{font}” has no {style}; {item} is set in the nearest style."
    fix = "Upload this style of the font, or choose another one."


class TextUnsafe(Finding):
    """Text nearer to the cut than the page's safe area allows."""

    code = "outside-safe-area"
    severity = Severity.WARNING
    sentence = "{item} reaches {by:.1f} mm beyond the safe area: it may be cut off."
    fix = "Move it away from the edge."


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line in its box. x: its left end, baseline: both mm from the box's top left. start: of its paragraph."""

    paragraph: Paragraph
    start: int
    line: SetLine
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class SetText:
    """A text set in its box. size: the em, mm. ascent, descent: in type sizes."""

    lines: tuple[TextLine, ...]
    fitting: Fitting
    size: float
    ascent: float
    descent: float
    height: float
    fonts: tuple[FontKey, ...]
    missing: tuple[str, ...]


@draws("text")
def text(item: TextItem, place: Place) -> tuple[DisplayItem, ...]:
    """The glyph runs of a text item; what is wrong with it goes to `place`."""
    if not item.text:
        return ()
    _tell(item, set_text(item, place.fonts), place)
    return glyphs(item, place.fonts)


def glyphs(item: TextItem, fonts: FontLibrary) -> tuple[GlyphRun, ...]:
    """The glyph runs of a text item, line by line, each line's from left to right."""
    found = set_text(item, fonts)
    color, size = ink(item.fill), found.size
    return tuple(
        GlyphRun(
            origin=Point(item.x + line.x + placed.x * size / 1000, item.y + line.baseline),
            font=placed.run.font,
            size=size,
            glyphs=placed.glyphs,
            ink=color,
            text=line.paragraph.text[placed.run.start : placed.run.end],
            rtl=placed.run.rtl,
        )
        for line in found.lines
        for placed in line.line.runs
    )


def set_text(item: TextItem, fonts: FontLibrary) -> SetText:
    """The text set in its box, wherever the box is; remembered, because most items of a page stay as they were."""
    style = Style(
        font=fonts.choose(item.font, item.weight, item.italic),
        letter_spacing=item.letter_spacing,
        language=item.language,
        direction=item.direction,
    )
    least = item.min_size if item.fit == "shrink" else item.size
    return _set(
        item.text, style, item.size, least, item.width, item.height, item.line_height,
        item.align, item.vertical_align, item.wrap, fonts,
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _set(
    words: str,
    style: Style,
    size: float,
    least: float,
    width: float,
    height: float,
    line_height: float,
    align: str,
    vertical: str,
    wrap: bool,
    fonts: FontLibrary,
) -> SetText:
    font = fonts.load(style.font)
    ascent, descent = font.typo_ascender / font.units_per_em, -font.typo_descender / font.units_per_em
    frame = Frame(width, height, line_height, ascent, descent, wrap)
    places = list(paragraphs(words))
    parts = [shaped(words[start:end], style, fonts) for start, end in places]
    fitting = shrunk(parts, frame, size, least)
    em = fitting.size
    tall = frame.text_height(sum(map(len, fitting.spans)), em)
    room = {"top": 0.0, "middle": (height - tall) / 2, "bottom": height - tall, "baseline": -ascent * em}[vertical]
    lines: list[TextLine] = []
    for (start, _), part, spans in zip(places, parts, fitting.spans, strict=True):
        for span in spans:
            line = set_line(part, span, width / em * 1000, align, fonts)
            baseline = room + (ascent + len(lines) * line_height) * em
            lines.append(TextLine(part, start, line, line.x * em / 1000, baseline))
    return SetText(
        lines=tuple(lines),
        fitting=fitting,
        size=em,
        ascent=ascent,
        descent=descent,
        height=tall,
        fonts=tuple(dict.fromkeys(run.font for part in parts for run in part.runs)) or (style.font,),
        missing=tuple(dict.fromkeys(gap.character for part in parts for gap in part.missing)),
    )


def _tell(item: TextItem, found: SetText, place: Place) -> None:
    """The findings of a set text."""
    for character in found.missing:
        place.tell(GlyphMissing, item, "text", shown=_shown(character), number=place.page)
    _tell_fonts(item, found, place)
    if item.vertical_align != "baseline" and not found.fitting.fits:
        place.tell(TextOverflow, item, "text", what=_too_much(item, found))
    if place.safe is not None:
        seen = place.matrix.box(_ink_box(item, found))
        by = max(place.safe.x - seen.x, place.safe.y - seen.y, seen.right - place.safe.right,
                 seen.bottom - place.safe.bottom)  # fmt: skip
        if by > 0.05:
            place.tell(TextUnsafe, item, by=by)


def _tell_fonts(item: TextItem, found: SetText, place: Place) -> None:
    fonts = place.fonts
    if item.font and not fonts.knows(item.font):
        instead = fonts.load(fonts.choose(item.font)).facts.family or DEFAULT_FAMILY
        place.tell(FontMissing, item, "font", font=item.font[:60], instead=instead)
    elif (item.weight != 400 or item.italic) and not fonts.has_style(item.font, item.weight, item.italic):
        style = " ".join([f"weight {item.weight}"] + ["italic"] * item.italic)
        place.tell(FontStyleMissing, item, "weight", font=item.font or DEFAULT_FAMILY, style=style)
    for key in found.fonts:
        font = fonts.load(key)
        if not font.embeddable:
            place.tell(FontNotEmbeddable, item, "font", font=font.facts.family)


def _too_much(item: TextItem, found: SetText) -> str:
    """What of the text is too much, in words: how tall or wide it is, and the first word outside."""
    said: list[str] = []
    size = f"{found.size * PT_PER_INCH / MM_PER_INCH:g} pt"
    if found.fitting.too_tall:
        said.append(f"at {size} it is {found.height:.1f} mm high and the box {item.height:.1f} mm")
    if found.fitting.too_wide:
        widest = max(line.line.width for line in found.lines) * found.size / 1000
        said.append(f"at {size} it is {widest:.1f} mm wide and the box {item.width:.1f} mm")
    if found.fitting.cut:
        said.append(f"at {size} a word is wider than the box and had to be cut")
    if outside := _first_outside(item, found):
        said.append(f"from “{outside}” on it sticks out")
    return "; ".join(said)


def _first_outside(item: TextItem, found: SetText) -> str:
    for line in found.lines:
        if line.baseline + found.descent * found.size > item.height + SLACK_MM:
            span = line.line.span
            return next(iter(line.paragraph.text[span.start : span.end].split()), "")[:40]
    return ""


def _ink_box(item: TextItem, found: SetText) -> Rect:
    """The box around the capitals of all lines; mm in the item's own space."""
    height, scale = CAPITALS * found.size, found.size / 1000
    return around(
        Rect(item.x + line.x, item.y + line.baseline - height, line.line.width * scale, height)
        for line in found.lines
        if line.line.runs
    )


def _shown(character: str) -> str:
    """A character as a person can find it: itself, its number and its name."""
    name = unicodedata.name(character, "")
    number = f"U+{ord(character):04X}" + (f" {name}" if name else "")
    return f"“{character}” ({number})" if character.isprintable() or unicodedata.category(character) == "Co" else number


@dataclass(frozen=True, slots=True)
class CaretLine:
    """A line for the editor, in mm in the space of the item's group. start, end: UTF-16 offsets.

    carets: offset and x of every place where a caret may stand. cells: the graphemes, for selections.
    """

    start: int
    end: int
    top: float
    bottom: float
    baseline: float
    carets: tuple[tuple[int, float], ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CaretMap:
    """Where carets and selections stand in a text item. size: as set, points."""

    lines: tuple[CaretLine, ...]
    overflow: bool
    size: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the browser, mm to a thousandth."""
        return {
            "overflow": self.overflow,
            "size": round(self.size, 3),
            "lines": [
                {
                    "start": line.start,
                    "end": line.end,
                    "top": round(line.top, 3),
                    "bottom": round(line.bottom, 3),
                    "baseline": round(line.baseline, 3),
                    "carets": [[offset, round(x, 3)] for offset, x in line.carets],
                    "cells": [[c.start, c.end, round(c.left, 3), round(c.right, 3), c.rtl] for c in line.cells],
                }
                for line in self.lines
            ],
        }


def caret_map(item: TextItem, fonts: FontLibrary) -> CaretMap:
    """Lines, caret places and overflow of a text item as it is laid out.

    A line's last caret stands after the white space that hangs over its end; the same offset begins the next line.
    """
    found = set_text(item, fonts)
    offsets = utf16_offsets(item.text)
    overflow = item.vertical_align != "baseline" and not found.fitting.fits
    lines = tuple(_caret_line(item, line, found, offsets) for line in found.lines)
    return CaretMap(lines, overflow, found.size / pt_to_mm(1))


def _caret_line(item: TextItem, line: TextLine, found: SetText, offsets: list[int]) -> CaretLine:
    scale, left = found.size / 1000, item.x + line.x
    graphemes = tuple(
        Cell(c.start, c.end, left + c.left * scale, left + c.right * scale, c.rtl)
        for c in cells(line.paragraph, line.line, offsets, line.start)
    )
    span = line.line.span
    start, end = offsets[line.start + span.start], offsets[line.start + span.end]
    carets = [(cell.start, cell.right if cell.rtl else cell.left) for cell in graphemes]
    last = graphemes[-1] if graphemes else None
    carets.append((end, left if last is None else last.left if last.rtl else last.right))
    baseline = item.y + line.baseline
    return CaretLine(
        start, end, baseline - found.ascent * found.size, baseline + found.descent * found.size, baseline,
        tuple(carets), graphemes,
    )  # fmt: skip
