"""Values and conditions: a plain look-up by path, nothing evaluated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.pipelines.language import (
    LanguageFault,
    Value,
    ValueMissing,
    fill,
    fill_all,
    parse,
    parse_condition,
    texts,
    values,
    why_skipped,
)

KNOWN = {"project.id": "prj_1", "project.items.@.fields.Finish": "a = b", "print": "https://here/print.pdf"}


def look_up(value: Value) -> str | None:
    return KNOWN.get(value.text)


def test_values_are_put_in_where_they_stand() -> None:
    assert fill("<{{project.id}}|{{ print }}>", look_up) == "<prj_1|https://here/print.pdf>"


def test_a_missing_value_is_named_and_a_question_mark_tolerates_it() -> None:
    with pytest.raises(ValueMissing, match=r"\{\{project.orderId\}\}"):
        fill("{{project.orderId}}", look_up)

    assert fill("[{{project.orderId?}}]", look_up) == "[]"


def test_what_is_asked_of_an_artifact_stands_behind_a_colon_and_only_there() -> None:
    (of_artifact, of_field) = values("{{page*:url}}{{project.items.@.fields.Size: large?}}")

    assert (of_artifact.path, of_artifact.asked) == ("page*", "url")
    assert (of_field.path, of_field.asked, of_field.optional) == ("project.items.@.fields.Size: large", "", True)


@pytest.mark.parametrize("text", ["{{project.id", "a {{", "{{}}", "{{ ? }}", "{{a{{b}}"])
def test_braces_that_make_no_sense_are_told_with_their_place(text: str) -> None:
    with pytest.raises(LanguageFault) as fault:
        parse(text)

    assert fault.value.at == text.index("{{")


def test_every_text_within_a_value_is_filled_and_nothing_else() -> None:
    given_ = {"url": "{{print}}", "n": 3, "on": True, "list": ["{{project.id}}", None], "{{key}}": ""}

    assert fill_all(given_, look_up) == {**given_, "url": KNOWN["print"], "list": ["prj_1", None]}
    assert dict(texts(given_)) == {"url": "{{print}}", "list/0": "{{project.id}}", "{{key}}": ""}


@given(st.text())
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        parts = parse(text)
    except LanguageFault:
        return
    plain = "".join(part for part in parts if isinstance(part, str))
    assert "{{" not in plain
    assert len(plain) <= len(text)


@given(st.text(st.characters(exclude_characters="{}")), st.text())
def test_what_is_put_in_is_never_read_again(around: str, value: str) -> None:
    assert fill(f"{around}{{{{print}}}}{around}", lambda _: value) == around + value + around


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("{{project.id}} = prj_1", True),
        ("{{project.id}}=prj_2", False),
        ("{{project.id}} != prj_2", True),
        ("{{project.items.@.fields.Finish}} = {{project.items.@.fields.Finish}}", True),
        ("{{project.orderId?}} =", True),
        ("  none =  none  ", True),
        ("Foil = foil", False),
    ],
)
def test_conditions_compare_letter_by_letter(text: str, holds: bool) -> None:
    assert parse_condition(text).holds(look_up) is holds


def test_an_equals_sign_inside_a_value_or_its_braces_is_no_operator() -> None:
    assert parse_condition("{{project.items.@.fields.a=b?}} != x").holds(look_up)
    with pytest.raises(LanguageFault, match="no operator"):
        parse_condition("{{project.items.@.fields.Finish}}")


@pytest.mark.parametrize("text", ["a", "", "a = b = c", "a == b", "a != b != c", " = ", "{{x = y"])
def test_a_condition_needs_exactly_one_operator(text: str) -> None:
    with pytest.raises(LanguageFault):
        parse_condition(text)


@pytest.mark.parametrize(
    ("conditions", "skipped"),
    [
        ({"skipIf": "a = a"}, True),
        ({"skipIf": "a = b"}, False),
        ({"runIf": "a = a"}, False),
        ({"runIf": "a = b"}, True),
        ({"skipIfNot": "a = b"}, True),
        ({"skipIfAny": ["a = b", "a = a"]}, True),
        ({"skipIfAny": ["a = b", "a = c"]}, False),
        ({"skipIfAll": ["a = b", "a = a"]}, False),
        ({"skipIfAll": ["b = b", "a = a"]}, True),
        ({"skipIfNotAny": ["a = b", "a = c"]}, True),
        ({"skipIfNotAny": ["a = b", "a = a"]}, False),
        ({"skipIfNotAll": ["a = b", "a = a"]}, True),
        ({"skipIfNotAll": ["b = b", "a = a"]}, False),
        ({"runIf": "a = a", "skipIf": "b = b"}, True),
        ({}, False),
    ],
    ids=str,
)
def test_each_condition_skips_when_its_name_says(conditions: dict[str, object], skipped: bool) -> None:
    assert bool(why_skipped(conditions, look_up)) is skipped


@pytest.mark.parametrize("conditions", [{"skipIf": ["a = b"]}, {"skipIfAny": "a = b"}, {"skipIfAll": []}, {"runIf": 1}])
def test_a_condition_of_the_wrong_kind_is_told(conditions: dict[str, object]) -> None:
    with pytest.raises(LanguageFault, match="takes"):
        why_skipped(conditions, look_up)


@given(left=st.text(), right=st.text())
def test_a_value_never_becomes_an_operator(left: str, right: str) -> None:
    given_values = {"left": left, "right": right}

    def looked_up(value: Value) -> str:
        return given_values[value.path]

    same = left.strip() == right.strip()
    assert parse_condition("{{left}} = {{right}}").holds(looked_up) is same
    assert parse_condition("{{left}} != {{right}}").holds(looked_up) is not same


@given(st.text(st.sampled_from("{}?=!:. ab")))
def test_any_condition_is_either_read_or_refused(text: str) -> None:
    try:
        parse_condition(text).holds(lambda _: "")
    except LanguageFault as why:
        assert why.sentence
