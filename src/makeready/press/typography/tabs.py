"""How far does a tab reach? To its stop, so that what follows begins, ends, or has its decimal sign there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from makeready.press.displaylist.items import Glyph
from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.paragraph import Paragraph
from makeready.press.typography.shape import TAB, ShapedRun

_DECIMAL = re.compile(r"(?<=\d)[.,٫](?=\d*\D*$)")
LEAST = 250.0
"""A tab is at least this wide: what follows never touches what stands before. 1/1000 em."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A tab stop. at: from the edge where lines begin, 1/1000 em of the text's size."""

    at: float
    align: str = "start"
    leader: str = ""


def tab_advances(
    paragraph: Paragraph, start: int, end: int, begins: float, stops: tuple[Stop, ...]
) -> dict[int, tuple[float, str]]:
    """Width and leader of each tab between two places of a paragraph; `begins`: where that line begins."""
    text, pen = paragraph.text, paragraph.pen
    found: dict[int, tuple[float, str]] = {}
    at, x = start, begins
    while (tab := text.find("\t", at, end)) >= 0:
        x += pen[tab] - pen[at]
        following = text.find("\t", tab + 1, end)
        stop = next((stop for stop in stops if stop.at > x + (LEAST if stop.align == "start" else 0.0)), None)
        if stop is None:
            width, leader = TAB, ""
        else:
            before = _before_stop(paragraph, tab + 1, end if following < 0 else following, stop.align)
            width, leader = max(stop.at - x - before, LEAST), stop.leader
        found[tab] = width, leader
        x += width
        at = tab + 1
    return found


def _before_stop(paragraph: Paragraph, start: int, end: int, align: str) -> float:
    """How much of the words after a tab stands before its stop."""
    pen = paragraph.pen
    if align == "start" or start >= end:
        return 0.0
    if align == "decimal":
        sign = _DECIMAL.search(paragraph.text, start, end)
        return pen[sign.start() if sign else end] - pen[start]
    return (pen[end] - pen[start]) * (0.5 if align == "center" else 1.0)


def tabbed(run: ShapedRun, text: str, advances: dict[int, tuple[float, str]], fonts: FontLibrary) -> ShapedRun:
    """The run with its tabs as wide as they must be, filled with their leaders."""
    if "\t" not in text[run.start : run.end]:
        return run
    glyphs: list[Glyph] = []
    for glyph in run.glyphs:
        known = advances.get(run.start + glyph.cluster)
        if known is None:
            glyphs.append(glyph)
            continue
        width, leader = known[0] / run.scale, known[1]
        glyphs += _leader(run, glyph, width, leader, fonts) if leader else [replace(glyph, advance=width)]
    return replace(run, glyphs=tuple(glyphs))


def _leader(run: ShapedRun, tab: Glyph, width: float, leader: str, fonts: FontLibrary) -> list[Glyph]:
    """The leader as often as it fits, ending where the words begin; all of it stands for the tab."""
    font = fonts.load(run.font)
    gids = [font.glyph(character) for character in leader]
    if None in gids:
        return [replace(tab, advance=width)]
    one = [
        Glyph(gid, font.advance(gid) * 1000 / font.units_per_em, cluster=tab.cluster) for gid in gids if gid is not None
    ]
    wide = sum(glyph.advance for glyph in one)
    times = int((width - LEAST) / wide) if wide > 0 else 0
    gap = Glyph(tab.gid, width - times * wide - LEAST / 2, cluster=tab.cluster)
    return [gap, *(one * times), Glyph(tab.gid, LEAST / 2, cluster=tab.cluster)]
