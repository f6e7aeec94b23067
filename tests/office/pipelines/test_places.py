"""Every path of a JSON text is found again in its line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.pipelines import places

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_a_place_is_told_by_line_and_column() -> None:
    read = places.read('{\n  "tasks": [\n    {"type": "x",\n     "parameters": {"url": "}]"}}\n  ]\n}')

    assert read.line_and_column("tasks/0/parameters/url") == (4, 21)
    assert read.line_and_column("tasks/0/parameters/url/and/more") == (4, 21), "the nearest thing around it"
    assert read.line_and_column("nothing") == (1, 1)


def test_a_key_given_twice_is_found() -> None:
    assert places.read('{"a": {"b": 1, "c": 2, "b": 3}}').doubled == ["a/b"]


def test_a_text_longer_than_any_pipeline_is_not_read() -> None:
    with pytest.raises(places.NotJson, match="1,048,576 are the most"):
        places.read(" " * (1 << 20) + "{}")


@pytest.mark.parametrize("number", ["1e999", "NaN", "-Infinity", "1" * 101])
def test_a_number_that_is_none_is_told(number: str) -> None:
    with pytest.raises(places.NotJson, match="no valid JSON"):
        places.read(f'{{"tasks": {number}}}')


def test_each_letter_is_read_once_however_deep_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strings are the costly part: each is read once, not once for every level around it."""
    read = []
    scan = places._string
    monkeypatch.setattr(places, "_string", lambda text, at: read.append(at) or scan(text, at))

    places.read("[" * 50 + ",".join(['"x"'] * 1000) + "]" * 50)

    assert len(read) == 1000


@pytest.mark.parametrize(
    ("text", "line"), [("", 1), ("{", 1), ('{"a": 1,\n "b": }', 2), ("[1, 2", 1), ("nonsense", 1), ('{"a": "x\n"}', 1)]
)
def test_what_is_no_json_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(places.NotJson, match="no valid JSON") as why:
        places.read(text)

    assert why.value.line == line


@pytest.mark.parametrize("text", ["[" * 5000 + "]" * 5000, "[" * 100_000, '{"a":' * 200 + "1" + "}" * 200])
def test_nesting_without_end_is_refused_in_words(text: str) -> None:
    with pytest.raises(places.NotJson):
        places.read(text)


def test_a_number_of_thousands_of_digits_is_refused_in_words() -> None:
    with pytest.raises(places.NotJson):
        places.read('{"a": ' + "9" * 10_000 + "}")


@given(ANYTHING, st.sampled_from([None, 0, 3]), st.booleans())
def test_every_path_of_any_value_has_the_place_where_it_stands(value: Any, indent: int | None, ascii_: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    read = places.read(text)

    assert read.value == value
    assert set(_paths(value, "")) <= set(read.offsets)
    for path, offset in read.offsets.items():
        line, column = read.line_and_column(path)
        assert text.split("\n")[line - 1][column - 1 :][:1] == text[offset]


def _paths(value: Any, path: str) -> Iterator[str]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _paths(one, f"{path}/{key}" if path else str(key))
