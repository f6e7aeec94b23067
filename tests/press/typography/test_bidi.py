"""Levels agree with the standard's own cases and with an independent implementation."""

import pytest
from bidi import get_display
from hypothesis import assume, example, given
from hypothesis import strategies as st

from makeready.press.typography.bidi import base_level, levels, visual_order

REMOVED = set("\u202a\u202b\u202c\u202d\u202e\u200d\u200b\u00ad")


def displayed(text: str, direction: str) -> str:
    found = levels(text, base_level(text, direction))
    kept = [at for at, character in enumerate(text) if character not in REMOVED]
    return "".join(text[kept[at]] for at in visual_order([found[at] for at in kept]))


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("Anna Öz", "auto", "0000000"),
        ("", "rtl", ""),
        ("שלום abc", "auto", "11111222"),
        ("abc שלום", "auto", "00001111"),
        ("abc שלום", "rtl", "22211111"),
        ("מחיר 12.5 €", "auto", "11111222211"),
        ("١٢ abc", "auto", "220000"),
        ("a(ב)c", "auto", "00100"),
        ("א(b)ג", "auto", "11211"),
        ("a \u2067ב c\u2069 d", "auto", "000112000"),
        ("x\tא ", "rtl", "2111"),
    ],
)
def test_levels_are_as_the_annex_says(text, direction, expected):
    assert "".join(map(str, levels(text, base_level(text, direction)))) == expected


@pytest.mark.parametrize(
    ("run_levels", "order"),
    [([0], [0]), ([0, 1, 0], [0, 1, 2]), ([1, 2, 1], [2, 1, 0]), ([0, 1, 2, 1, 0], [0, 3, 2, 1, 4]), ([], [])],
)
def test_runs_are_reversed_from_the_highest_level_down(run_levels, order):
    assert visual_order(run_levels) == order


alphabet = (
    "aabאאבעع١٢12 +-.,/%$()[]!\u0301\u064b\t\u2329\u232a\u3008\u3009⟨⟩"
    "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"
)


@given(st.text(alphabet=alphabet, max_size=16), st.sampled_from(["auto", "ltr", "rtl"]))
@example("a(b\u202bא\u202c) 1", "rtl")
@example("א\u2066\u202a\u2069ב", "ltr")
def test_text_is_reordered_as_by_the_rust_implementation(text, direction):
    found = levels(text, base_level(text, direction))
    # That one skips reordering where only white space and separators run right to left (rule L1 undone).
    assume(any(level % 2 for level, c in zip(found, text, strict=True) if not c.isspace() and c.isprintable()))

    expected = get_display(text, base_dir={"auto": None, "ltr": "L", "rtl": "R"}[direction])

    assert displayed(text, direction) == "".join(c for c in expected if c not in REMOVED)
