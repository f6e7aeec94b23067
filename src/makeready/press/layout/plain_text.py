"""How is a text item set again and again with other words? What does not depend on the words is found once.

One line of plain text that fits its box needs no paragraph: its glyphs come pair by pair (`typography.pairs`), its
size, baseline and ink are those of any other such line of the item. What is anything else is laid out as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from makeready.press.design.items import TextItem
from makeready.press.displaylist.items import GlyphRun, Group
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Point
from makeready.press.layout.frame import Place
from makeready.press.layout.group import lay_out_item
from makeready.press.typography.lines import ROOM
from makeready.press.typography.pairs import pairs_of, script_in

KNOWN = frozenset({
    "type", "text", "x", "y", "width", "height", "font", "size", "weight", "italic", "fill", "align",
    "vertical_align", "line_height", "fit", "min_size", "wrap", "language",
    "name", "rotation", "opacity", "blend", "visible", "locked", "layer", "overprint",
})  # fmt: skip
"""What may be said of an item whose lines are plain; anything else may change how its words are set."""

SHARES = {"start": 0.0, "left": 0.0, "justify": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
"""Which part of the room left over stands before a line that runs from left to right."""

LINES_KEPT = 1000

Setter = Callable[[str], Group | None]
"""Words → the item's group, or None where they are no line of plain text that fits."""


def setter(item: TextItem, place: Place) -> Setter | None:
    """How to set the item with other words; None where its lines are not alike, or one of them is at fault."""
    if not item.model_fields_set <= KNOWN or (place.safe is not None and item.rotation):
        return None
    sample = _sample(item, place)
    if sample is None:
        return None
    group, run = sample
    font = place.fonts.load(run.font)
    scale = run.size / 1000
    room = item.width / scale
    share = SHARES[item.align]
    left, y = item.x, run.origin.y
    low, high = (place.safe.x - 0.05, place.safe.right + 0.05) if place.safe is not None else (-1e9, 1e9)
    ink, size, key = run.ink, run.size, run.font
    tables: dict[str, Callable] = {}
    kept: dict[str, Group] = {}

    def set_words(words: str) -> Group | None:
        made = kept.get(words)
        if made is not None:
            return made
        if not words or words[-1] == " ":
            return None
        script = script_in(words)
        line = tables.get(script)
        if line is None:
            line = tables[script] = pairs_of(font, script, item.language).line
        glyphs = line(words)
        if glyphs is None:
            return None
        width = sum([glyph.advance for glyph in glyphs])
        if width > room + ROOM:
            return None
        x = left + (room - width) * share * scale if share else left
        if x < low or x + width * scale > high:
            return None
        placed = GlyphRun(Point(x, y), key, size, glyphs, ink, words)
        made = Group(
            (placed,), group.matrix, group.clip, group.mask, group.opacity, group.blend, group.item, group.layer,
            group.overprint, group.isolated,
        )  # fmt: skip
        if len(kept) >= LINES_KEPT:
            kept.clear()
        kept[words] = made
        return made

    return set_words


def _sample(item: TextItem, place: Place) -> tuple[Group, GlyphRun] | None:
    """The item with a short word, laid out as ever: one run of its own font without any finding."""
    findings: list = []
    group = lay_out_item(item.changed({"text": "i"}), replace(place, findings=findings))
    runs = [part for part in group.items if isinstance(part, GlyphRun)]
    if findings or len(group.items) != 1 or len(runs) != 1 or runs[0].rtl or runs[0].text != "i":
        return None
    return (group, runs[0]) if _is_own(runs[0], item, place.fonts) else None


def _is_own(run: GlyphRun, item: TextItem, fonts: FontLibrary) -> bool:
    return run.font == fonts.choose(item.font, item.weight, item.italic)
