"""Values: a plain look-up by path, nothing evaluated."""

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
    texts,
    values,
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
