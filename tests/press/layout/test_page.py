"""A document and a record become pages whose every line can be read."""

import pytest

from makeready.press.design.document import read
from makeready.press.displaylist.text import as_text
from makeready.press.findings import errors
from makeready.press.geometry import Matrix
from makeready.press.layout.page import lay_out

from ..design.examples import CARD, DOT, LABEL, STICKER
from .drawn import FONTS, codes, drawn, laid_out, sources, text


def test_a_business_card_is_laid_out():
    record = {"Name": "Anna Öz", "Title": "Printer", "Photo": DOT}

    front, back = lay_out(read(CARD), record, fonts=FONTS, sources=sources({}))

    serif, sans = (FONTS.choose(name, weight).sha256[:8] for name, weight in (("serif", 600), (None, 400)))
    assert as_text(front) == (
        "front: trim 85×55 bleed 3\n"
        "  pages/0/items/0\n"
        "    fill cmyk(5, 10, 25, 0): M-3,-3 L88,-3 L88,58 L-3,58 Z\n"
        "  pages/0/items/1\n"
        f'    text "Anna Öz" 4.939 mm at 8,13.605 cmyk(0, 0, 0, 100) font {serif}\n'
        "  pages/0/items/2\n"
        f'    text "Printer" 3.175 mm at 8,21.381 spot(Gold, 80) font {sans}\n'
        "  pages/0/items/3\n"
        "    picture eaa4a94e in 62,10 15×20 crop 0.125,0 0.75×1\n"
        "  pages/0/items/4\n"
        "    stroke gray(50) 0.2 mm dashes 1 0.5: M8,45 L77,45\n"
        "  warning: The image “portrait” prints at 1 ppi: its pixels will be seen. [pages/0/items/3/src]"
    )
    assert (back.name, back.findings) == ("back", ())


@pytest.mark.parametrize("example", [LABEL, STICKER], ids=lambda d: d["name"])
def test_the_same_input_gives_the_same_pages(example):
    document, record = read(example), {"Address": "Łucja\nWarszawa", "Number": "1"}

    first, second = (lay_out(document, record, fonts=FONTS, sources=sources({})) for _ in range(2))

    assert first == second and errors(first[0].findings) == ()


def test_boxes_are_the_trim_and_its_bleed():
    page = laid_out(bleed=3)

    assert (page.trim.x, page.trim.width) == (0, 85)
    assert (page.bleed.x, page.bleed.width, page.media) == (-3, 91, page.bleed)


def test_only_the_pages_wanted_are_laid_out():
    document = read(CARD)

    (back,) = lay_out(document, {}, fonts=FONTS, sources=sources({}), only=[2])

    assert back.name == "back"
    assert [f.code for f in back.findings] == ["field-missing"]


def test_a_missing_field_and_a_missing_picture_are_told_together():
    front, _ = lay_out(read(CARD), {"Photo": "gone.jpg"}, fonts=FONTS, sources=sources({}))

    assert codes(front) == [("field-missing", "fields/0"), ("source-missing", "pages/0/items/3/src")]
    assert front.items[3].item == "pages/0/items/3" and front.items[3].items == ()


def test_what_is_invisible_is_left_out_and_keeps_the_numbers_of_the_others():
    page = laid_out(text("a", visible=False), text("b"))

    assert [group.item for group in page.items] == ["pages/0/items/1"]


def test_an_item_is_turned_about_its_centre():
    lines = drawn(
        {"type": "rectangle", "x": 10, "y": 10, "width": 20, "height": 10, "rotation": 90, "fill": {"gray": 9}}
    )

    assert lines == [
        "pages/0/items/0 turned matrix(0, 1, -1, 0, 35, -5)",
        "fill gray(9): M10,10 L30,10 L30,20 L10,20 Z",
    ]


def test_opacity_blend_layer_and_overprint_stand_on_the_items_group():
    (group,) = laid_out(text("x", opacity=0.5, blend="multiply", layer="White", overprint=True)).items

    assert (group.opacity, group.blend, group.layer, group.overprint) == (0.5, "Multiply", "White", True)


def test_a_group_moves_clips_and_turns_what_is_in_it():
    lines = drawn({"type": "group", "x": 5, "y": 6, "clip": {"type": "rectangle", "width": 10, "height": 10},
                   "items": [{"type": "line", "x": 0, "y": 0, "x2": 3, "y2": 4}]})  # fmt: skip

    assert lines == [
        "pages/0/items/0 turned matrix(1, 0, 0, 1, 5, 6)",
        "clip: M0,0 L10,0 L10,10 L0,10 Z",
        "pages/0/items/0/items/0",
        "stroke cmyk(0, 0, 0, 100) 0.25 mm: M0,0 L3,4",
    ]


def test_the_die_line_is_a_layer_of_its_own_over_everything():
    lines = drawn(text("x"), cut={"path": "M0 0H9V9Z"})

    assert lines[-2:] == [
        "group layer CutContour overprint",
        "stroke spot(CutContour, 100) 0.25 mm: M0,0 L9,0 L9,9 Z",
    ]


def test_a_turn_of_a_hair_below_nothing_is_no_turn():
    assert Matrix.turn(-4.2e-148) == Matrix.turn(0)
