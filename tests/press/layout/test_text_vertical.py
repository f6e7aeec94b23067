"""Vertical lines run downwards and follow each other to the left; what is Latin lies on its side."""

from itertools import pairwise

import pytest

from makeready.press.design.items import TextItem
from makeready.press.displaylist.items import GlyphRun, Group
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import pt_to_mm
from makeready.press.layout.text_carets import caret_map

from ..fonts import made
from .drawn import codes, laid_out, text

VERT = "feature vert { sub uni3001 by corner; } vert;"
FONTS = FontLibrary(
    [made.file(made.font("日本語縦書、", vertical=True, boxes={"corner": (500, 500, 900, 900)}, features=VERT))],
    system=False,
)
EM = pt_to_mm(12)


def items(words: str, **more):
    return laid_out(text(words, writing="vertical-rl", font="Made", **more), fonts=FONTS).items[0].items


def feet(run: GlyphRun) -> list[tuple[float, float]]:
    """Where each glyph's origin stands."""
    return [(run.origin.x + g.dx * run.size / 1000, run.origin.y - g.dy * run.size / 1000) for g in run.glyphs]


def test_letters_stand_below_each_other_in_the_middle_of_the_line():
    (run,) = items("日本語")

    places = feet(run)
    assert run.text == "日本語"
    assert [x for x, _ in places] == pytest.approx([50 - EM] * 3)  # an em wide, at the box's right edge
    assert [b - a for (_, a), (_, b) in pairwise(places)] == pytest.approx([EM, EM])
    assert 10 < places[0][1] < 10 + EM


def test_punctuation_takes_its_vertical_form():
    (run,) = items("日、")

    font = FONTS.load(run.font)
    assert run.glyphs[1].gid != font.glyph("、")


def test_lines_follow_from_right_to_left_and_no_line_begins_with_a_comma():
    found = items("日本語縦書、日本", height=5 * EM + 0.1)

    assert [run.text for run in found] == ["日本語縦", "書、日本"]
    assert found[0].origin.x - found[1].origin.x == pytest.approx(1.2 * EM)


def test_latin_lies_on_its_side_in_the_middle_of_the_line():
    upright, on_side = items("日ABC")

    assert isinstance(on_side, Group) and isinstance(upright, GlyphRun)
    (run,) = on_side.items
    assert run.text == "ABC"
    matrix = on_side.matrix
    assert (matrix.a, matrix.b) == (0, 1)
    top, bottom = (matrix.apply(type(run.origin)(run.origin.x, run.origin.y - y * run.size)) for y in (0.75, -0.25))
    assert (top.x + bottom.x) / 2 == pytest.approx(50 - EM / 2)


def test_overflow_to_the_left_is_told():
    page = laid_out(text("日本語縦書" * 20, writing="vertical-rl", font="Made"), fonts=FONTS)

    assert codes(page) == [("text-overflow", "pages/0/items/0/text")]
    assert "mm wide and the box 40.0 mm" in page.findings[0].message


def test_the_caret_map_says_that_lines_run_downwards():
    item = TextItem(**text("日本\n語", writing="vertical-rl", font="Made"))

    found = caret_map(item, FONTS)

    assert found.vertical and found.as_dict()["vertical"]
    first, second = found.lines
    assert [x for _, x in first.carets] == pytest.approx([0, EM, 2 * EM])
    assert second.baseline - first.baseline == pytest.approx(1.2 * EM)
