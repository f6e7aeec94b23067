"""Pages mirrored and turned: their boxes go along, whatever way round the page was meant to be looked at."""

from __future__ import annotations

import io

import pikepdf
import pytest

from makeready.press.impose.turn import turn_pages
from makeready.press.pdf.reader import describe


def page_with(rotate: int = 0, unit: float = 1) -> bytes:
    """100 × 60 pt with a trim of 80 × 50 from (10, 4), a tiling pattern at its left edge."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(100, 60))
    page = pdf.pages[0].obj
    page.TrimBox = [10, 4, 90, 54]
    page.Rotate, page.UserUnit = rotate, unit
    pdf.save(out)
    return out.getvalue()


def trim_of(data: bytes) -> tuple[float, ...]:
    trim = describe(data).boxes[0].trim
    return tuple(round(v, 3) for v in (trim.x, trim.y, trim.width, trim.height))


@pytest.mark.parametrize(
    ("how", "trim"),
    [
        ({}, (10, 4, 80, 50)),
        ({"across": True}, (10, 4, 80, 50)),
        ({"down": True}, (10, 6, 80, 50)),
        ({"quarter_turns": 1}, (4, 10, 50, 80)),
        ({"quarter_turns": 3}, (6, 10, 50, 80)),
        ({"quarter_turns": 2, "across": True}, (10, 6, 80, 50)),
    ],
)
def test_the_trim_goes_along(how, trim):
    assert trim_of(turn_pages(page_with(), **how)) == trim


def test_a_page_that_is_looked_at_sideways_is_turned_as_it_is_looked_at():
    sideways = page_with(rotate=90, unit=2)
    before = describe(sideways).boxes[0]
    after = describe(turn_pages(sideways, across=True)).boxes[0]
    assert (after.media.width, after.media.height) == (before.media.width, before.media.height)
    assert after.trim.x == pytest.approx(before.media.width - before.trim.right)
    assert after.trim.y == pytest.approx(before.trim.y)


def test_turned_four_times_by_a_quarter_it_is_as_before():
    data = page_with()
    for _ in range(4):
        data = turn_pages(data, quarter_turns=1)
    assert trim_of(data) == trim_of(page_with())
