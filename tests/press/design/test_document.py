"""A document is read whole or refused with every fault at its place."""

import copy
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.press.design.document import json_schema, read
from makeready.press.findings import PressError, Severity

from .examples import CARD, LABEL, STICKER

TEXT = {"type": "text", "x": 1, "y": 1, "width": 20, "height": 5, "text": "x"}


def document(*items, **page):
    return {"version": 1, "pages": [{"width": 85, "height": 55, "items": list(items), **page}]}


def faults(source) -> dict[str, str]:
    """Path → sentence of everything that is wrong with a document."""
    with pytest.raises(PressError) as caught:
        read(source)
    return {f.path: f.message for f in caught.value.findings}


@pytest.mark.parametrize("example", [CARD, LABEL, STICKER], ids=lambda d: d["name"])
def test_an_example_comes_back_as_it_was_given(example):
    assert read(example).as_json() == example
    assert read(json.dumps(example).encode()).as_json() == example


@pytest.mark.parametrize("example", [CARD, LABEL, STICKER], ids=lambda d: d["name"])
def test_the_published_schema_takes_what_the_reader_takes(example):
    checker = jsonschema.Draft202012Validator(json_schema())

    assert list(checker.iter_errors(example)) == []
    for wrong in ({"version": 1, "pages": "none"}, document({"type": "hologram"}), document({**TEXT, "colour": 1})):
        assert list(checker.iter_errors(wrong))


def test_every_property_in_the_schema_is_described():
    schema = json_schema()
    models = [schema, *schema["$defs"].values()]

    bare = [
        (model.get("title"), name)
        for model in models
        for name, value in model.get("properties", {}).items()
        if name != "type" and "description" not in value
    ]

    assert bare == []


def test_all_faults_are_told_at_once_with_their_places():
    broken = document(
        {"type": "hologram", "x": 0, "y": 0},
        {**TEXT, "fill": {"cmyk": [0, 0, 0, 900]}},
        {key: value for key, value in TEXT.items() if key != "x"},
        {**TEXT, "colour": "red"},
        {"type": "group", "items": [{**TEXT, "size": "big"}, {"x": 1}, 7]},
        {**TEXT, "fill": {"pantone": 1}},
        width=-5,
    )

    assert faults(broken) == {
        "pages/0/width": "“width” must be greater than 0 (it is -5).",
        "pages/0/items/0/type": "“hologram” is no type of item; there are text, image, pdf, svg, rectangle, ellipse, "
        "polygon, line, path, barcode, table, group.",
        "pages/0/items/1/fill/cmyk/3": "“cmyk”, value 4, must be at most 100 (it is 900).",
        "pages/0/items/2/x": "“x” is missing.",
        "pages/0/items/3/colour": "“colour” is no property of a text item. Is “fill” meant?",
        "pages/0/items/4/items/0/size": "“size” must be a number (it is “big”).",
        "pages/0/items/4/items/1": "“type” is missing.",
        "pages/0/items/4/items/2": "An item must be an object (it is 7).",
        "pages/0/items/5/fill": "“fill” must be a colour: {“cmyk”: …}, {“rgb”: …}, {“lab”: …}, {“gray”: …} or "
        "{“spot”: …}, or a gradient: {“linear”: …} or {“radial”: …} (it is an object).",
    }


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "empty"),
        (b"{", "no JSON"),
        (b"\x00\x01\xff\xfe", "no JSON"),
        (b"[1]", "not an object"),
        ("[" * 100_000, "nested too deeply"),
        (b'{"version": 1, "pages": [}', "line 1, column 26"),
    ],
)
def test_what_is_no_document_is_said_in_one_sentence(source, words):
    (sentence,) = faults(source).values()

    assert words in sentence


@pytest.mark.parametrize("version", [2, 0, "1", True, None, 1.5])
def test_an_unknown_version_is_refused_in_words(version):
    told = faults({**document(), "version": version})

    assert "is no version of design documents that this program knows; it knows 1." in told["version"]


def test_nothing_at_all_names_what_is_missing():
    assert faults({}) == {"version": "“version” is missing.", "pages": "“pages” is missing."}


@pytest.mark.parametrize(
    ("item", "place", "words"),
    [
        ({"type": "path", "path": "L 1 2"}, "path", "must begin with M"),
        ({"type": "path", "path": "M 1 2 L 3"}, "path", "lacks a number"),
        ({"type": "line", "x": 1, "y": 1, "x2": 1, "y2": 1}, "", "begins where it ends"),
        ({**TEXT, "type": "barcode", "symbology": "ean13", "data": "4006381333932"}, "text", "no property"),
        ({"type": "image", "x": 0, "y": 0, "width": 1, "height": 1, "src": "a", "crop": {"x": 0.5}}, "crop", "beyond"),
        ({**TEXT, "fit": "shrink", "size": 8, "min_size": 9}, "min_size", "greater than “size”"),
        ({"type": "group", "clip": {"type": "star"}}, "clip/type", "rectangle, ellipse, path"),
        ({**TEXT, "fill": {"field": "Accent"}}, "fill/field", "no field of type color"),
        ({**TEXT, "x": float("nan")}, "x", "finite"),
        ({**TEXT, "x": True}, "x", "number"),
        ({**TEXT, "weight": 400.5}, "weight", "whole number"),
    ],
)
def test_meaning_is_checked_too(item, place, words):
    told = faults(document(item))

    assert words in told[f"pages/0/items/0{'/' + place if place else ''}"]


@pytest.mark.parametrize(
    ("symbology", "data", "words"),
    [
        ("ean13", "4006381333932", "should be 1, not 2"),
        ("ean13", "40063", "12 or 13 digits"),
        ("code128", "Łódź", "cannot carry “Ł”"),
        ("code128", "x" * 81, "too wide"),
        ("qr", "", "nothing to encode"),
    ],
)
def test_a_barcode_that_cannot_be_is_told_before_layout(symbology, data, words):
    code = {"type": "barcode", "symbology": symbology, "data": data, "x": 0, "y": 0, "width": 30, "height": 20}

    assert words in faults(document(code))["pages/0/items/0/data"]


def test_fields_that_contradict_themselves_are_told():
    fields = [
        {"name": "A"},
        {"name": "A"},
        {"name": "B", "type": "choice"},
        {"name": "C", "type": "number", "minimum": 3, "maximum": 2},
        {"name": ""},
    ]

    told = faults({**document(), "fields": fields[:4]})
    assert set(told) == {"fields/0/name", "fields/1/name", "fields/2", "fields/3"}
    assert faults({**document(), "fields": fields})["fields/4/name"] == "“name” must not be empty."


def test_groups_cannot_be_nested_without_end():
    item = TEXT
    for _ in range(40):
        item = {"type": "group", "items": [item]}

    assert any("deep" in sentence for sentence in faults(document(item)).values())
    for _ in range(400):
        item = {"type": "group", "items": [item]}
    assert faults(document(item))


def test_a_document_with_far_too_much_in_it_is_refused_before_it_is_read_through():
    long_path = {"type": "path", "path": "M0 0" + "L1 1" * 200_000}
    told = faults(document(*[long_path] * 13))
    assert told == {"pages": "The design holds 10400052 characters of path data; 10000000 are the most."}

    told = faults(document(*[{**TEXT, "text": "x" * 20_000}] * 101))
    assert told == {"pages": "The design holds 2020000 characters of text; 2000000 are the most."}


def test_a_page_too_large_and_too_many_of_them_are_refused():
    told = faults({"version": 1, "pages": [{"width": 5001, "height": 1}] * 501})

    assert told == {"pages": "“pages” may hold at most 500 (it holds 501)."} or "pages/0/width" in told


def test_many_faults_are_counted_not_listed():
    with pytest.raises(PressError) as caught:
        read(document(*[{"type": "x"}] * 900))

    assert len(caught.value.findings) == 201
    assert caught.value.findings[-1].message == "There are 700 more faults."


def test_a_placeholder_that_names_no_field_is_only_a_warning():
    from makeready.press.design.check import check

    findings = check(read(document({**TEXT, "text": "Dear {{Nmae}}"})))

    assert [(f.code, f.severity, f.path) for f in findings] == [
        ("field-unknown", Severity.WARNING, "pages/0/items/0/text")
    ]
    assert findings[0].message == "{{Nmae}} in text (item 1) names no field of the design."


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
places = st.sampled_from(
    [(), ("pages",), ("pages", 0), ("pages", 0, "items"), ("pages", 0, "items", 1), ("pages", 0, "items", 1, "fill"),
     ("pages", 0, "items", 2, "fill", "alternate"), ("pages", 0, "items", 4, "stroke"), ("fields", 0), ("fields",),
     ("pages", 0, "items", 3, "focus")]
)  # fmt: skip
keys = st.sampled_from(
    ["type", "x", "size", "fill", "text", "items", "cmyk", "spot", "alternate", "name", "pages", "version", "clip",
     "dashes", "width", "fit", "weight", "path", "symbology", "crop", "text item", "cmyk colour"]
)  # fmt: skip


@given(place=places, key=keys, value=json_values)
def test_whatever_is_put_anywhere_is_taken_or_told_in_words(place, key, value):
    values = copy.deepcopy(CARD)
    target = values
    for step in place:
        target = target.setdefault(step, {}) if isinstance(target, dict) else target[step]
    if isinstance(target, dict):
        target[key] = value
    elif isinstance(target, list):
        target.append(value)

    try:
        read(values)
    except PressError as error:
        for finding in error.findings:
            assert "is not right:" not in finding.message and "nput" not in finding.message
            assert finding.message.endswith((".", "?")) and finding.hint
            assert " item/" not in finding.path and " colour/" not in finding.path


@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,-+eE \n", max_size=60))
def test_path_data_is_read_or_refused(data):
    from makeready.press.design.path_data import PathFault, parse

    try:
        commands = parse(data)
    except PathFault as fault:
        assert str(fault).endswith(".")
    else:
        assert all(letter in "MLCZ" for letter, _ in commands)
        assert not commands or commands[0][0] == "M"
