"""Each value of a JSON text is found again at its line and column."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from makeready.office.pipelines import places

keys = st.text(max_size=6).filter(lambda key: "/" not in key and key != "")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=15,
)


def at(value: object, path: str) -> object:
    for step in path.split("/") if path else ():
        value = value[int(step)] if isinstance(value, list) else value[step]  # type: ignore[index]
    return value


@given(value=values, indent=st.sampled_from([None, 0, 1, 4]))
def test_at_every_place_stands_the_value_of_its_path(value, indent):
    text = json.dumps(value, indent=indent)
    read = places.read(text)
    assert read.value == value
    decoder = json.JSONDecoder()
    for path, offset in read.offsets.items():
        found, end = decoder.raw_decode(text, offset)
        last = path.rpartition("/")[2]
        in_object = path and isinstance(at(value, path.rpartition("/")[0]), dict)
        if in_object:  # a member is found at its key
            assert found == last
        else:
            assert found == at(value, path)
        line, column = read.line_and_column(path)
        assert text.split("\n")[line - 1][column - 1] == text[offset]
        assert end > offset


@given(text=st.text(alphabet=st.sampled_from('{}[],:" \n\\u0019-.eEtrfalsn')))
def test_any_text_is_read_or_refused_with_its_place(text):
    try:
        read = places.read(text)
    except places.NotJson as why:
        assert why.sentence
        assert why.line >= 1
        assert why.column >= 1
        return
    assert read.value == json.loads(text) or read.value != read.value
