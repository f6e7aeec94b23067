"""A text may look different in parts: each run in its font, size, ink; what is filled in looks as what asks for it."""

import pytest

from makeready.press.design.document import read
from makeready.press.design.items import TextItem
from makeready.press.displaylist.items import GlyphRun, Path
from makeready.press.displaylist.paint import Cmyk
from makeready.press.findings import PressError
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import pt_to_mm
from makeready.press.layout.text_carets import caret_map

from ..fonts import made
from .drawn import FONTS, codes, laid_out


def styled(*runs: dict, **more) -> dict:
    return {"type": "text", "x": 10, "y": 10, "width": 60, "height": 40, "runs": list(runs), **more}


def painted(*runs: dict, record=None, fields=(), fonts=FONTS, **more) -> list[GlyphRun]:
    page = laid_out(styled(*runs, **more), record=record, fields=fields, fonts=fonts)
    return [item for item in page.items[0].items if isinstance(item, GlyphRun)]


def name(run: GlyphRun) -> str:
    return FONTS.load(run.font).postscript_name


def test_runs_stand_one_after_the_other_each_in_its_look():
    red = {"cmyk": [0, 100, 100, 0]}

    one, two, three = painted(
        {"text": "plain "}, {"text": "bold", "weight": 700, "fill": red}, {"text": " big", "size": 24}
    )

    assert [name(run) for run in (one, two, three)] == [
        "SourceSansPro-Regular", "SourceSansPro-Bold", "SourceSansPro-Regular",
    ]  # fmt: skip
    assert two.ink == Cmyk(0, 100, 100, 0) and one.ink == three.ink == Cmyk(0, 0, 0, 100)
    assert [run.size for run in (one, two, three)] == pytest.approx([pt_to_mm(12), pt_to_mm(12), pt_to_mm(24)])
    width = sum(glyph.advance for glyph in one.glyphs) * one.size / 1000
    assert two.origin.x == pytest.approx(10 + width)
    assert one.origin.y == two.origin.y == three.origin.y


def test_a_line_is_as_tall_as_its_tallest_letters():
    small, *_, after = painted({"text": "a"}, {"text": "B", "size": 24}, {"text": "\nnext"})

    assert small.origin.y == pytest.approx(10 + 0.75 * pt_to_mm(24))
    assert after.origin.y - small.origin.y == pytest.approx(1.2 * pt_to_mm(12))


def test_a_placeholder_is_filled_in_the_look_of_its_run():
    runs = {"text": "Dear "}, {"text": "{{Name}}", "weight": 700}

    _, filled = painted(*runs, record={"Name": "Anna"}, fields=[{"name": "Name"}])

    assert (filled.text, name(filled)) == ("Anna", "SourceSansPro-Bold")


def test_a_colour_field_paints_one_run():
    _, filled = painted(
        {"text": "a"}, {"text": "b", "fill": {"field": "Ink"}},
        record={"Ink": "cmyk(100, 0, 0, 0)"}, fields=[{"name": "Ink", "type": "color"}],
    )  # fmt: skip

    assert filled.ink == Cmyk(100, 0, 0, 0)


def test_an_unknown_field_is_told_with_its_run():
    page = laid_out(styled({"text": "a"}, {"text": "{{Nobody}}"}))

    assert codes(page) == [("field-unknown", "pages/0/items/0/runs/1/text")]


def test_a_missing_character_is_told_with_its_run():
    page = laid_out(styled({"text": "a"}, {"text": "b\U000f1234"}))

    assert codes(page) == [("glyph-missing", "pages/0/items/0/runs/1/text")]


def test_a_raised_run_stands_above_the_baseline_by_its_own_size():
    base, raised = painted({"text": "x"}, {"text": "2", "size": 6, "baseline_shift": 500})

    assert base.origin.y - raised.origin.y == pytest.approx(0.5 * pt_to_mm(6))


def test_underline_and_strike_are_lines_as_wide_as_the_letters():
    page = laid_out(styled({"text": "ab"}, {"text": "cd", "underline": True}, {"text": "ef", "strike": True}))

    under, through, _, cd, ef = page.items[0].items
    assert isinstance(under, Path) and isinstance(through, Path)
    for rule, run in ((under, cd), (through, ef)):
        xs = sorted({segment.to.x for segment in rule.segments[:4]})
        assert xs == pytest.approx([run.origin.x, run.origin.x + sum(g.advance for g in run.glyphs) * run.size / 1000])
    assert min(s.to.y for s in under.segments[:4]) > cd.origin.y > max(s.to.y for s in through.segments[:4])


def test_features_change_the_glyphs():
    plain, small = painted({"text": "abc 123 "}, {"text": "abc 123 ", "features": {"smcp": True, "onum": True}})

    assert [g.gid for g in plain.glyphs] != [g.gid for g in small.glyphs]
    assert small.text == "abc 123"


def test_ligatures_can_be_switched_off():
    with_them, without = painted(
        {"text": "ffi"}, {"text": "ffi", "features": {"liga": False, "calt": False}}, font="Great Vibes"
    )

    assert len(with_them.glyphs) < len(without.glyphs) == 3


def test_a_number_chooses_among_alternates():
    fonts = FontLibrary(
        [
            made.file(
                made.font(
                    "A",
                    boxes={"one": (0, 0, 10, 10), "two": (0, 0, 20, 20)},
                    features="feature salt { sub uni0041 from [one two]; } salt;",
                )
            )
        ],
        system=False,
    )

    first, second = painted(
        {"text": "A", "features": {"salt": 1}}, {"text": "A", "features": {"salt": 2}}, font="Made", fonts=fonts
    )

    assert (first.glyphs[0].gid, second.glyphs[0].gid) == (2, 3)


def test_a_variable_font_is_set_at_any_axis():
    narrow, wide = painted(
        {"text": "word", "axes": {"wdth": 25}},
        {"text": "word", "axes": {"wdth": 151}, "weight": 900},
        font="Roboto Flex",
    )

    assert dict(narrow.font.axes) == {"wdth": 25}
    assert dict(wide.font.axes) == {"wdth": 151, "wght": 900}
    assert sum(g.advance for g in wide.glyphs) > 1.3 * sum(g.advance for g in narrow.glyphs)


def test_an_axis_that_the_font_does_not_have_is_told():
    page = laid_out(styled({"text": "a", "axes": {"wdth": 999}}, {"text": "b", "font": "serif", "axes": {"GRAD": 1}},
                           font="Roboto Flex"))  # fmt: skip

    assert codes(page) == [
        ("font-axis-missing", "pages/0/items/0/runs/0/axes/wdth"),
        ("font-axis-missing", "pages/0/items/0/runs/1/axes/GRAD"),
    ]
    assert "from 25 to 151, not 999" in page.findings[0].message


def test_all_runs_shrink_together():
    runs = painted({"text": "Anna Katharina "}, {"text": "Oberhuber", "size": 24}, fit="shrink", width=20, height=8)

    sizes = sorted({run.size for run in runs})
    assert sizes[-1] == pytest.approx(2 * sizes[0]) and sizes[0] < pt_to_mm(12)


def test_letters_join_over_a_change_of_ink():
    blue = {"cmyk": [100, 0, 0, 0]}
    parts = painted({"text": "ب"}, {"text": "ب", "fill": blue}, direction="rtl")
    (alone,) = painted({"text": "ب"}, direction="rtl")

    assert {glyph.gid for run in parts for glyph in run.glyphs} - {glyph.gid for glyph in alone.glyphs}


def test_carets_count_through_all_runs():
    item = TextItem(**styled({"text": "a😀"}, {"text": "b\nc", "size": 24}))

    first, second = caret_map(item, FONTS).lines

    assert [offset for offset, _ in first.carets] == [0, 1, 3, 4]
    assert (second.start, second.end) == (5, 6)
    (a, emoji_, b) = first.cells
    assert b.left == pytest.approx(emoji_.right) and b.right - b.left > a.right - a.left


def faults(item: dict) -> list[tuple[str, str]]:
    with pytest.raises(PressError) as caught:
        read({"version": 1, "pages": [{"width": 85, "height": 55, "items": [item]}]})
    return [(finding.path, finding.message) for finding in caught.value.findings]


def test_words_stand_in_text_or_in_runs():
    assert faults(styled({"text": "a"}, text="b")) == [
        ("pages/0/items/0/runs", "text (item 1) has its words twice: in “text” and in “runs”.")
    ]
    bare = {"type": "text", "x": 0, "y": 0, "width": 10, "height": 10}
    assert faults(bare) == [("pages/0/items/0/text", "text (item 1) has neither “text” nor “runs”.")]


def test_faults_in_a_run_are_told_with_its_place():
    assert faults(styled({"text": "a", "wieght": 700}, {"text": "b", "features": {"small": True}})) == [
        ("pages/0/items/0/runs/0/wieght", "“wieght” is no property of a run. Is “weight” meant?"),
        ("pages/0/items/0/runs/1/features/small", "“small” is not written as it must be (it is “small”)."),
    ]
