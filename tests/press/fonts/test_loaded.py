"""A loaded font tells its measures and gives away only the glyphs that are used."""

import pytest
import uharfbuzz as hb

from makeready.press.displaylist.items import Close, CurveTo, MoveTo
from makeready.press.fonts.library import FontLibrary
from makeready.press.fonts.places import package_fonts


@pytest.fixture(scope="module")
def fonts() -> FontLibrary:
    return FontLibrary(system=False)


def test_measures_are_in_font_units_with_y_up(fonts):
    sans = fonts.load(fonts.choose())

    assert (sans.units_per_em, sans.ascender, sans.descender, sans.cap_height) == (1000, 984, -273, 660)
    assert sans.advance(sans.glyph("A")) == 544
    assert sans.embeddable and not sans.is_cff


def test_an_outline_is_closed_contours_of_cubic_curves(fonts):
    sans = fonts.load(fonts.choose())

    outline = sans.outline(sans.glyph("o"))

    assert [type(s) for s in outline].count(MoveTo) == [type(s) for s in outline].count(Close) == 2
    assert any(isinstance(s, CurveTo) for s in outline)
    assert sans.outline(sans.glyph(" ")) == ()


@pytest.mark.parametrize("family", ["Source Sans Pro", "Heebo"])
def test_a_subset_keeps_numbers_and_outlines_of_the_glyphs_asked_for(fonts, family):
    font = fonts.load(fonts.choose(family, 700))
    used, unused = font.glyph("A"), font.glyph("B")

    small = hb.Face(font.subset({used}))

    assert len(font.subset({used})) < len(font.data) / 10
    assert hb.Font(small).get_glyph_h_advance(used) == font.advance(used)
    pen = []
    draw = hb.DrawFuncs()
    draw.set_move_to_func(lambda x, y, out: out.append((x, y)))
    hb.Font(small).draw_glyph(used, draw, pen)
    starts = [xy for s in font.outline(used) if isinstance(s, MoveTo) for xy in (s.to.x, s.to.y)]
    assert [xy for point in pen for xy in point] == pytest.approx(starts, abs=0.5)  # instancing rounds to units
    hb.Font(small).draw_glyph(unused, draw, pen := [])
    assert pen == []
    assert {"glyf", "loca", "head", "hhea", "hmtx", "maxp"} <= set(small.table_tags)
    assert not {"fvar", "gvar", "GSUB", "cmap"} & set(small.table_tags)


def test_a_cff_font_stays_cff():
    otf = next(path for path in package_fonts() if path.name == "SourceSerifPro-Regular.otf")
    fonts = FontLibrary([otf], system=False)
    font = fonts.load(fonts.choose("Source Serif Pro"))

    small = hb.Face(font.subset({font.glyph("A")}))

    assert font.is_cff and "CFF " in small.table_tags and "glyf" not in small.table_tags
