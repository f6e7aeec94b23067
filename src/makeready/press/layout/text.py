"""How does a text item become glyph runs? In lines in its box, in vertical lines, or along a path."""

from __future__ import annotations

from collections.abc import Iterator

from makeready.press.design.items import TextItem
from makeready.press.design.paint import LinearGradient, RadialGradient
from makeready.press.displaylist.items import Close, DisplayItem, Glyph, GlyphRun, Group, LineTo, MoveTo, Path
from makeready.press.displaylist.paint import Paint
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Matrix, Point
from makeready.press.layout.boxes import box_of
from makeready.press.layout.color_glyphs import with_colors
from makeready.press.layout.frame import Place
from makeready.press.layout.gradients import as_one, faded
from makeready.press.layout.ink import paint
from makeready.press.layout.kinds import draws
from makeready.press.layout.outlines import outlined
from makeready.press.layout.text_findings import tell
from makeready.press.layout.text_path import on_path
from makeready.press.layout.text_set import SetText, TextLine, glyph_run, set_text
from makeready.press.typography.lines import PlacedRun


@draws("text")
def text(item: TextItem, place: Place) -> tuple[DisplayItem, ...]:
    """What a text item paints; what is wrong with it goes to `place`."""
    if not item.words:
        return ()
    if item.along is not None:
        items = on_path(item, place)
    else:
        found = set_text(item, place.fonts)
        tell(item, found, place)
        items = painted(item, found, place.fonts)
    if not isinstance(item.fill, LinearGradient | RadialGradient):
        return outlined(items, place.fonts) if item.outlines else items
    items = faded(as_one(items), item.fill, box_of(item))
    return outlined(items, place.fonts) if item.outlines else items


def glyphs(item: TextItem, fonts: FontLibrary) -> tuple[DisplayItem, ...]:
    """What a text paints that nobody asks whether it fits: line by line, each from left to right."""
    return painted(item, set_text(item, fonts), fonts)


def painted(item: TextItem, found: SetText, fonts: FontLibrary) -> tuple[DisplayItem, ...]:
    """The display items of a set text."""
    inks = [paint(run.fill or item.fill, box_of(item)) for run in item.runs] or [paint(item.fill, box_of(item))]
    if any(fonts.load(font).facts.color for font in found.fonts):
        return with_colors(_in_ink(item, found, inks, fonts), fonts)
    return _in_ink(item, found, inks, fonts)


def _in_ink(item: TextItem, found: SetText, inks: list[Paint], fonts: FontLibrary) -> tuple[DisplayItem, ...]:
    """All glyphs as text in the item's inks."""
    if item.writing == "vertical-rl":
        return tuple(_vertical(item, found, inks, fonts))
    runs = tuple(
        glyph_run(placed, line, Point(item.x + line.x, item.y + line.baseline), found.size, inks[placed.run.part])
        for line in found.lines
        for placed in line.line.runs
    )
    lines = tuple(_rules(item, found, inks, fonts))
    return (*lines, *runs) if lines else runs


def _rules(item: TextItem, found: SetText, inks: list[Paint], fonts: FontLibrary) -> Iterator[Path]:
    """Lines below and through letters, one for all neighbours that look alike."""
    marks = [_marked(item, number) for number in range(max(1, len(item.runs)))]
    if not any(any(mark) for mark in marks):
        return
    for line in found.lines:
        for kind in (0, 1):
            left = right = 0.0
            last: PlacedRun | None = None
            for placed in (*line.line.runs, None):
                wanted = placed is not None and not line.is_marker and marks[placed.run.part][kind]
                if last is not None and not (wanted and placed is not None and placed.run.part == last.run.part):
                    yield _rule(item, line, last, kind, left, right, found.size, inks[last.run.part], fonts)
                    last = None
                if wanted and placed is not None:
                    left = placed.x if last is None else left
                    right, last = placed.x + placed.width, placed


def _marked(item: TextItem, part: int) -> tuple[bool, bool]:
    """Whether a run's letters are underlined and struck through."""
    run = item.runs[part] if item.runs else None
    underline = item.underline if run is None or run.underline is None else run.underline
    strike = item.strike if run is None or run.strike is None else run.strike
    return underline, strike


def _rule(
    item: TextItem, line: TextLine, placed: PlacedRun, kind: int, left: float, right: float, size: float, color: Paint,
    fonts: FontLibrary,
) -> Path:  # fmt: skip
    style = placed.run.style
    font = fonts.load(style.font)
    centre, thickness = font.strikeout if kind else font.underline
    unit = size * style.scale / font.units_per_em
    middle = item.y + line.baseline - style.rise * size * style.scale / 1000 - centre * unit
    top, bottom = middle - thickness * unit / 2, middle + thickness * unit / 2
    start = item.x + line.x
    a, b = start + left * size / 1000, start + right * size / 1000
    corners = Point(a, top), Point(b, top), Point(b, bottom), Point(a, bottom)
    return Path((MoveTo(corners[0]), *map(LineTo, corners[1:]), Close()), fill=color)


def _vertical(item: TextItem, found: SetText, inks: list[Paint], fonts: FontLibrary) -> Iterator[DisplayItem]:
    """Lines downwards, one after the other from right to left: set as horizontal ones and turned.

    A place (u along the line, v across) is `x + width - v`, `y + u` on the page. What stands upright is not turned
    with it; the rest lies on its side, its middle on the line's.
    """
    turned = Matrix(0.0, 1.0, -1.0, 0.0, item.x + item.width, item.y)
    for line in found.lines:
        for placed in line.line.runs:
            run, color = placed.run, inks[placed.run.part]
            if run.upright:
                start = turned.apply(Point(line.x + placed.x * found.size / 1000, line.baseline))
                yield _upright(placed, line, start, found.size * run.scale, color)
                continue
            font = fonts.load(run.font)
            middle = (font.typo_ascender + font.typo_descender) / 2 / font.units_per_em * found.size * run.scale
            on_side = glyph_run(placed, line, Point(line.x, line.baseline + middle), found.size, color)
            yield Group((on_side,), matrix=turned)


def _upright(placed: PlacedRun, line: TextLine, start: Point, size: float, color: Paint) -> GlyphRun:
    """Letters one below the other: all on the first one's baseline, lowered by what stands above them."""
    pen, lowered = 0.0, list[Glyph]()
    for glyph in placed.glyphs:
        lowered.append(Glyph(glyph.gid, 0.0, glyph.dx, glyph.dy - pen, glyph.cluster))
        pen += glyph.advance
    run = placed.run
    words = line.paragraph.text[run.start : run.end]
    return GlyphRun(start, run.font, size, tuple(lowered), color, words)
