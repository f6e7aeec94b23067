"""JSON as it is: what Python's reader takes beyond it is refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office import strict_json


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", '{"a": -Infinity}', "1e999", "-1E+400", "1" * 101, "-" + "1" * 5000]
)
def test_what_is_no_number_is_refused_in_a_sentence(text):
    with pytest.raises(strict_json.NoNumber, match=r"\.$"):
        strict_json.loads(text)


def test_what_is_no_json_is_told_as_the_reader_does():
    with pytest.raises(json.JSONDecodeError):
        strict_json.loads("{")


@given(st.recursive(st.none() | st.booleans() | st.integers(-(10**90), 10**90) | st.text()
                    | st.floats(allow_nan=False, allow_infinity=False), st.lists, max_leaves=5))  # fmt: skip
def test_all_else_is_read_as_ever(value):
    assert strict_json.loads(json.dumps(value)) == value
