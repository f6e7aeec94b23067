"""Carets stand between what people see, counted as browsers count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.typography.breaks import utf16_offsets
from makeready.press.typography.carets import cells

from .setting import paragraph, set_lines


def all_cells(text: str, width: float = 1e9, font: str | None = None):
    of = paragraph(text, font)
    return [cells(of, line, utf16_offsets(text), 0) for line in set_lines(of, width)]


def test_latin_cells_follow_the_pen():
    (line,) = all_cells("Anna")

    pen = paragraph("Anna").pen
    assert [(c.start, c.end, c.left, c.right) for c in line] == [(i, i + 1, pen[i], pen[i + 1]) for i in range(4)]


def test_a_ligature_is_shared_among_its_letters():
    (line,) = all_cells("ffi", font="Great Vibes")

    assert len(line) == 3
    assert all(c.right > c.left for c in line)
    assert line[0].right == line[1].left or line[0].right == pytest.approx(line[1].left)


def test_hebrew_runs_from_right_to_left():
    (line,) = all_cells("אבג")

    assert all(c.rtl for c in line)
    assert line[0].right > line[1].right > line[2].right
    assert line[2].left == pytest.approx(0)


def test_an_emoji_counts_two_and_a_family_of_them_is_one_stop():
    (line,) = all_cells("a😀é👨‍👩‍👧b")

    assert [(c.start, c.end) for c in line] == [(0, 1), (1, 3), (3, 4), (4, 12), (12, 13)]


def test_the_space_that_hangs_over_has_a_place_too():
    first, second = all_cells("Anna Öz", width=2300)

    assert first[-1].start == 4 and first[-1].left == pytest.approx(paragraph("Anna").pen[-1])
    assert second[0].start == 5


@given(st.text(alphabet="ab fi\u0301😀שם سل कि ก์1(", max_size=30), st.floats(800, 9000))
@settings(max_examples=100)
def test_cells_cover_the_text_without_gap_or_overlap(text, width):
    lines = all_cells(text, width)

    ends = [(c.start, c.end) for line in lines for c in line]
    assert [start for start, _ in ends] == [0, *(end for _, end in ends[:-1])][: len(ends)]
    assert (ends[-1][1] if ends else 0) == utf16_offsets(text)[-1]
    assert all(c.left <= c.right + 1e-6 for line in lines for c in line)
