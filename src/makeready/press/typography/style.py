"""How do letters look, as far as it decides which glyphs there are and where they stand? No inks, no sizes in mm."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.displaylist.items import FontKey


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look, but for the size of the text that they stand in.

    scale: type size in sizes of the text. letter_spacing, rise: 1/1000 em of their own size, `rise` upwards. features:
    OpenType tags with their values. direction: of the paragraph, `auto`, `ltr`, `rtl`. hyphenate: whether words may be
    divided. vertical: lines run downwards.
    """

    font: FontKey
    letter_spacing: float = 0.0
    language: str = ""
    direction: str = "auto"
    scale: float = 1.0
    rise: float = 0.0
    features: tuple[tuple[str, int], ...] = ()
    hyphenate: bool = False
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph in one style, up to `end`. part: which run of the text it comes from."""

    end: int
    style: Style
    part: int = 0
