"""Lines hold every character once, stay within their width and read in the right order."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.typography.lines import wrap

from .setting import paragraph, set_lines

PANGRAM = "The quick brown fox jumps over the lazy dog"


def said(line, of) -> str:
    return of.text[line.span.start : line.span.end]


def test_text_wraps_at_words_and_spaces_hang_over():
    of = paragraph(PANGRAM)

    lines = set_lines(of, 7300)

    assert [said(line, of) for line in lines] == ["The quick brown ", "fox jumps over ", "the lazy dog"]
    assert [line.span.last for line in lines] == [False] * (len(lines) - 1) + [True]


texts = st.text(alphabet="abc fi-\u00a0\u00adÖ\u0301 שלום مرحبا नमस्ते สวัสดี漢字 12(3)😀\t", max_size=60)


@given(texts, st.floats(100, 20_000))
@settings(max_examples=150)
def test_no_character_is_lost_or_doubled_by_wrapping(text, width):
    of = paragraph(text)

    spans = wrap(of, width)

    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.start <= span.solid <= span.end for span in spans)
    assert all(span.width <= width + 0.01 for span in spans if not span.broken)


@given(texts, st.floats(500, 20_000))
@settings(max_examples=100)
def test_the_glyphs_of_a_line_stand_for_all_that_is_seen_of_it(text, width):
    of = paragraph(text)
    for line in set_lines(of, width):
        covered = sorted(at for placed in line.runs for at in range(placed.run.start, placed.run.end))
        assert covered == list(range(line.span.start, line.span.solid))
        pen = 0.0
        for placed in line.runs:
            assert placed.x == pytest.approx(pen)
            pen += sum(glyph.advance for glyph in placed.glyphs)


@pytest.mark.parametrize(
    ("align", "ltr", "rtl"),
    [("start", 0, 1), ("end", 1, 0), ("left", 0, 0), ("right", 1, 1), ("center", 0.5, 0.5), ("justify", 0, 1)],
)
def test_lines_stand_where_they_are_aligned(align, ltr, rtl):
    for text, share in (("word", ltr), ("מילה", rtl)):
        (line,) = set_lines(paragraph(text), 10_000, align)
        assert line.x == pytest.approx(share * (10_000 - line.width))


def test_justified_lines_fill_the_width_but_for_the_last():
    lines = set_lines(paragraph(PANGRAM), 7000, "justify")

    assert len(lines) > 2
    assert [line.width for line in lines[:-1]] == pytest.approx([7000.0] * (len(lines) - 1))
    assert lines[-1].width < 7000


def test_mixed_directions_stand_in_visual_order():
    of = paragraph("שלום abc 123 עולם")
    (line,) = set_lines(of, 100_000)

    shown = [of.text[p.run.start : p.run.end].strip() for p in line.runs]
    assert [words for words in shown if words] == ["עולם", "abc 123", "שלום"]


def test_a_word_too_long_for_the_line_is_cut_between_graphemes_and_told():
    of = paragraph("Donaudampfschifffahrt")

    spans = wrap(of, 2500)

    assert len(spans) > 3 and all(span.broken for span in spans[:-1])
    assert "".join(of.text[s.start : s.end] for s in spans) == of.text


def test_a_soft_hyphen_shows_only_where_the_line_ends_at_it():
    of = paragraph("Donau\u00addampf")
    whole, first = set_lines(of, 10_000), set_lines(of, 3100)

    assert len(whole) == 1 and len(first) == 2
    assert [(placed.run.start, placed.run.end) for placed in first[0].runs] == [(0, 6), (6, 6)]
    assert len(whole[0].runs) == 1
    assert first[0].width == pytest.approx(paragraph("Donau\u2010").pen[-1], abs=20)


def test_nothing_is_one_empty_line():
    (line,) = set_lines(paragraph(""), 1000, "center")

    assert line.runs == () and line.x == 500


def test_without_wrapping_there_is_one_line():
    assert len(wrap(paragraph(PANGRAM), math.inf)) == 1
