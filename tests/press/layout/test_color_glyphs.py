"""Emoji are painted in their font's colours, as shapes or pictures, and still say what they are."""

import io
import struct

import pytest
from fontTools.ttLib import newTable
from fontTools.ttLib.tables import otTables
from PIL import Image

from makeready.press.displaylist.items import GlyphRun, Group, Path, Picture
from makeready.press.displaylist.paint import Cmyk, Gradient, Rgb
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import IDENTITY, Matrix, pt_to_mm

from ..fonts import made
from .drawn import codes, laid_out, text

P = otTables.PaintFormat
PALETTE = [(1.0, 0.0, 0.0, 1.0), (0.0, 0.0, 1.0, 0.5)]
BOXES = {"a": (0, 0, 500, 500), "b": (250, 250, 750, 750)}
EM = pt_to_mm(12)


def library(layers, characters: str = "😀A") -> FontLibrary:
    font = made.colored({"u1F600": layers}, PALETTE, characters=characters, boxes=BOXES)
    return FontLibrary([made.file(font)], system=False)


def leaves(items, matrix: Matrix = IDENTITY):
    """Every item that is no group, with the matrix that leads from it to the page."""
    for item in items:
        if isinstance(item, Group):
            yield from leaves(item.items, matrix @ item.matrix)
        else:
            yield item, matrix


def painted(words: str, fonts: FontLibrary, **more):
    page = laid_out(text(words, **more), fonts=fonts)
    assert page.findings == ()
    return list(leaves(page.items))


def solid(glyph: str, **paint):
    return {"Format": P.PaintGlyph, "Glyph": glyph, "Paint": {"Format": P.PaintSolid, **paint}}


def test_layers_are_shapes_in_the_palettes_colours_where_the_glyph_stands():
    (first, matrix), (second, _), (said, _) = painted("😀", library([("a", 0), ("b", 1)]))

    assert isinstance(first, Path) and isinstance(second, Path)
    assert (first.fill, second.fill) == (Rgb(255, 0, 0), Rgb(0, 0, 255))
    box = [matrix.apply(segment.to) for segment in first.segments[:4]]
    assert min(point.x for point in box) == pytest.approx(10)
    baseline = 10 + 0.75 * EM
    assert (min(p.y for p in box), max(p.y for p in box)) == pytest.approx((baseline - EM / 2, baseline))
    assert isinstance(said, GlyphRun) and said.text == "😀"


def test_a_layers_alpha_is_opacity():
    page = laid_out(text("😀"), fonts=library([("b", 1)]))

    (group,) = page.items[0].items[0].items[0].items
    assert group.opacity == pytest.approx(0.5, abs=0.01)


def test_paints_of_version_1_move_and_run_in_gradients():
    gradient = {
        "Format": P.PaintLinearGradient,
        "ColorLine": {"ColorStop": [(0, 0), (1, 0)], "Extend": "pad"},
        "x0": 0, "y0": 0, "x1": 500, "y1": 0, "x2": 0, "y2": 500,
    }  # fmt: skip
    moved = {
        "Format": P.PaintTranslate,
        "dx": 100,
        "dy": 50,
        "Paint": {"Format": P.PaintGlyph, "Glyph": "a", "Paint": gradient},
    }

    (shape, matrix), _ = painted("😀", library({"Format": P.PaintColrLayers, "Layers": [moved]}))

    assert isinstance(shape.fill, Gradient) and shape.fill.radii is None
    assert (shape.fill.start.x, shape.fill.end.x) == (0, 500)
    assert min(matrix.apply(s.to).x for s in shape.segments[:4]) == pytest.approx(10 + 0.1 * EM)


def test_what_a_font_leaves_to_the_text_is_painted_in_its_ink():
    green = {"cmyk": [100, 0, 100, 0]}
    fonts = library({"Format": P.PaintColrLayers, "Layers": [solid("a", PaletteIndex=0xFFFF, Alpha=1)]})

    (shape, _), _ = painted("😀", fonts, fill=green)

    assert shape.fill == Cmyk(100, 0, 100, 0)


def test_a_layer_masked_by_another_is_a_masked_group():
    layers = {
        "Format": P.PaintComposite, "CompositeMode": "src_in",
        "SourcePaint": solid("a", PaletteIndex=0, Alpha=1), "BackdropPaint": solid("b", PaletteIndex=0, Alpha=1),
    }  # fmt: skip

    page = laid_out(text("😀"), fonts=library(layers))

    (group,) = page.items[0].items[0].items[0].items
    assert group.mask is not None and len(group.mask.items) == 1


def test_a_sweep_is_drawn_as_wedges_within_its_shape():
    sweep = {
        "Format": P.PaintSweepGradient, "ColorLine": {"ColorStop": [(0, 0), (1, 1)], "Extend": "pad"},
        "centerX": 250, "centerY": 250, "startAngle": 0, "endAngle": 360,
    }  # fmt: skip

    page = laid_out(text("😀"), fonts=library({"Format": P.PaintGlyph, "Glyph": "a", "Paint": sweep}))

    (group,) = page.items[0].items[0].items[0].items
    assert group.clip is not None and len(group.items) == 90


def test_plain_letters_of_a_colour_font_stay_text():
    said = [item.text for item, _ in painted("A😀", library([("a", 0)]), font="Made") if isinstance(item, GlyphRun)]

    assert said == ["A", "😀"]


def with_picture() -> FontLibrary:
    """A font whose only glyph is a picture (sbix), as on telephones."""
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 255)).save(out, "PNG")
    font = made.font("😀", boxes={}).font
    table = newTable("sbix")
    font["sbix"] = table
    strike = b"".join(struct.pack(">2h4s", 0, 0, b"png ") + out.getvalue() if n == 1 else b"" for n in range(2))
    offsets = struct.pack(">3I", 4 + 12, 4 + 12, 4 + 12 + len(strike))
    table.decompile(struct.pack(">HHII", 1, 1, 1, 12) + struct.pack(">HH", 20, 72) + offsets + strike, font)
    return FontLibrary([made.file(font)], system=False)


def test_a_picture_is_placed_where_the_glyph_stands():
    (picture, matrix), (said, _) = painted("😀", with_picture())

    assert isinstance(picture, Picture) and said.text == "😀"
    box = matrix.box(picture.box)
    assert box.bottom == pytest.approx(10 + 0.75 * EM) and box.width == pytest.approx(EM, rel=0.05)


def test_an_emoji_with_its_selector_prefers_colours_and_without_the_text_font():
    color = made.colored({"uni2764": [("a", 0)]}, PALETTE, characters="❤", boxes=BOXES)
    plain = made.font("❤x", family="Plain")
    fonts = FontLibrary([made.file(color), made.file(plain)], system=False)

    def colors(words: str) -> list[bool]:
        return [isinstance(item, Path) for item, _ in painted(words, fonts, font="Plain")]

    assert colors("❤") == [False]
    assert colors("❤\ufe0f") == [True, False]
    assert colors("❤\ufe0e") == [False]


def test_no_colour_font_no_emoji_and_that_is_told():
    assert codes(laid_out(text("😀"))) == [("glyph-missing", "pages/0/items/0/text")]
