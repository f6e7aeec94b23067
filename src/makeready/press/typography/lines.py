"""How is a paragraph set in lines of a width? Broken, aligned, justified, in visual order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from makeready.press.displaylist.items import Glyph
from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.bidi import visual_order
from makeready.press.typography.justify import stretched
from makeready.press.typography.paragraph import Paragraph, anywhere
from makeready.press.typography.shape import ShapedRun
from makeready.press.typography.tabs import Stop, tab_advances, tabbed

ROOM = 1e-3
"""Lines may be this much too wide (1/1000 em): sums of rounded advances are not exact."""
HYPHENS_IN_A_ROW = 3
"""Most lines one after the other that end with a hyphen, unless there is no other way."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a paragraph's lines have to stand in, 1/1000 em of the text's size.

    width: of a line. first: of the first line, where it is another. start, first_start: where lines begin, from the
    column's edge where they do. end: how far before its other edge they end. tabs: stops, from that edge.
    """

    width: float
    first: float
    start: float = 0.0
    first_start: float = 0.0
    end: float = 0.0
    tabs: tuple[Stop, ...] = ()

    def of(self, span: Span) -> tuple[float, float]:
        """Where a line begins, and how wide it may be."""
        return (self.first_start, self.first) if span.start == 0 else (self.start, self.width)


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


def wrap(paragraph: Paragraph, width: float | Room) -> list[Span]:
    """The lines of a paragraph. width: 1/1000 em, infinite for no wrapping.

    Every character is on exactly one line; a paragraph without characters is one empty line.
    """
    room = width if isinstance(width, Room) else Room(width, width)
    tabs = room.tabs if "\t" in paragraph.text else ()
    spans: list[Span] = []
    start, whole, hyphens = 0, len(paragraph.text), 0
    while start < whole:
        wide = room.width if start else room.first
        may = hyphens < HYPHENS_IN_A_ROW or not paragraph.hyphens
        if tabs:
            end, broken = _tabbed_end(paragraph, start, wide, room)
        else:
            end, broken = _line_end(paragraph, start, wide, may)
        span = _span(paragraph, start, end, broken)
        if tabs:
            span = replace(span, width=_tabbed_width(paragraph, start, span.solid, room))
        hyphens = hyphens + 1 if span.solid in paragraph.hyphens and not span.last else 0
        spans.append(span)
        start = end
    return spans or [Span(0, 0, 0, 0.0, False, True)]


def _line_end(paragraph: Paragraph, start: int, width: float, may_hyphenate: bool) -> tuple[int, bool]:
    """Where the line that begins at `start` ends, and whether it cuts a word."""
    breaks, solid = paragraph.breaks, paragraph.solid
    most = paragraph.pen[start] + width + ROOM
    fitting = best = bisect_right(solid, most)
    if paragraph.hyphens:  # a hyphen's width makes `solid` rise and fall a little
        while fitting and (
            solid[fitting - 1] > most or (not may_hyphenate and breaks[fitting - 1] in paragraph.hyphens)
        ):
            fitting -= 1
        if not (fitting and breaks[fitting - 1] > start):
            while best and solid[best - 1] > most:
                best -= 1
            fitting = best
    if fitting and breaks[fitting - 1] > start:
        return breaks[fitting - 1], False
    word_end = next((end for end in breaks if end > start and end not in paragraph.hyphens), len(paragraph.text))
    return _cut_word(paragraph, start, word_end, most), True


def _tabbed_end(paragraph: Paragraph, start: int, width: float, room: Room) -> tuple[int, bool]:
    """The same where tabs move what follows them: candidate by candidate."""
    best = 0
    for at in paragraph.breaks:
        if at <= start:
            continue
        solid = paragraph.trimmed(start, at)
        if _tabbed_width(paragraph, start, solid, room) > width + ROOM and best:
            break
        best = at
        if _tabbed_width(paragraph, start, solid, room) > width + ROOM:
            break
    return best or len(paragraph.text), False


def _tabbed_width(paragraph: Paragraph, start: int, end: int, room: Room) -> float:
    begin = room.start if start else room.first_start
    advances = tab_advances(paragraph, start, end, begin, room.tabs)
    natural = paragraph.pen[end] - paragraph.pen[start] + paragraph.hyphens.get(end, 0.0)
    return natural + sum(advance - (paragraph.pen[at + 1] - paragraph.pen[at]) for at, (advance, _) in advances.items())


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
    solid, last = paragraph.trimmed(start, end), end == len(paragraph.text)
    spacing = paragraph.spacing_before(solid) if solid > start else 0.0
    width = paragraph.pen[solid] - paragraph.pen[start] - spacing
    if not last and not broken:
        width += paragraph.hyphens.get(solid, 0.0)
    return Span(start, solid, end, max(width, 0.0), broken, last)


@dataclass(frozen=True, slots=True)
class PlacedRun:
    """A run on its line. x: from the line's left end, 1/1000 em of the text's size; glyphs: of the run's own."""

    x: float
    run: ShapedRun
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        """How much of the line it takes, 1/1000 em of the text's size."""
        return sum(glyph.advance for glyph in self.glyphs) * self.run.scale


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line with its glyphs, left to right. x: from the column's left, width: without hanging space; 1/1000 em."""

    span: Span
    x: float
    width: float
    runs: tuple[PlacedRun, ...]


def set_line(paragraph: Paragraph, span: Span, width: float | Room, align: str, fonts: FontLibrary) -> SetLine:
    """The line's glyphs in visual order, aligned in a width (1/1000 em).

    align: start, end, left, center, right, justify.
    """
    room = width if isinstance(width, Room) else Room(width, width)
    begins, wide = room.of(span)
    runs = paragraph.on_line(span.start, span.solid, fonts)
    if hyphen := _hyphen(paragraph, span, runs, fonts):
        runs = [*runs, hyphen]
    if room.tabs and "\t" in paragraph.text[span.start : span.solid]:
        advances = tab_advances(paragraph, span.start, span.solid, begins, room.tabs)
        runs = [tabbed(run, paragraph.text, advances, fonts) for run in runs]
    trailing = runs[-1].spacing * runs[-1].scale if runs else 0.0
    if align == "justify" and not span.last:
        natural = sum(sum(glyph.advance for glyph in run.glyphs) * run.scale for run in runs) - trailing
        runs = stretched(paragraph, runs, wide - natural)
    placed: list[PlacedRun] = []
    pen = 0.0
    order = visual_order([run.level for run in runs]) if len(runs) > 1 else range(len(runs))
    for run in (runs[place] for place in order):
        placed.append(PlacedRun(pen, run, run.glyphs))
        pen += sum(glyph.advance for glyph in run.glyphs) * run.style.scale
    line_width = pen - trailing
    left = room.end if paragraph.rtl else begins
    return SetLine(span, left + _left(align, paragraph.rtl, wide - line_width), line_width, tuple(placed))


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


def _hyphen(paragraph: Paragraph, span: Span, runs: list[ShapedRun], fonts: FontLibrary) -> ShapedRun | None:
    """A run of its own, of no character of the text, for the hyphen at which the line breaks."""
    if span.last or span.broken or not runs or span.solid not in paragraph.hyphens:
        return None
    run = runs[-1]
    font = fonts.load(run.font)
    gid = font.hyphen
    if gid is None:
        return None
    glyph = Glyph(gid, font.advance(gid) * 1000 / font.units_per_em)
    return replace(run, start=run.end, glyphs=(glyph,), unsafe=frozenset(), spacing=0.0)
