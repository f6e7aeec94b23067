"""Which glyphs does plain text have, where each follows from its character and the next one? Without shaping it anew.

In most fonts the letters of names and addresses are only kerned with their neighbour. Where that is all that a font
does to the characters of a script, HarfBuzz shapes each pair once, and lines are put together from pairs. What the
font could do is found out by subsetting it to the script's characters: rules that cannot apply to them are gone
then, and what is left must be ligatures, single substitutions and kerning. A pair that HarfBuzz sets in any other way
(a ligature, a moved second glyph) is no plain text, and neither is what it stands in: that is shaped as ever.
"""

from __future__ import annotations

import struct
import threading
import unicodedata
from functools import lru_cache

import uharfbuzz as hb

from makeready.press.displaylist.items import FontKey, Glyph
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.typography.itemise import script_of

RANGES = (
    (0x20, 0x7E),
    (0xA1, 0x17F),
    (0x218, 0x21B),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x2010, 0x2026),
    (0x20AC, 0x20AC),
)
"""Latin, Greek, Cyrillic and the punctuation and figures between them."""

LAST = ("\uffff", "\u00ff", "\u007e")
"""Up to which character is tried: all, Latin-1, ASCII. A rule for a rare one is no reason to shape all."""

FEATURES = (
    "abvm", "blwm", "calt", "ccmp", "clig", "curs", "dist", "kern", "liga", "locl", "ltra", "ltrm", "mark", "mkmk",
    "rand", "rclt", "rlig", "rvrn",
)  # fmt: skip
"""What HarfBuzz applies to horizontal text on its own."""

KEPT = 400_000
"""Glyphs remembered of one font and script, a few dozen bytes each at their places in a line."""

SINGLE, MULTIPLE, ALTERNATE, LIGATURE = 1, 2, 3, 4
PAIR_ADJUSTMENT = 2


class Pairs:
    """The pairs of one font in one script and language. Lookups by `(character, the next one or "", place)`."""

    def __init__(self, font: LoadedFont, script: str, language: str) -> None:
        self._font = font
        self._script, self._language = script, language
        self._alphabet = _plain_characters(font, script)
        self._pairs: dict[tuple[str, str], Glyph | None] = {}
        self.glyphs: dict[tuple[str, str, int], Glyph] = {}
        self._lock = threading.Lock()

    def line(self, text: str) -> tuple[Glyph, ...] | None:
        """The glyphs of a text in one run, as `shape` gives them; None where it is not plain."""
        keys = zip(text, text[1:] + "\0", range(len(text)), strict=True)
        glyphs = tuple(map(self.glyphs.get, keys))
        return glyphs if None not in glyphs else self._learned(text)  # type: ignore[return-value]

    def _learned(self, text: str) -> tuple[Glyph, ...] | None:
        if not self._alphabet.issuperset(text):
            return None
        found: list[Glyph] = []
        with self._lock:
            if len(self.glyphs) > KEPT:
                self.glyphs.clear()
            for place, (one, following) in enumerate(zip(text, text[1:] + "\0", strict=True)):
                glyph = self._pair(one, following)
                if glyph is None:
                    return None
                key = (one, following, place)
                found.append(self.glyphs.setdefault(key, Glyph(glyph.gid, glyph.advance, 0.0, 0.0, place)))
        return tuple(found)

    def _pair(self, one: str, following: str) -> Glyph | None:
        """The first glyph of a pair; None where it is not plain."""
        key = (one, following)
        if key not in self._pairs:
            self._pairs[key] = self._measured(one, following)
        return self._pairs[key]

    def _measured(self, one: str, following: str) -> Glyph | None:
        alone = self._shaped(one)
        if following == "\0":
            return alone[0] if len(alone) == 1 else None
        both, after = self._shaped(one + following), self._shaped(following)
        if len(both) != 2 or len(alone) != 1 or len(after) != 1:
            return None
        first, second = both
        same = (first.gid, first.cluster) == (alone[0].gid, 0) and second == Glyph(
            after[0].gid, after[0].advance, cluster=1
        )
        return first if same and not first.dx and not first.dy else None

    def _shaped(self, text: str) -> list[Glyph]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = self._script
        buffer.language = self._language or "und"
        hb.shape(self._font.font, buffer)
        em = 1000 / self._font.units_per_em
        return [
            Glyph(info.codepoint, place.x_advance * em, place.x_offset * em, place.y_offset * em, info.cluster)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]


def script_in(text: str) -> str:
    """The script of the first letter that has one; `Zyyy` without."""
    for character in text:
        script = script_of(character)
        if script:
            return script
    return "Zyyy"


_FOUND: dict[tuple[FontKey, str, str], Pairs] = {}


def pairs_of(font: LoadedFont, script: str, language: str) -> Pairs:
    """The pairs of a font, kept as long as the process runs, as its fonts are."""
    key = (font.key, script, language)
    return _FOUND.get(key) or _FOUND.setdefault(key, Pairs(font, script, language))


@lru_cache(maxsize=16)
def _candidates(script: str) -> frozenset[str]:
    """Characters of a script, and of all scripts, that neither combine nor turn the direction of writing."""
    return frozenset(
        character
        for first, last in RANGES
        for character in map(chr, range(first, last + 1))
        if unicodedata.category(character)[0] in "LNPSZ"
        and unicodedata.bidirectional(character) in ("L", "EN", "ES", "ET", "CS", "ON", "WS")
        and script_of(character) in ("", script)
    )


def _plain_characters(font: LoadedFont, script: str) -> frozenset[str]:
    """The characters of a script that the font sets pair by pair; none where it does more to them."""
    if {"morx", "kerx", "mort", "Silf"} & set(font.face.table_tags):
        return frozenset()
    there = {character: gid for character in _candidates(script) if (gid := font.glyph(character))}
    for last in LAST:
        tried = {character: gid for character, gid in there.items() if character <= last}
        left = _reduced(font, tried) if tried else None
        if left is not None and _only_kerns(_table(left, "GPOS")):
            beginnings = _substitutions(_table(left, "GSUB"))
            if beginnings is not None:
                return frozenset(character for character, gid in tried.items() if gid not in beginnings)
    return frozenset()


def _reduced(font: LoadedFont, there: dict[str, int]) -> hb.Face | None:
    """The font with these characters only, glyphs under their old numbers, rules that cannot apply left out."""
    wish = hb.SubsetInput()
    wish.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
    wish.unicode_set.update(map(ord, there))
    wish.layout_feature_tag_set.clear()
    wish.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in FEATURES)
    wish.drop_table_tag_set.update(
        int.from_bytes(tag.encode("latin-1"), "big")
        for tag in font.face.table_tags
        if tag not in ("GSUB", "GPOS", "GDEF", "cmap", "head", "maxp")
    )
    try:
        return hb.Face(hb.subset(font.face, wish).blob)
    except (hb.HarfBuzzError, RuntimeError):
        return None


def _table(face: hb.Face, tag: str) -> bytes:
    return bytes(face.reference_table(tag).data)


Subtable = tuple[int, int]
"""Lookup type, offset in the table."""


def _subtables(table: bytes, extension: int) -> list[Subtable]:
    """All subtables of a GSUB or GPOS table (OpenType, chapter 2: LookupList), extensions resolved."""
    if len(table) < 10:
        return []
    start = struct.unpack_from(">H", table, 8)[0]
    found: list[Subtable] = []
    for lookup in _offsets(table, start, start):
        kind, _, count = struct.unpack_from(">3H", table, lookup)
        for offset in struct.unpack_from(f">{count}H", table, lookup + 6):
            place, resolved = lookup + offset, kind
            if kind == extension:
                _, resolved, further = struct.unpack_from(">HHI", table, place)
                place += further
            found.append((resolved, place))
    return found


def _offsets(table: bytes, place: int, base: int) -> list[int]:
    """A count and so many offsets, from a base."""
    count = struct.unpack_from(">H", table, place)[0]
    return [base + offset for offset in struct.unpack_from(f">{count}H", table, place + 2)]


def _substitutions(table: bytes) -> set[int] | None:
    """Glyphs that begin ligatures of three and more which their first two do not announce; None for other rules."""
    beginnings: set[int] = set()
    for kind, place in _subtables(table, 7):
        if kind == LIGATURE:
            beginnings |= _long_ligatures(table, place)
        elif kind not in (SINGLE, MULTIPLE, ALTERNATE):
            return None
    return beginnings


def _long_ligatures(table: bytes, place: int) -> set[int]:
    covered = _covered(table, place + struct.unpack_from(">H", table, place + 2)[0])
    beginnings: set[int] = set()
    for first, ligatures in zip(covered, _offsets(table, place + 4, place), strict=True):
        made = []
        for ligature in _offsets(table, ligatures, ligatures):
            count = struct.unpack_from(">H", table, ligature + 2)[0]
            made.append(struct.unpack_from(f">{count - 1}H", table, ligature + 4))
        short = {parts for parts in made if len(parts) == 1}
        if any(len(parts) > 1 and parts[:1] not in short for parts in made):
            beginnings.add(first)
    return beginnings


def _covered(table: bytes, place: int) -> list[int]:
    """The glyphs of a coverage table, in its order."""
    form, count = struct.unpack_from(">2H", table, place)
    if form == 1:
        return list(struct.unpack_from(f">{count}H", table, place + 4))
    rows = struct.iter_unpack(">3H", table[place + 4 : place + 4 + 6 * count])
    return [glyph for first, last, _ in rows for glyph in range(first, last + 1)]


def _only_kerns(table: bytes) -> bool:
    """Whether nothing but a pair's first glyph is moved (a second value would pass over the next pair)."""
    for kind, place in _subtables(table, 9):
        if kind == 1:
            continue
        if kind != PAIR_ADJUSTMENT or struct.unpack_from(">H", table, place + 6)[0]:
            return False
    return True
