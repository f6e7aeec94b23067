"""Crop marks show where to cut, in every ink, and nothing else hangs out."""

import io
from dataclasses import replace

import numpy as np
import pikepdf
import zxingcpp
from tests.press.pdf.drawing import made, page, pixels, rectangle, text_of

from makeready.press.displaylist.items import Group, LineTo, MoveTo, Path
from makeready.press.displaylist.page import Step, TechnicalLayer
from makeready.press.displaylist.paint import BLACK, Cmyk, Spot, Stroke
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Point
from makeready.press.output.marks import Marking, with_marks
from makeready.press.output.wish import MARKS
from makeready.press.preflight.check import preflight

FONTS = FontLibrary(system=False)
SPREADING = page(rectangle(-20, -20, 125, 95, Cmyk(0, 0, 100, 0)), width=85, height=55, bleed=3)


def marked(one, *marks, slug="", code=""):
    return with_marks(one, Marking(marks or ("crop",), slug, code), FONTS)


def test_marks_point_at_the_trim_and_stay_clear_of_the_bleed():
    picture = pixels(made(marked(SPREADING)), dpi=25.4 * 20)
    edge = 9 * 20  # from the media's edge to the trim
    dark = picture.max(axis=2) < 90

    columns = np.flatnonzero(dark[60])
    assert {round(c / 20) for c in columns} == {9, 94}, "two marks above, at the trim's left and right"
    rows = np.flatnonzero(dark[:, 60])
    assert {round(r / 20) for r in rows} == {9, 64}
    assert not dark[edge - 60 + 3 : edge, edge].any(), "no mark in the bleed"


def test_art_is_cut_off_at_the_bleed():
    picture = pixels(made(marked(SPREADING)), dpi=25.4 * 4)

    assert (picture[4 * 30, 4 * 3] == 255).all(), "white between the media's edge and the bleed"
    assert picture[4 * 30, 4 * 7][2] < 60, "yellow in the bleed"


def test_marks_are_in_every_ink():
    with pikepdf.open(io.BytesIO(made(marked(SPREADING)))) as pdf:
        (space,) = pdf.pages[0].Resources.ColorSpace.values()
        assert [str(space[0]), str(space[1])] == ["/Separation", "/All"]


def test_every_mark_stays_clear_of_the_bleed():
    one = marked(replace(SPREADING, items=()), *MARKS, slug="Order 5001", code="5001")
    picture = pixels(made(one), dpi=25.4 * 10)
    left, top = (round((one.bleed.x - one.media.x) * 10), round((one.bleed.y - one.media.y) * 10))

    assert (picture[top + 1 : top + 609, left + 1 : left + 909] == 255).all()
    assert (picture != 255).any()


def test_bleed_marks_stand_at_the_bleed_and_only_where_there_is_one():
    picture = pixels(made(marked(replace(SPREADING, items=()), "bleed")), dpi=25.4 * 20)
    columns = {round(c / 20) for c in np.flatnonzero((picture.max(axis=2) < 120).any(axis=0)[180:-180])}

    assert columns == set(), "none along the trim"
    dark = np.flatnonzero((picture.max(axis=2) < 120)[20:110].any(axis=0))
    assert {round(c / 20) for c in dark} == {6, 97}
    plain = page(rectangle(0, 0, 85, 55, Cmyk(0, 0, 100, 0)), width=85, height=55, bleed=0)
    assert len(marked(plain, "bleed").items[1].items) == 0


def test_the_slug_says_its_words_and_its_code_can_be_read():
    data = made(marked(SPREADING, "slug", slug="Order 5001 · Anna Öz", code="5001-1"))

    assert "Order 5001 · Anna Öz" in text_of(data)
    found = zxingcpp.read_barcodes(pixels(data, dpi=600), formats=zxingcpp.BarcodeFormat.Code128)
    assert [one.text for one in found] == ["5001-1"]


def test_the_colour_bar_has_each_ink_solid_and_at_half_and_the_page_s_spots():
    gold = Spot("Gold", 80, Cmyk(20, 30, 80, 0))
    one = page(rectangle(10, 10, 20, 20, gold), width=85, height=55, bleed=3)
    patches = [path.fill for path in marked(one, "color-bar").items[-1].items]

    assert Cmyk(100, 0, 0, 0) in patches
    assert Cmyk(0, 0, 0, 50) in patches
    assert [ink.tint for ink in patches if isinstance(ink, Spot)] == [100, 50]
    assert preflight(made(marked(one, *MARKS, slug="x", code="y"))) == ()


def test_a_fold_is_marked_where_its_line_leads_out_of_the_trim():
    fold = Path((MoveTo(Point(42, -3)), LineTo(Point(42, 58))), stroke=Stroke(Spot("Fold", 100, BLACK), 0.2))
    one = page(Group((fold,), layer="Fold"), width=85, height=55, bleed=3)
    one = replace(one, technical=(TechnicalLayer("Fold", Step.FOLD),))
    lines = marked(one, "fold").items[1].items

    assert {line.segments[0].to.x for line in lines} == {42}
    assert {line.segments[0].to.y for line in lines} == {-3, 58}
    assert marked(replace(one, technical=()), "fold").items[1].items == ()
