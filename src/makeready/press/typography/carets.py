"""Where do carets and selections stand in a line? From clusters, grapheme by grapheme, in UTF-16 units.

Browsers count UTF-16 units, so offsets here do too. A ligature is shared out evenly among its graphemes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from makeready.press.displaylist.items import Glyph
from makeready.press.typography.breaks import graphemes
from makeready.press.typography.lines import SetLine
from makeready.press.typography.paragraph import Paragraph


@dataclass(frozen=True, slots=True)
class Cell:
    """One grapheme on a line. start, end: UTF-16 offsets in the text. left, right: from the line's left, 1/1000 em."""

    start: int
    end: int
    left: float
    right: float
    rtl: bool


def cells(paragraph: Paragraph, line: SetLine, offsets: list[int], paragraph_start: int) -> list[Cell]:
    """The graphemes of a line in logical order, white space that hangs at its end included.

    offsets: UTF-16 offset of each character of the whole text (`breaks.utf16_offsets`), in which the paragraph
    begins at character `paragraph_start`.
    """
    edges: dict[int, tuple[float, float, bool]] = {}
    for placed in line.runs:
        run = placed.run
        _edges_of(run.start, run.end, placed.x, placed.glyphs, run.scale, run.rtl, edges)
    _hanging(paragraph, line, edges)
    found: list[Cell] = []
    span = line.span
    for begin, stop in graphemes(paragraph.text[span.start : span.end]):
        start, end = span.start + begin, span.start + stop
        sides = [edges[at] for at in range(start, end) if at in edges]
        left, right = min(s[0] for s in sides), max(s[1] for s in sides)
        whole = paragraph_start
        found.append(Cell(offsets[whole + start], offsets[whole + end], left, right, sides[0][2]))
    return found


def _edges_of(
    start: int,
    end: int,
    x: float,
    glyphs: tuple[Glyph, ...],
    scale: float,
    rtl: bool,
    edges: dict[int, tuple[float, float, bool]],
) -> None:
    """Left and right edge of every character of a run."""
    extents: dict[int, tuple[float, float]] = {}
    pen = x
    for glyph in glyphs:
        left, right = extents.get(glyph.cluster, (pen, pen))
        after = pen + glyph.advance * scale
        extents[glyph.cluster] = (min(left, pen), max(right, after))
        pen = after
    starts = [*sorted(extents), end - start]
    for cluster, following in pairwise(starts):
        left, right = extents[cluster]
        count = following - cluster
        for number in range(count):
            place = count - 1 - number if rtl else number
            step = (right - left) / count
            edges[start + cluster + number] = (left + place * step, left + (place + 1) * step, rtl)


def _hanging(paragraph: Paragraph, line: SetLine, edges: dict[int, tuple[float, float, bool]]) -> None:
    """White space after the line's last visible character: it goes on in the paragraph's direction."""
    span = line.span
    pen = 0.0 if paragraph.rtl else line.width
    for at in range(span.solid, span.end):
        advance = paragraph.pen[at + 1] - paragraph.pen[at]
        pen, left = (pen - advance, pen - advance) if paragraph.rtl else (pen + advance, pen)
        edges[at] = (left, left + advance, paragraph.rtl)
