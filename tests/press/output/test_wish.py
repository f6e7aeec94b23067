"""What file is wanted: read from words, every fault named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.press.findings import PressError
from makeready.press.output.wish import Wish


@pytest.mark.parametrize(
    ("pages", "chosen"),
    [
        (None, (1, 2, 3, 4)),
        ("1", (1,)),
        ("1-2", (1, 2)),
        ("3,1", (3, 1)),
        ("2-", (2, 3, 4)),
        ("2-N", (2, 3, 4)),
        ("3-2", (3, 2)),
        (" 1 , 4 - 4", (1, 4)),
        ("2,2", (2, 2)),
    ],
)
def test_pages_are_chosen_in_the_order_asked_for(pages, chosen):
    assert Wish(pages=pages).chosen(4) == chosen


@pytest.mark.parametrize("pages", ["5", "1-9", "9-", "1,7", "99-1"])
def test_a_page_that_is_not_there_is_named(pages):
    with pytest.raises(PressError) as refused:
        Wish(pages=pages).chosen(4)

    finding = refused.value.findings[0]
    assert finding.path == "pages"
    assert "there are 4" in finding.message


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"format": "bmp"}, ["format"]),
        ({"dpi": "0"}, ["dpi"]),
        ({"dpi": "lots"}, ["dpi"]),
        ({"dpi": "2401"}, ["dpi"]),
        ({"dpi": "300.5"}, ["dpi"]),
        ({"color": "pink"}, ["color"]),
        ({"pages": "x"}, ["pages"]),
        ({"pages": "0"}, ["pages"]),
        ({"pages": ""}, ["pages"]),
        ({"pages": "1;2"}, ["pages"]),
        ({"marks": "maybe"}, ["marks"]),
        ({"width": "0"}, ["width"]),
        ({"format": "gif", "dpi": "-1", "color": "", "pages": "-"}, ["format", "dpi", "color", "pages"]),
    ],
)
def test_every_wrong_word_is_named_at_once(words, named):
    with pytest.raises(PressError) as refused:
        Wish.read(words)

    assert [finding.path for finding in refused.value.findings] == named
    assert all(finding.path in finding.message for finding in refused.value.findings)


def test_words_have_other_spellings():
    words = {"format": "JPG", "color": "Grey", "dpi": " 150 ", "marks": "yes", "token": "not ours"}

    assert Wish.read(words) == Wish(format="jpeg", color="gray", dpi=150, marks=("crop",))


def test_values_of_the_wrong_kind_are_refused_too():
    with pytest.raises(PressError) as refused:
        Wish(dpi=72.5, marks=("holes",), width="wide")

    assert [finding.path for finding in refused.value.findings] == ["dpi", "width", "marks"]


@given(st.dictionaries(st.sampled_from(["format", "dpi", "color", "pages", "marks", "width"]), st.text(max_size=20)))
def test_any_words_are_a_wish_or_refused_in_words(words):
    try:
        Wish.read(words).chosen(3)
    except PressError as error:
        assert all(finding.message and finding.hint for finding in error.findings)
