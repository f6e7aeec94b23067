"""Short words for the tests of type: the packages' fonts, a shaped paragraph, a set line."""

from __future__ import annotations

from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.lines import SetLine, set_line, wrap
from makeready.press.typography.paragraph import Paragraph, Style, shaped

FONTS = FontLibrary(system=False)
SANS = FONTS.choose()


def paragraph(text: str, font: str | None = None, **style: object) -> Paragraph:
    return shaped(text, Style(FONTS.choose(font), **style), FONTS)


def set_lines(of: Paragraph, width: float, align: str = "start") -> list[SetLine]:
    return [set_line(of, span, width, align, FONTS) for span in wrap(of, width)]


def names(of: Paragraph) -> list[str]:
    return [FONTS.load(run.font).postscript_name for run in of.runs]
