"""What is a paragraph once it is shaped? Runs with glyphs, places to break, widths: all independent of the size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.bidi import base_level, levels
from makeready.press.typography.breaks import graphemes, line_breaks
from makeready.press.typography.hyphenate import divisions
from makeready.press.typography.itemise import Missing, itemise
from makeready.press.typography.shape import ShapedRun, cut, shape
from makeready.press.typography.style import Stretch, Style

__all__ = ["Metrics", "Paragraph", "Stretch", "Style", "anywhere", "shaped"]


@dataclass(frozen=True, slots=True)
class Metrics:
    """How tall the letters of a style are, in sizes of the text: above and below the baseline, both positive."""

    scale: float
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A shaped paragraph. Widths in 1/1000 em of the text's size.

    style: that of the text as a whole. stretches: what it says in which style, at least one. metrics: of each stretch.
    pen: how wide the text before each character is, one more for the end; a ligature's whole width counts for its
    first character. breaks: where a line may end. solid: at each break, the pen before the white space that hangs
    there, with the hyphen where there will be one. hyphens: breaks at which a hyphen is put, and how wide it is.
    """

    text: str
    style: Style
    stretches: tuple[Stretch, ...]
    metrics: tuple[Metrics, ...]
    level: int
    runs: tuple[ShapedRun, ...]
    pen: tuple[float, ...]
    breaks: tuple[int, ...]
    solid: tuple[float, ...]
    missing: tuple[Missing, ...]
    hyphens: dict[int, float]

    @property
    def rtl(self) -> bool:
        """Whether it runs right to left."""
        return bool(self.level % 2)

    def trimmed(self, start: int, end: int) -> int:
        """The end of a line without the white space that hangs over it."""
        while end > start and self.text[end - 1] in _HANGING:
            end -= 1
        return end

    def spacing_before(self, at: int) -> float:
        """Letter spacing after the character before `at`: what a line that ends there drops."""
        if len(self.stretches) == 1 and not self.style.letter_spacing:
            return 0.0
        return next((run.spacing * run.scale for run in self.runs if run.start < at <= run.end), 0.0)

    def on_line(self, start: int, end: int, fonts: FontLibrary) -> list[ShapedRun]:
        """The runs between two places, in logical order."""
        return [
            cut(run, self.text, start, end, fonts.load(run.font))
            for run in self.runs
            if start < end and run.start < end and run.end > start
        ]

    def metrics_of(self, start: int, end: int) -> Metrics:
        """How tall a line between two places is: as its tallest style."""
        if len(self.metrics) == 1:
            return self.metrics[0]
        begins = (0, *(stretch.end for stretch in self.stretches))
        found = [
            m for m, begin, stop in zip(self.metrics, begins, begins[1:], strict=False) if begin < end and stop > start
        ]
        found = found or [
            next((m for m, stop in zip(self.metrics, begins[1:], strict=True) if stop >= start), self.metrics[-1])
        ]
        return Metrics(max(m.scale for m in found), max(m.ascent for m in found), max(m.descent for m in found))


_HANGING = " \t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000\u1680"
"""Spaces that may hang over a line's end; no-break spaces may not."""


@lru_cache(maxsize=4096)
def shaped(text: str, style: Style, fonts: FontLibrary, stretches: tuple[Stretch, ...] = ()) -> Paragraph:
    """The paragraph ready to be set in lines of any width and size. stretches: where parts differ from `style`."""
    stretches = stretches or (Stretch(len(text), style),)
    level = 0 if style.vertical else base_level(text, style.direction)
    runs, missing = itemise(text, bytes(len(text)) if style.vertical else levels(text, level), stretches, fonts)
    glyphed = tuple(shape(text, run, fonts.load(run.font)) for run in runs)
    advances = [0.0] * len(text)
    for run in glyphed:
        scale, start = run.style.scale, run.start
        for glyph in run.glyphs:
            advances[start + glyph.cluster] += glyph.advance * scale
    pen = tuple(accumulate(advances, initial=0.0))
    breaks = line_breaks(text, style.language)
    hyphens = _hyphens(text, breaks, stretches, glyphed, fonts)
    if hyphens:
        breaks = tuple(sorted({*breaks, *hyphens}))
    metrics = tuple(_metrics(stretch.style, fonts) for stretch in stretches)
    paragraph = Paragraph(text, style, stretches, metrics, level, glyphed, pen, breaks, (), tuple(missing), hyphens)
    ends = (paragraph.trimmed(start, end) for start, end in pairwise((0, *breaks)))
    if not hyphens and not style.letter_spacing and len(stretches) == 1:
        return replace(paragraph, solid=tuple(pen[end] for end in ends))
    solid = (pen[end] - paragraph.spacing_before(end) + hyphens.get(end, 0.0) for end in ends)
    return replace(paragraph, solid=tuple(solid))


def anywhere(paragraph: Paragraph, start: int, end: int) -> list[int]:
    """Places between graphemes: where a word too long for its line is broken at last."""
    return [start + stop for _, stop in graphemes(paragraph.text[start:end])]


def _metrics(style: Style, fonts: FontLibrary) -> Metrics:
    """Of the font asked for; one that stands in for a character does not move the line."""
    if style.vertical:  # the line is the middle of the em
        return Metrics(style.scale, style.scale / 2, style.scale / 2)
    font = fonts.load(style.font)
    unit = style.scale / font.units_per_em
    return Metrics(style.scale, font.typo_ascender * unit, -font.typo_descender * unit)


def _hyphens(
    text: str, breaks: tuple[int, ...], stretches: tuple[Stretch, ...], runs: tuple[ShapedRun, ...], fonts: FontLibrary
) -> dict[int, float]:
    """The places where a line's end shows a hyphen, with its width: soft hyphens, and by the language's patterns."""
    places = [at for at in breaks if text[at - 1] == "\u00ad" and at < len(text)] if "\u00ad" in text else []
    begin = 0
    for stretch in stretches:
        if stretch.style.hyphenate:
            inside = divisions(text[begin : stretch.end], stretch.style.language)
            places += [begin + at for at in inside if text[begin + at - 1] != "\u00ad"]
        begin = stretch.end
    if not places:
        return {}
    found: dict[int, float] = {}
    for at in places:
        run = next(run for run in runs if run.start < at <= run.end)
        font = fonts.load(run.font)
        gid = font.hyphen
        found[at] = font.advance(gid) * 1000 / font.units_per_em * run.scale if gid is not None else 0.0
    return found
