"""What can be asked of one font at one setting of its axes? Metrics, coverage, outlines, subsets."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cached_property

import uharfbuzz as hb

from makeready.press.displaylist.items import Close, CurveTo, FontKey, LineTo, MoveTo, Segment
from makeready.press.fonts.face import FaceFacts
from makeready.press.geometry import Point

# What a PDF's font file needs of an OpenType font (ISO 32000-1, 9.9, table 126); the rest is for layout engines.
_KEPT = {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "CFF ", "CFF2", "cvt ", "fpgm", "prep"}


class LoadedFont:
    """A font ready for use. Lengths are in font units (`units_per_em` to the em), y up. Safe between threads."""

    def __init__(self, key: FontKey, data: bytes, facts: FaceFacts) -> None:
        self.key = key
        self.data = data
        self.facts = facts
        self.face = hb.Face(hb.Blob(data), key.index)
        self.font = hb.Font(self.face)
        if key.axes:
            self.font.set_variations(dict(key.axes))
        self.units_per_em: int = self.face.upem
        extents = self.font.get_font_extents("ltr")
        self.ascender: int = extents.ascender
        self.descender: int = extents.descender
        self.line_gap: int = extents.line_gap
        self.typo_ascender, self.typo_descender = _typo_metrics(self.face, self.ascender, self.descender)
        self.is_cff: bool = facts.cff
        self.postscript_name: str = facts.postscript_name
        self.embeddable: bool = facts.embeddable
        self._outlines: dict[int, tuple[Segment, ...]] = {}
        self._glyphs: dict[str, int | None] = {}

    @cached_property
    def cap_height(self) -> int:
        """Height of capital letters."""
        return int(self.font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT))

    @cached_property
    def x_height(self) -> int:
        """Height of small letters without ascender."""
        return int(self.font.get_metric_position_with_fallback(hb.OTMetricsTag.X_HEIGHT))

    @cached_property
    def hyphen(self) -> int | None:
        """The glyph that ends a divided word's first part: the hyphen proper, else the one of typewriters."""
        return self.glyph("\u2010") or self.glyph("-")

    @cached_property
    def underline(self) -> tuple[float, float]:
        """Centre (y upwards) and thickness of a line below the letters (`post`); usual ones where the font has none."""
        post = self.table("post")
        position, thickness = struct.unpack_from(">2h", post, 8) if len(post) >= 12 else (0, 0)
        em = self.units_per_em
        return (position or -0.1 * em, thickness) if thickness > 0 else (-0.1 * em, 0.05 * em)

    @cached_property
    def strikeout(self) -> tuple[float, float]:
        """Centre (y upwards) and thickness of a line through the letters (OS/2)."""
        table = self.table("OS/2")
        size, position = struct.unpack_from(">2h", table, 26) if len(table) >= 30 else (0, 0)
        if size <= 0 or position <= 0:
            return self.x_height / 2, self.underline[1]
        return position - size / 2, size

    def glyph(self, character: str) -> int | None:
        """The glyph that the font's `cmap` gives to a character, before any shaping."""
        if character not in self._glyphs:
            self._glyphs[character] = self.font.get_nominal_glyph(ord(character)) or None
        return self._glyphs[character]

    def covers(self, character: str) -> bool:
        """Whether the font has a glyph of its own for the character."""
        return self.glyph(character) is not None

    def table(self, tag: str) -> bytes:
        """A table of the font file as it lies there; empty where the font has none of this tag."""
        return bytes(self.face.reference_table(tag).data)

    def advance(self, gid: int) -> int:
        """How far a glyph moves the pen."""
        return int(self.font.get_glyph_h_advance(gid))

    def outline(self, gid: int) -> tuple[Segment, ...]:
        """A glyph's contours, quadratic curves raised to cubic ones."""
        if gid not in self._outlines:
            segments: list[Segment] = []
            self.font.draw_glyph(gid, _pen(), segments)
            self._outlines[gid] = tuple(segments)
        return self._outlines[gid]

    def subset(self, gids: Iterable[int]) -> bytes:
        """A font file with these glyphs only, under their old numbers, at this setting of the axes.

        TrueType fonts stay TrueType, CFF and CFF2 ones hold a `CFF ` table. Only what a PDF needs is kept. A font
        whose maker forbids parts of it (OS/2 fsType) has all its glyphs.
        """
        wish = hb.SubsetInput()
        wish.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NOTDEF_OUTLINE
            | hb.SubsetFlags.DOWNGRADE_CFF2
        )
        wish.glyph_set.update(gids if self.facts.subsettable else range(self.face.glyph_count))
        wish.drop_table_tag_set.update(_tag(tag) for tag in self.face.table_tags if tag not in _KEPT)
        if self.facts.axes:
            wish.pin_all_axes_to_default(self.face)
            for tag, value in self.key.axes:
                wish.pin_axis_location(self.face, tag, value)
        return bytes(hb.subset(self.face, wish).blob.data)


def _typo_metrics(face: hb.Face, ascender: int, descender: int) -> tuple[int, int]:
    """Where the text stands in its em (OS/2 sTypoAscender, sTypoDescender): tighter than what screens clip at."""
    table = bytes(face.reference_table("OS/2").data)
    if len(table) < 72:
        return ascender, descender
    above, below = struct.unpack_from(">2h", table, 68)
    return (above, below) if above > 0 >= below else (ascender, descender)


def _tag(tag: str) -> int:
    return int.from_bytes(tag.encode("latin-1"), "big")


_PEN: list[hb.DrawFuncs] = []


def _pen() -> hb.DrawFuncs:
    """The callbacks that turn HarfBuzz's drawing into our segments."""
    if not _PEN:
        pen = hb.DrawFuncs()
        pen.set_move_to_func(lambda x, y, out: out.append(MoveTo(Point(x, y))))
        pen.set_line_to_func(lambda x, y, out: out.append(LineTo(Point(x, y))))
        pen.set_cubic_to_func(
            lambda ax, ay, bx, by, x, y, out: out.append(CurveTo(Point(ax, ay), Point(bx, by), Point(x, y)))
        )
        pen.set_close_path_func(lambda out: out.append(Close()))
        _PEN.append(pen)
    return _PEN[0]
