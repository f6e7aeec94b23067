"""The language of values and conditions: looked up, never evaluated; a value stays a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.pipelines import language
from makeready.office.pipelines.language import CONDITIONS, LanguageFault, Value, ValueMissing, fill, parse

words = st.text(alphabet="abcXYZ019_-* äß", min_size=1, max_size=12).map(str.strip).filter(bool)
plain = st.text(max_size=20).filter(lambda text: "{{" not in text and "}}" not in text)
anything = st.text(alphabet=st.one_of(st.sampled_from("{}?=!:. ab"), st.characters()), max_size=40)


def knowing(**values: str):
    return lambda value: values.get(value.text)


@given(parts=st.lists(st.tuples(plain, words), max_size=5), end=plain)
def test_a_text_is_its_parts_in_order(parts, end):
    """Braces beside braces are the one thing that a text cannot end in."""
    texts = [text.replace("{", "(") for text, _ in parts]
    text = "".join(f"{before}{{{{{name}}}}}" for before, (_, name) in zip(texts, parts, strict=True)) + end.replace(
        "}", ")"
    )
    values = [part for part in parse(text) if isinstance(part, Value)]
    assert [value.path for value in values] == [name for _, name in parts]
    filled = fill(text, lambda value: f"<{value.path}>")
    assert filled == "".join(f"{before}<{name}>" for before, (_, name) in zip(texts, parts, strict=True)) + end.replace(
        "}", ")"
    )


@given(text=anything)
def test_any_text_is_understood_or_refused_with_its_place(text):
    try:
        parse(text)
    except LanguageFault as why:
        assert why.sentence
        assert 0 <= why.at <= len(text)


@given(value=anything)
def test_a_value_never_becomes_another_placeholder(value):
    look_up = {"project.name": value, "secret": "s3cret"}
    assert fill("<{{project.name}}>", lambda asked: look_up.get(asked.path)) == f"<{value}>"


@given(left=anything, right=anything)
def test_a_value_never_becomes_an_operator(left, right):
    condition = language.parse_condition("{{left}} = {{right}}")
    assert condition.holds(knowing(left=left, right=right)) is (left.strip() == right.strip())
    unequal = language.parse_condition("{{left}} != {{right}}")
    assert unequal.holds(knowing(left=left, right=right)) is (left.strip() != right.strip())


@given(text=anything)
def test_any_condition_is_understood_or_refused(text):
    try:
        language.parse_condition(text).holds(lambda _: "")
    except LanguageFault as why:
        assert why.sentence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{project.orderNumber}}", Value("project.orderNumber")),
        ("{{ project.orderNumber ? }}", Value("project.orderNumber", optional=True)),
        ("{{project.items.@.fields.Finish?}}", Value("project.items.@.fields.Finish", optional=True)),
        ("{{print}}", Value("print")),
        ("{{print:url}}", Value("print", "url")),
        ("{{ page* : url }}", Value("page*", "url")),
        ("{{project.items.@.fields.Size: in mm}}", Value("project.items.@.fields.Size: in mm")),
    ],
)
def test_what_stands_between_braces(text, value):
    assert parse(text) == (value,)


@pytest.mark.parametrize("text", ["{{", "a {{b", "{{}}", "{{ ? }}", "{{a {{b}}", "{{:url}}"])
def test_broken_braces_are_refused(text):
    with pytest.raises(LanguageFault):
        parse(text)


def test_a_missing_value_is_named_unless_it_may_be_missing():
    with pytest.raises(ValueMissing) as why:
        fill("/in/{{project.orderNumber}}.pdf", knowing())
    assert "{{project.orderNumber}}" in str(why.value)
    assert fill("/in/{{project.orderNumber?}}.pdf", knowing()) == "/in/.pdf"


def test_everything_in_a_json_value_is_filled_but_its_keys():
    given = {"a{{x}}": ["{{x}}", 1, None, {"b": "{{x}}-{{y?}}"}], "n": True}
    assert language.fill_all(given, knowing(x="X")) == {"a{{x}}": ["X", 1, None, {"b": "X-"}], "n": True}


@pytest.mark.parametrize("text", ["", "{{a}}", "a == b", "a = b = c", "=", " != ", "a ! b"])
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(LanguageFault):
        language.parse_condition(text)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("{{x}} = X", True), ("{{x}} = x", False), ("{{x}}!=X", False), ("  X   =   {{x}} ", True),
        ("{{y?}} = ", True), ("{{y?}} != ", False), ("{{x}}-1 = X-1", True), ("{{op}} = a=b", None),
    ],
)  # fmt: skip
def test_conditions_are_compared_letter_by_letter(text, holds):
    if holds is None:
        with pytest.raises(LanguageFault):
            language.parse_condition(text)
        return
    assert language.parse_condition(text).holds(knowing(x="X", op="a=b")) is holds


@pytest.mark.parametrize(
    ("name", "skipped_when"),
    [
        ("runIf", [False]), ("skipIf", [True]), ("skipIfNot", [False]),
        ("skipIfAny", [(True, False), (True, True), (False, True)]), ("skipIfAll", [(True, True)]),
        ("skipIfNotAny", [(False, False)]), ("skipIfNotAll", [(True, False), (False, True), (False, False)]),
    ],
)  # fmt: skip
def test_the_seven_words_for_skipping(name, skipped_when):
    takes_list, _ = CONDITIONS[name]
    cases = [(a, b) for a in (True, False) for b in (True, False)] if takes_list else [True, False]
    for case in cases:
        raw = ["{{yes}} = " + ("1" if holds else "2") for holds in (case if takes_list else [case])]
        why = language.why_skipped({name: raw if takes_list else raw[0]}, knowing(yes="1"))
        assert bool(why) is (case in skipped_when), (name, case)


@pytest.mark.parametrize(
    ("name", "raw"),
    [("skipIf", ["a = b"]), ("skipIf", 1), ("skipIfAny", "a = b"), ("skipIfAll", []), ("skipIfAll", [1])],
)
def test_lists_and_single_conditions_are_not_mixed_up(name, raw):
    with pytest.raises(LanguageFault):
        language.read_conditions(name, raw)
