"""How are glyphs painted that have colours of their own? As shapes or pictures, with their characters beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from makeready.press.displaylist.clusters import clusters
from makeready.press.displaylist.items import DisplayItem, Glyph, GlyphRun, Group
from makeready.press.fonts.color import painting
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Matrix, Point


def with_colors(items: Iterable[DisplayItem], fonts: FontLibrary) -> tuple[DisplayItem, ...]:
    """The same items, with the colour glyphs among them drawn; other glyphs stay text."""
    made: list[DisplayItem] = []
    for item in items:
        if isinstance(item, Group):
            made.append(replace(item, items=with_colors(item.items, fonts)))
        elif isinstance(item, GlyphRun) and fonts.load(item.font).facts.color:
            made += _drawn(item, fonts)
        else:
            made.append(item)
    return tuple(made)


def _drawn(run: GlyphRun, fonts: FontLibrary) -> Iterator[DisplayItem]:
    """A run of a colour font, cluster by cluster.

    What a drawn glyph says is carried by a space of the default font: colour fonts often hold nothing that a PDF
    could embed.
    """
    font = fonts.load(run.font)
    carrier = fonts.choose()
    space = fonts.load(carrier).glyph(" ") or 0
    unit, scale = run.size / font.units_per_em, run.size / 1000
    pen = 0.0
    for glyphs, words in clusters(run):
        begin, colored = pen, not font.facts.outlines
        for glyph in glyphs:
            picture = painting(font, glyph.gid, run.ink)
            if picture:
                x, y = run.origin.x + (pen + glyph.dx) * scale, run.origin.y - glyph.dy * scale
                yield Group(picture, matrix=Matrix(unit, 0.0, 0.0, unit, x, y))
                colored = True
            pen += glyph.advance
        origin = Point(run.origin.x + begin * scale, run.origin.y)
        if colored:
            lowered = glyphs[0].dy if len(glyphs) == 1 and not glyphs[0].advance else 0.0
            blank = Glyph(space, pen - begin)
            yield replace(
                run, origin=Point(origin.x, origin.y - lowered * scale), font=carrier, glyphs=(blank,), text=words
            )
        else:
            alone = tuple(replace(glyph, cluster=0) for glyph in glyphs)
            yield replace(run, origin=origin, glyphs=alone, text=words)
