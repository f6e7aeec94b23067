"""Texts are compared without regard to letter case and to how a character is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Öz", "öZ"), ("Jörg", "Jo\u0308rg"), ("GROSS", "groß"), ("ﬁne", "FINE"), ("Ⅳ", "iv"), ("ΣΊΣΥΦΟΣ", "σίσυφος")],
)
def test_what_people_take_for_the_same_is_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text())
def test_folding_twice_is_folding_once_and_any_letter_case_finds(text: str) -> None:
    once = folded(text)

    assert folded(once) == once
    assert "\0" not in once
