"""What is a paragraph once it is shaped? Runs with glyphs, places to break, widths: all independent of the size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from makeready.press.displaylist.items import FontKey
from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.bidi import base_level, levels
from makeready.press.typography.breaks import graphemes, line_breaks
from makeready.press.typography.itemise import Missing, itemise
from makeready.press.typography.shape import ShapedRun, cut, shape


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look, but for their size. letter_spacing: 1/1000 em. direction: `auto`, `ltr`, `rtl`."""

    font: FontKey
    letter_spacing: float = 0.0
    language: str = ""
    direction: str = "auto"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A shaped paragraph. Widths in 1/1000 em.

    pen: how wide the text before each character is, one more for the end; a ligature's whole width counts for its
    first character. breaks: where a line may end. solid: at each break, the pen before the white space that hangs
    there.
    """

    text: str
    style: Style
    level: int
    runs: tuple[ShapedRun, ...]
    pen: tuple[float, ...]
    breaks: tuple[int, ...]
    solid: tuple[float, ...]
    missing: tuple[Missing, ...]

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
        if not self.style.letter_spacing:
            return 0.0
        return next((run.spacing for run in self.runs if run.start < at <= run.end), 0.0)

    def on_line(self, start: int, end: int, fonts: FontLibrary) -> list[ShapedRun]:
        """The runs between two places, in logical order."""
        return [
            cut(
                run, self.text, start, end, fonts.load(run.font),
                letter_spacing=self.style.letter_spacing, language=self.style.language,
            )
            for run in self.runs
            if start < end and run.start < end and run.end > start
        ]  # fmt: skip


_HANGING = " \t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000\u1680"
"""Spaces that may hang over a line's end; no-break spaces may not."""


@lru_cache(maxsize=4096)
def shaped(text: str, style: Style, fonts: FontLibrary) -> Paragraph:
    """The paragraph ready to be set in lines of any width and size."""
    level = base_level(text, style.direction)
    runs, missing = itemise(text, levels(text, level), style.font, fonts)
    glyphed = tuple(
        shape(text, run, fonts.load(run.font), letter_spacing=style.letter_spacing, language=style.language)
        for run in runs
    )
    advances = [0.0] * len(text)
    for run in glyphed:
        for glyph in run.glyphs:
            advances[run.start + glyph.cluster] += glyph.advance
    pen = tuple(accumulate(advances, initial=0.0))
    paragraph = Paragraph(text, style, level, glyphed, pen, line_breaks(text, style.language), (), tuple(missing))
    ends = (paragraph.trimmed(start, end) for start, end in pairwise((0, *paragraph.breaks)))
    return replace(paragraph, solid=tuple(pen[end] - paragraph.spacing_before(end) for end in ends))


def anywhere(paragraph: Paragraph, start: int, end: int) -> list[int]:
    """Places between graphemes: where a word too long for its line is broken at last."""
    return [start + stop for _, stop in graphemes(paragraph.text[start:end])]
