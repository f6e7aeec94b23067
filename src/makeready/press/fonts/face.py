"""What does a font file say of itself? Names, weight, axes, embedding rights, as OpenType tables state them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import uharfbuzz as hb

from makeready.press.findings import Finding, PressError

MAX_FACES = 64
"""Faces read of one collection; the largest known have 30."""

_OUTLINES = {"glyf", "CFF ", "CFF2"}
_PICTURES = {"CBDT", "sbix"}
_WOFF = (b"wOFF", b"wOF2")


class FontUnreadable(Finding):
    """A file that was handed in as a font is none that can be used."""

    code = "font-unreadable"
    sentence = "The font file {name} cannot be used: {why}"
    fix = "Upload the font as a TrueType or OpenType file (.ttf, .otf, .ttc)."


@dataclass(frozen=True, slots=True)
class Axis:
    """A variation axis (`fvar`): its tag and the range of its values."""

    tag: str
    minimum: float
    default: float
    maximum: float

    def clamp(self, value: float) -> float:
        """The nearest value that the axis has."""
        return min(max(value, self.minimum), self.maximum)


@dataclass(frozen=True, slots=True)
class FaceFacts:
    """One face of a font file.

    weight: 1 to 1000, 400 regular. width: per cent of normal. names: every name the face answers to.
    color: it paints glyphs in colours of its own (COLR, CBDT, sbix, SVG). outlines: it has shapes that a PDF can embed;
    some colour fonts have pictures only.
    """

    index: int
    family: str
    names: frozenset[str]
    postscript_name: str
    weight: int
    width: float
    italic: bool
    axes: tuple[Axis, ...]
    cff: bool
    color: bool
    embeddable: bool
    subsettable: bool
    outlines: bool = True

    def axis(self, tag: str) -> Axis | None:
        """The axis of this tag, where the face has it."""
        return next((axis for axis in self.axes if axis.tag == tag), None)


def read_faces(blob: hb.Blob, name: str) -> list[FaceFacts]:
    """The faces of a font file that have outlines or pictures.

    Raises:
        PressError: with `FontUnreadable`, where there is none; `name` is what a person calls the file.
    """
    if bytes(blob.data[:4]) in _WOFF:
        raise PressError([FontUnreadable(name=name, why="it is a web font (WOFF), packed for browsers.")])
    count = hb.Face(blob, 0).count
    faces = [facts for index in range(min(count, MAX_FACES)) if (facts := _face(hb.Face(blob, index)))]
    if not faces:
        raise PressError([FontUnreadable(name=name, why="it has no glyph outlines.")])
    return faces


def _face(face: hb.Face) -> FaceFacts | None:
    tables = set(face.table_tags)
    if face.glyph_count == 0 or not tables & (_OUTLINES | _PICTURES):
        return None
    legacy = face.get_name(1) or "Unnamed"
    family = face.get_name(16) or legacy
    weight, width, italic, rights = _os2(face)
    full, postscript = face.get_name(4), face.get_name(6)
    return FaceFacts(
        index=face.index,
        family=family,
        names=frozenset(plain(n) for n in (family, legacy, full, postscript) if n),
        postscript_name=_postscript(postscript or full or family),
        weight=weight,
        width=width,
        italic=italic,
        axes=tuple(Axis(a.tag, a.min_value, a.default_value, a.max_value) for a in face.axis_infos),
        cff=bool(tables & {"CFF ", "CFF2"}),
        color=bool(tables & {"COLR", "CBDT", "sbix", "SVG "}),
        # OS/2 fsType: bit 1 alone forbids embedding, bit 9 allows bitmaps only, bit 8 forbids subsetting.
        embeddable=rights & 0x000F != 0x0002 and not rights & 0x0200,
        subsettable=not rights & 0x0100,
        outlines=bool(tables & _OUTLINES),
    )


_WIDTHS = (100.0, 50.0, 62.5, 75.0, 87.5, 100.0, 112.5, 125.0, 150.0, 200.0)
"""OS/2 usWidthClass 1–9 in per cent of normal; 0 is not allowed and taken as normal."""


def _os2(face: hb.Face) -> tuple[int, float, bool, int]:
    """Weight, width, italic and embedding rights (fsType)."""
    table = bytes(face.reference_table("OS/2").data)
    if len(table) < 64:
        head = bytes(face.reference_table("head").data)
        style = struct.unpack_from(">H", head, 44)[0] if len(head) >= 46 else 0
        return (700 if style & 1 else 400), 100.0, bool(style & 2), 0
    weight, width, rights = struct.unpack_from(">3H", table, 4)
    selection = struct.unpack_from(">H", table, 62)[0]
    weight = weight * 100 if 1 <= weight <= 9 else weight  # old fonts count from 1 to 9
    return min(max(weight, 1), 1000), _WIDTHS[width if width < len(_WIDTHS) else 0], bool(selection & 0x0201), rights


def plain(name: str) -> str:
    """A font's name as it is compared: without case, spaces and hyphens."""
    return name.casefold().translate({32: None, 45: None, 95: None})


def _postscript(name: str) -> str:
    """A name that PDF takes as /BaseFont: printable ASCII without its delimiters."""
    kept = "".join(c for c in name if "!" <= c <= "~" and c not in "[](){}<>/%")
    return kept[:63] or "Font"
