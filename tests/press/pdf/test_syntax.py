"""Values as PDF tokens, read back by a parser that is not ours."""

import math

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.press.pdf.syntax import Name, Raw, Ref, number, token


@given(st.floats(-1e6, 1e6))
def test_numbers_have_no_exponents_and_at_most_four_digits(value):
    written = number(value)

    assert "e" not in written
    assert math.isclose(float(written), value, abs_tol=0.5001e-4)


@pytest.mark.parametrize(("value", "written"), [(0.0, "0"), (-0.00001, "0"), (1.0, "1"), (2.50, "2.5"), (100, "100")])
def test_numbers_are_short(value, written):
    assert number(value) == written


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_any_name_survives(name):
    read = pikepdf.Object.parse(token(Name(name)))

    assert str(read) == f"/{name}"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(text):
    assert str(pikepdf.Object.parse(token(text))) == text


@given(st.binary())
def test_any_bytes_survive(data):
    assert bytes(pikepdf.Object.parse(token(data))) == data


def test_structures_are_written_whole():
    value = {"Kids": [Ref(3), Ref(12)], "Sure": True, "Not": None, "In": {"N": Name("A B"), "R": Raw(b"[1 2]")}}

    assert token(value) == b"<</Kids[3 0 R 12 0 R]/Sure true/Not null/In<</N/A#20B/R[1 2]>>>>"
