"""How is a paragraph set in lines of a width? Broken, aligned, justified, in visual order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from makeready.press.displaylist.items import Glyph
from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.bidi import visual_order
from makeready.press.typography.paragraph import Paragraph, anywhere
from makeready.press.typography.shape import ShapedRun

ROOM = 1e-3
"""Lines may be this much too wide (1/1000 em): sums of rounded advances are not exact."""


@dataclass(frozen=True, slots=True)
class Span:
    """A line as places in its paragraph: `start` to `end`, of which what follows `solid` is hanging white space.

    broken: a word was cut because it is wider than the line. last: the paragraph ends here.
    """

    start: int
    solid: int
    end: int
    width: float
    broken: bool
    last: bool


def wrap(paragraph: Paragraph, width: float) -> list[Span]:
    """The lines of a paragraph. width: 1/1000 em, infinite for no wrapping.

    Every character is on exactly one line; a paragraph without characters is one empty line.
    """
    spans: list[Span] = []
    start, whole = 0, len(paragraph.text)
    while start < whole:
        end, broken = _line_end(paragraph, start, width)
        spans.append(_span(paragraph, start, end, broken))
        start = end
    return spans or [Span(0, 0, 0, 0.0, False, True)]


def _line_end(paragraph: Paragraph, start: int, width: float) -> tuple[int, bool]:
    """Where the line that begins at `start` ends, and whether it cuts a word."""
    most = paragraph.pen[start] + width + ROOM
    fitting = bisect_right(paragraph.solid, most)
    if fitting and paragraph.breaks[fitting - 1] > start:
        return paragraph.breaks[fitting - 1], False
    word_end = next((end for end in paragraph.breaks if end > start), len(paragraph.text))
    return _cut_word(paragraph, start, word_end, most), True


def _cut_word(paragraph: Paragraph, start: int, end: int, most: float) -> int:
    places = anywhere(paragraph, start, end)
    fits = [
        at for at in places if paragraph.pen[at] - paragraph.spacing_before(at) <= most and _cuttable(paragraph, at)
    ]
    return fits[-1] if fits else places[0]


def _cuttable(paragraph: Paragraph, at: int) -> bool:
    """Not inside a ligature, whose characters all begin where it begins."""
    return at == len(paragraph.text) or paragraph.pen[at] != paragraph.pen[at + 1] or paragraph.text[at] in "\u00ad"


def _span(paragraph: Paragraph, start: int, end: int, broken: bool) -> Span:
    solid = paragraph.trimmed(start, end)
    spacing = paragraph.spacing_before(solid) if solid > start else 0.0
    width = paragraph.pen[solid] - paragraph.pen[start] - spacing
    return Span(start, solid, end, max(width, 0.0), broken, end == len(paragraph.text))


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """A run on its line. x: from the line's left end, 1/1000 em."""

    x: float
    run: ShapedRun
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line with its glyphs, left to right. x: from the box's left, width: without hanging space; 1/1000 em."""

    span: Span
    x: float
    width: float
    runs: tuple[PlacedRun, ...]


def set_line(paragraph: Paragraph, span: Span, width: float, align: str, fonts: FontLibrary) -> SetLine:
    """The line's glyphs in visual order, aligned in a width (1/1000 em).

    align: start, end, left, center, right, justify.
    """
    runs = paragraph.on_line(span.start, span.solid, fonts)
    if hyphen := _hyphen(paragraph, span, runs, fonts):
        runs = [*runs[:-1], hyphen]
    trailing = runs[-1].spacing if runs else 0.0
    natural = sum(glyph.advance for run in runs for glyph in run.glyphs) - trailing
    extra = _per_space(paragraph, span, width - natural) if align == "justify" else 0.0
    placed: list[PlacedRun] = []
    pen = 0.0
    for run in (runs[place] for place in visual_order([run.level for run in runs])):
        glyphs = _stretched(run, paragraph.text, extra) if extra else run.glyphs
        placed.append(PlacedRun(pen, run, glyphs))
        pen += sum(glyph.advance for glyph in glyphs)
    line_width = pen - trailing
    return SetLine(span, _left(align, paragraph.rtl, width - line_width), line_width, tuple(placed))


def _left(align: str, rtl: bool, room: float) -> float:
    if align == "center":
        return room / 2
    start_is_right = rtl
    if (
        align == "right"
        or (align in ("start", "justify") and start_is_right)
        or (align == "end" and not start_is_right)
    ):
        return room
    return 0.0


def _per_space(paragraph: Paragraph, span: Span, room: float) -> float:
    """How much each space of a justified line grows; the last line of a paragraph stays as it is."""
    spaces = sum(1 for character in paragraph.text[span.start : span.solid] if character in " \u00a0")
    return room / spaces if spaces and room > 0 and not span.last else 0.0


def _stretched(run: ShapedRun, text: str, extra: float) -> tuple[Glyph, ...]:
    return tuple(
        Glyph(g.gid, g.advance + extra, g.dx, g.dy, g.cluster) if text[run.start + g.cluster] in " \u00a0" else g
        for g in run.glyphs
    )


def _hyphen(paragraph: Paragraph, span: Span, runs: list[ShapedRun], fonts: FontLibrary) -> ShapedRun | None:
    """The last run with a hyphen, where the line breaks at a soft hyphen (U+00AD)."""
    if span.last or not runs or paragraph.text[span.solid - 1] != "\u00ad":
        return None
    run = runs[-1]
    font = fonts.load(run.font)
    gid = font.glyph("\u2010") or font.glyph("-")
    if gid is None:
        return None
    glyph = Glyph(gid, font.advance(gid) * 1000 / font.units_per_em, cluster=span.solid - 1 - run.start)
    glyphs = (glyph, *run.glyphs) if run.rtl else (*run.glyphs, glyph)
    return ShapedRun(run.start, run.end, run.level, run.script, run.font, glyphs, run.unsafe)
