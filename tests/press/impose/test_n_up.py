"""Several pages share a sheet, in reading order; their backs stand behind them."""

import pytest
from pikepdf import Array, Dictionary
from tests.press import foreign
from tests.press.impose.pixels import page_text

from makeready.press.findings import PressError
from makeready.press.impose.grid import Flip
from makeready.press.impose.n_up import impose
from makeready.press.impose.sheet import Plan

FONT = {"/Font": Dictionary(F1=foreign.HELVETICA)}
FOUR_A_SHEET = Plan(200, 140, gutter=4, columns=2, rows=2)


def numbered(count: int) -> bytes:
    return foreign.pdf(*[foreign.words(f"p{n}") for n in range(1, count + 1)], resources=FONT)


def rows_of(data: bytes, page: int) -> list[list[str]]:
    """The words of a side, row by row from the top, left to right."""
    import pypdfium2

    text = pypdfium2.PdfDocument(data)[page].get_textpage()
    words = []
    for n in range(text.count_rects()):
        left, low, right, high = text.get_rect(n)
        words.append((round(-high / 20), left, text.get_text_bounded(left, low, right, high).strip()))
    rows: dict[int, list[str]] = {}
    for row, _, word in sorted(words):
        rows.setdefault(row, []).append(word)
    return list(rows.values())


def test_pages_follow_each_other_from_the_top_left():
    sheets = impose(numbered(6), FOUR_A_SHEET, quantity=100)

    assert (sheets.sheets, sheets.sides, sheets.ups, sheets.sheets_needed) == (2, 2, 4, 200)
    assert rows_of(sheets.data, 0) == [["p1", "p2"], ["p3", "p4"]]
    assert rows_of(sheets.data, 1) == [["p5", "p6"]]


@pytest.mark.parametrize(
    ("flip", "back"), [(Flip.TURN, [["p4", "p2"], ["p8", "p6"]]), (Flip.TUMBLE, [["p8", "p6"], ["p4", "p2"]])]
)
def test_even_pages_stand_behind_odd_ones(flip, back):
    sheets = impose(numbered(10), Plan(200, 140, gutter=4, duplex=True, flip=flip))

    assert (sheets.sheets, sheets.sides) == (2, 4)
    assert rows_of(sheets.data, 0) == [["p1", "p3"], ["p5", "p7"]]
    read = rows_of(sheets.data, 1)
    assert (read if flip is Flip.TURN else [row[::-1] for row in read]) == back
    assert page_text(sheets.data, 3).split() == ["p10"]


def test_pages_of_different_sizes_are_named_all_at_once():
    with foreign.opened(numbered(4)) as file:
        for n in (1, 3):
            file.pages[n].TrimBox = Array([0, 0, 100, 100])
        data = foreign.saved(file)

    with pytest.raises(PressError) as refusal:
        impose(data, FOUR_A_SHEET)

    assert [f.page for f in refusal.value.findings] == [2, 4]


def test_a_thousand_pages_fill_as_many_sheets_as_they_need():
    data = numbered(1000)

    sheets = impose(data, Plan(320, 450, gutter=4))

    assert (sheets.ups, sheets.sheets) == (21, 48)
