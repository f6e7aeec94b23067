"""Fonts made for the tests: a few glyphs that are boxes, with just the tables that a test is about."""

from __future__ import annotations

import io
from typing import Any

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from makeready.press.sources import SourceFile

Box = tuple[int, int, int, int]


def font(
    characters: str = "",
    *,
    family: str = "Made",
    boxes: dict[str, Box] | None = None,
    features: str = "",
    cff: bool = False,
    vertical: bool = False,
    rights: int = 0,
    **more: Any,
) -> FontBuilder:
    """A font of 1000 units in which each character is a box 800 wide, and further glyphs by name.

    boxes: left, bottom, right, top of glyphs that are not the usual box. features: in Adobe's feature language, glyphs
    being called `uni65E5`. rights: OS/2 fsType.
    """
    shapes: dict[str, Box] = {".notdef": (100, 0, 500, 700)}
    shapes |= {name_of(character): (100, 0, 900, 800) for character in characters} | (boxes or {})
    names = list(shapes)
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): name_of(character) for character in characters})
    if cff:
        builder.setupCFF(family, {"FullName": family}, {name: _charstring(box) for name, box in shapes.items()}, {})
    else:
        builder.setupGlyf({name: _glyph(box) for name, box in shapes.items()})
    builder.setupHorizontalMetrics({name: (1000, box[0]) for name, box in shapes.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    if vertical:
        builder.setupVerticalHeader(ascent=500, descent=-500)
        builder.setupVerticalMetrics({name: (1000, 880 - box[3]) for name, box in shapes.items()})
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family, "fullName": family})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, fsType=rights, **more)
    builder.setupPost()
    if features:
        addOpenTypeFeaturesFromString(builder.font, features)
    return builder


def variable_cff2() -> SourceFile:
    """A variable font with CFF2 outlines: its A is a bar 200 wide at weight 400 and 800 wide at 900."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    bar = [100, 0, "rmoveto", 200, 600, 1, "blend", "hlineto", 700, "vlineto", -200, -600, 1, "blend", "hlineto"]
    outlines = {name: T2CharString(program=program) for name, program in ((".notdef", []), ("A", bar))}
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular", "psName": "Made", "fullName": "Made"})
    builder.setupFvar([("wght", 400, 400, 900, "Weight")], [])
    builder.setupCFF2(outlines, regions=[{"wght": (0, 1, 1)}])
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "A": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWeightClass=400)
    builder.setupPost()
    return file(builder)


def name_of(character: str) -> str:
    return f"uni{ord(character):04X}" if ord(character) < 0x10000 else f"u{ord(character):05X}"


def file(made: FontBuilder | TTFont) -> SourceFile:
    out = io.BytesIO()
    (made.font if isinstance(made, FontBuilder) else made).save(out)
    return SourceFile(out.getvalue())


def collection(*made: FontBuilder) -> SourceFile:
    whole = TTCollection()
    whole.fonts = [TTFont(io.BytesIO(file(one).data)) for one in made]
    out = io.BytesIO()
    whole.save(out)
    return SourceFile(out.getvalue())


def _glyph(box: Box) -> Any:
    pen = TTGlyphPen(None)
    _draw(pen, box)
    return pen.glyph()


def _charstring(box: Box) -> Any:
    pen = T2CharStringPen(1000, None)
    _draw(pen, box)
    return pen.getCharString()


def _draw(pen: Any, box: Box) -> None:
    left, bottom, right, top = box
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()


def colored(layers: dict[str, Any], palette: list[tuple[float, float, float, float]], **more: Any) -> FontBuilder:
    """A font with colours: `COLR` version 0 where a character has (glyph, colour) layers, 1 where it has paints.

    palette: red, green, blue, alpha, 0 to 1 each.
    """
    builder = font(**more)
    builder.setupCOLR(layers)
    builder.setupCPAL([palette])
    return builder
