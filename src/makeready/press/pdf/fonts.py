"""How does a font get into the file? Glyphs used → subset, widths, and what they say (ToUnicode).

Codes are two bytes: the glyph's number, or its CID where a CFF font is keyed by CIDs (Identity-H). So text
can be written before it is known which glyphs a file needs in the end.
"""

from __future__ import annotations

import hashlib
import struct
import threading
from collections import OrderedDict
from collections.abc import Iterator
from itertools import groupby
from typing import Protocol

from isal import isal_zlib

from makeready.press.displaylist.items import FontKey, Glyph, GlyphRun
from makeready.press.findings import Finding
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.pdf.cff import cids
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Raw, Ref, Value, number


class FontSource(Protocol):
    """Who has the fonts to their keys (`press.fonts.library.FontLibrary`)."""

    def load(self, key: FontKey) -> LoadedFont:
        """The font to a key."""


PIECES_KEPT, RUNS_KEPT = 100_000, 4096


class PdfFont:
    """One font of one file, gathering what is shown with it."""

    def __init__(self, font: LoadedFont, ref: Ref) -> None:
        self.font = font
        self.ref = ref
        # A space is a space, whatever else its glyph may be asked to say first.
        self.meanings: dict[int, str] = {0: "\ufffd", **({space: " "} if (space := font.glyph(" ")) else {})}
        self.shown: dict[int, str] = {}
        self.aliases: dict[tuple[int, str], str] = {}
        self.pieces: dict[tuple[str, int], str] = {}
        self._held: list[Glyph] = []
        self.runs: dict[int, tuple[GlyphRun, str]] = {}
        self._cids = _cids_of(font)
        self._widths: dict[int, float] = {}

    def code(self, gid: int) -> str:
        """The glyph's code in a hexadecimal string; from now on the glyph is in the file."""
        code = self.shown.get(gid)
        if code is None:
            cid = gid if self._cids is None else self._cids[gid]
            code = self.shown[gid] = f"{cid:04X}"
        return code

    def width(self, gid: int) -> float:
        """How far the glyph moves the pen, 1/1000 em, as the file will say it."""
        width = self._widths.get(gid)
        if width is None:
            width = self._widths[gid] = round(self.font.advance(gid) * 1000 / self.font.units_per_em, 2)
        return width

    def piece(self, character: str, glyph: Glyph) -> str | None:
        """What shows a glyph within a hexadecimal string, and the space after it that is not its own.

        None where it does not stand on the baseline, or stands for another character. Kept under the character and
        the glyph's identity (the glyph is held, so that its id stays its own): lines repeat them.
        """
        if glyph.dx or glyph.dy or not self.means(glyph.gid, character):
            return None
        gap = round(glyph.advance - self.width(glyph.gid), 2)
        piece = f"{self.code(glyph.gid)}>{number(-gap)}<" if gap else self.code(glyph.gid)
        if len(self._held) >= PIECES_KEPT:
            self.pieces.clear()
            self._held.clear()
        self._held.append(glyph)
        self.pieces[character, id(glyph)] = piece
        return piece

    def keep(self, run: GlyphRun, shown: str) -> None:
        """Remember how a run is shown, by its identity: the same lines come again from card to card."""
        if len(self.runs) >= RUNS_KEPT:
            self.runs.clear()
        self.runs[id(run)] = run, shown

    def says(self, gid: int, text: str) -> str | None:
        """The code under which a glyph says `text`; None where the font has only one code for each glyph.

        In TrueType fonts a glyph can have many codes (CIDToGIDMap, ISO 32000-1, 9.7.4.2): one for each meaning.
        """
        if self.means(gid, text):
            return self.code(gid)
        code = self.aliases.get((gid, text))
        cid = self.font.face.glyph_count + len(self.aliases)
        if code is None and not self.font.is_cff and cid < 0xFFFF:
            self.code(gid)
            code = self.aliases[gid, text] = f"{cid:04X}"
        return code

    def means(self, gid: int, text: str) -> bool:
        """Whether the glyph says `text` everywhere in this file; the first meaning stays."""
        return self.meanings.setdefault(gid, text) == text


class Fonts:
    """The fonts of one file."""

    def __init__(self, source: FontSource, objects: Objects, standard: Standard) -> None:
        self._source = source
        self._objects = objects
        self._standard = standard
        self._used: dict[FontKey, PdfFont] = {}
        self.findings: list[Finding] = []

    def use(self, key: FontKey, place: Place) -> PdfFont:
        """The file's font to a key."""
        found = self._used.get(key)
        if found is None:
            font = self._source.load(key)
            self.findings += self._standard.font(font, place)
            found = self._used[key] = PdfFont(font, self._objects.reserve())
        return found

    def finish(self) -> None:
        """Write every font, now that it is known what is shown with it."""
        for used in self._used.values():
            self._write(used)

    def _write(self, used: PdfFont) -> None:
        font, gids = used.font, sorted({0, *used.shown})
        tag = f"{_subset_tag(font.key, gids)}+" if font.facts.subsettable else ""
        name = Name(tag + font.postscript_name)
        program = _program(font, gids)
        entries: dict[str, Value] = {"Subtype": Name("CIDFontType0C")} if font.is_cff else {"Length1": program.length}
        file = self._objects.add_stream(
            {**entries, "Filter": Name("FlateDecode")}, program.deflated, deflate=False, digest=program.digest
        )
        descendant: dict[str, Value] = {
            "Type": Name("Font"),
            "Subtype": Name("CIDFontType0" if font.is_cff else "CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
            "FontDescriptor": self._objects.add(_descriptor(font, name, file)),
            "W": Raw(_widths(used)),
        }
        if not font.is_cff:
            descendant["CIDToGIDMap"] = self._glyph_map(used) if used.aliases else Name("Identity")
        self._objects.add(
            {
                "Type": Name("Font"),
                "Subtype": Name("Type0"),
                "BaseFont": Name(f"{name.value}-Identity-H") if font.is_cff else name,
                "Encoding": Name("Identity-H"),
                "DescendantFonts": [self._objects.add(descendant)],
                "ToUnicode": self._objects.add_stream({}, _to_unicode(used), deflate=True),
            },
            used.ref,
        )

    def _glyph_map(self, used: PdfFont) -> Ref:
        """Two bytes for each code: its glyph. Only what is shown is told apart from nothing, so it packs small."""
        table = bytearray(2 * (used.font.face.glyph_count + len(used.aliases)))
        for gid in used.shown:
            struct.pack_into(">H", table, 2 * gid, gid)
        for (gid, _), code in used.aliases.items():
            struct.pack_into(">H", table, 2 * int(code, 16), gid)
        return self._objects.add_stream({}, bytes(table), deflate=True)


def _cids_of(font: LoadedFont) -> list[int] | None:
    key = font.key
    if not font.is_cff:
        return None
    if key not in _CIDS:
        table = font.table("CFF ")
        _CIDS[key] = cids(table, font.face.glyph_count) if table else None
    return _CIDS[key]


_CIDS: dict[FontKey, list[int] | None] = {}


class _Program:
    """A subset as it goes into the file: packed, with its length before."""

    __slots__ = ("deflated", "digest", "length")

    def __init__(self, data: bytes) -> None:
        self.length = len(data)
        self.deflated = bytes(isal_zlib.compress(data, 2))
        self.digest = hashlib.sha256(data).digest()


_PROGRAMS: OrderedDict[tuple[FontKey, tuple[int, ...]], _Program] = OrderedDict()
_PROGRAMS_LOCK = threading.Lock()
PROGRAMS_KEPT = 256


def _program(font: LoadedFont, gids: list[int]) -> _Program:
    """The subset of a font; the same words in the same font come back all day, so the last ones are kept."""
    key = (font.key, tuple(gids))
    with _PROGRAMS_LOCK:
        if key in _PROGRAMS:
            _PROGRAMS.move_to_end(key)
            return _PROGRAMS[key]
    data = font.subset(gids)
    program = _Program(_table(data, b"CFF ") if font.is_cff else data)
    with _PROGRAMS_LOCK:
        _PROGRAMS[key] = program
        if len(_PROGRAMS) > PROGRAMS_KEPT:
            _PROGRAMS.popitem(last=False)
    return program


def _table(data: bytes, wanted: bytes) -> bytes:
    """One table of a font file: PDF takes CFF bare; in its OpenType wrapper some viewers lose the glyphs."""
    count = struct.unpack_from(">H", data, 4)[0]
    for row in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", data, 12 + 16 * row)
        if tag == wanted:
            return data[start : start + length]
    raise LookupError(f"the font subset has no table {wanted!r}")


def _subset_tag(key: FontKey, gids: list[int]) -> str:
    """Six capitals that tell this subset from others of the font (ISO 32000-1, 9.6.4)."""
    words = f"{key.sha256} {key.index} {key.axes} {gids}".encode()
    value = int.from_bytes(hashlib.md5(words, usedforsecurity=False).digest()[:8])
    letters = ""
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters += chr(ord("A") + letter)
    return letters


FIXED_PITCH, SERIF, SYMBOLIC, ITALIC = 1, 2, 4, 64


def _descriptor(font: LoadedFont, name: Name, file: Ref) -> dict[str, Value]:
    """The font descriptor (ISO 32000-1, table 122), lengths in 1/1000 em."""
    scale = 1000 / font.units_per_em
    head, post = font.table("head"), font.table("post")
    corners = struct.unpack_from(">4h", head, 36) if len(head) >= 44 else (0, font.descender, 1000, font.ascender)
    angle = struct.unpack_from(">i", post, 4)[0] / 65536 if len(post) >= 16 else 0.0
    fixed = len(post) >= 16 and struct.unpack_from(">I", post, 12)[0] != 0
    weight = dict(font.key.axes).get("wght", font.facts.weight)
    return {
        "Type": Name("FontDescriptor"),
        "FontName": name,
        # Symbolic: the codes are glyph numbers, no known character set.
        "Flags": SYMBOLIC | (FIXED_PITCH if fixed else 0) | (ITALIC if font.facts.italic or angle else 0),
        "FontBBox": [round(value * scale) for value in corners],
        "ItalicAngle": round(angle, 2),
        "Ascent": round(font.ascender * scale),
        "Descent": round(font.descender * scale),
        "CapHeight": round(font.cap_height * scale),
        # No font states its stems' width; this is the usual estimate from the weight.
        "StemV": round(50 + (weight / 65) ** 2),
        "FontFile3" if font.is_cff else "FontFile2": file,
    }


def _widths(used: PdfFont) -> bytes:
    """The /W array: runs of neighbouring codes with their widths."""
    codes = [*used.shown.items(), *((gid, code) for (gid, _), code in used.aliases.items())]
    rows = sorted((int(code, 16), used.width(gid)) for gid, code in codes)
    runs: list[str] = []
    for _, group in groupby(enumerate(rows), key=lambda item: item[1][0] - item[0]):
        run = [row for _, row in group]
        runs.append(f"{run[0][0]} [{' '.join(number(width) for _, width in run)}]")
    return f"[{' '.join(runs)}]".encode()


_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""

_CMAP_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _to_unicode(used: PdfFont) -> bytes:
    """The CMap from codes to characters (ISO 32000-1, 9.10.3)."""
    rows = [(code, used.meanings[gid]) for gid, code in used.shown.items() if used.meanings.get(gid)]
    rows = sorted([*rows, *((code, text) for (_, text), code in used.aliases.items())])
    return _CMAP_HEAD + b"".join(_bfchar(rows)) + _CMAP_TAIL


def _bfchar(rows: list[tuple[str, str]]) -> Iterator[bytes]:
    for start in range(0, len(rows), 100):  # a CMap takes at most 100 in one block
        block = rows[start : start + 100]
        lines = "".join(
            f"<{code}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>\n" for code, text in block
        )
        yield f"{len(block)} beginbfchar\n{lines}endbfchar\n".encode()
