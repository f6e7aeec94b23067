"""Text is shaped with the right font, script and direction, and every glyph knows its characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.typography.shape import cut

from .setting import FONTS, SANS, names, paragraph

SCRIPTS = {
    "Latin": ("Anna Öz, Łódź", ["SourceSansPro-Regular"]),
    "combining marks": ("e\u0301 o\u0308 ș", ["SourceSansPro-Regular"]),
    "Greek": ("Ελληνικά", ["SourceSansPro-Regular"]),
    "Cyrillic": ("Кириллица", ["SourceSansPro-Regular"]),
    "Arabic": ("مرحبا", ["NotoSansArabic-Regular"]),
    "Hebrew": ("שָׁלוֹם", ["Heebo-Regular"]),
    "Devanagari": ("क्षत्रिय हिन्दी", ["NotoSansDevanagari-Regular"]),
    "Thai": ("สวัสดีชาวโลก", ["NotoSansThai-Regular"]),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_finds_its_font_and_misses_nothing(script):
    text, expected = SCRIPTS[script]

    found = paragraph(text)

    assert list(dict.fromkeys(names(found))) == expected
    assert found.missing == ()
    assert all(glyph.gid for run in found.runs for glyph in run.glyphs)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_clusters_of_a_run_give_its_text_back(script):
    found = paragraph(SCRIPTS[script][0])

    for run in found.runs:
        starts = sorted({glyph.cluster for glyph in run.glyphs})
        text = found.text[run.start : run.end]
        assert starts[0] == 0
        assert "".join(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)) == text
        clusters = [glyph.cluster for glyph in run.glyphs]
        assert clusters == sorted(clusters, reverse=run.rtl)


def test_arabic_letters_take_the_forms_of_their_places():
    joined = paragraph("ببب").runs[0].glyphs
    alone = paragraph("ب").runs[0].glyphs

    bases = [max(glyphs, key=lambda g: g.advance).gid for glyphs in (joined[:2], joined[2:4], alone)]
    assert len(set(bases)) == 3


def test_a_ligature_is_one_cluster():
    (run,) = paragraph("office", "Great Vibes").runs

    assert len({glyph.cluster for glyph in run.glyphs}) < len("office")
    assert sum(glyph.advance for glyph in run.glyphs) == pytest.approx(paragraph("office", "Great Vibes").pen[-1])


def test_kerning_moves_letters_together():
    kerned, first, second = paragraph("AV").pen[-1], paragraph("A").pen[-1], paragraph("V").pen[-1]

    assert kerned < first + second


def test_digits_and_brackets_in_arabic_come_from_a_font_that_has_them():
    found = paragraph("سعر (12) ريال")

    assert found.missing == () and found.rtl
    assert set(names(found)) == {"NotoSansArabic-Regular", "SourceSansPro-Regular"}


def test_a_character_that_no_font_has_is_named_with_its_place():
    found = paragraph("before \U000f1234 after")

    assert [(gap.at, gap.character) for gap in found.missing] == [(7, "\U000f1234")]


def test_controls_and_joiners_need_no_font():
    found = paragraph("a\u200db\u00adc\u0007\u2060\ufe0f")

    assert found.missing == ()
    assert found.pen[-1] == pytest.approx(paragraph("abc").pen[-1])


def test_letter_spacing_stands_between_letters_but_not_in_joined_scripts():
    assert paragraph("abc", letter_spacing=100).pen[-1] == pytest.approx(paragraph("abc").pen[-1] + 300)
    assert paragraph("سلام", letter_spacing=100).pen[-1] == paragraph("سلام").pen[-1]


@given(st.text(alphabet="abe\u0301fi لاسم שלוםक्षิก123()😀", max_size=24), st.data())
@settings(max_examples=60)
def test_a_run_cut_anywhere_keeps_its_characters(text, data):
    found = paragraph(text)
    for run in found.runs:
        at = data.draw(st.integers(run.start, run.end))
        parts = [cut(run, text, a, b, FONTS.load(run.font)) for a, b in ((run.start, at), (at, run.end)) if b > a]
        assert [(part.start, part.end) for part in parts if part.glyphs] == [
            (a, b) for a, b in ((run.start, at), (at, run.end)) if b > a
        ]
        for part in parts:
            assert all(0 <= glyph.cluster < part.end - part.start for glyph in part.glyphs)


def test_the_same_text_is_shaped_once():
    assert paragraph("once") is paragraph("once")
    assert paragraph("once").runs[0].font == SANS
