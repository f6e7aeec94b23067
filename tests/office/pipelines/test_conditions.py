"""Conditions: one comparison each, the vendor's as it reads them, ours beside; no value and no pattern can harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.pipelines.conditions import parse_condition, why_skipped
from makeready.office.pipelines.language import LanguageFault, Value

KNOWN = {
    "project.id": "prj_1", "project.items.@.fields.Finish": "a = b", "project.quantity": "250",
    "project.items.@.fields.Extras": "foil, round corners", "project.items.@.sku": "BC-85x55",
}  # fmt: skip


def look_up(value: Value) -> str | None:
    return KNOWN.get(value.text)


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


@given(st.text(st.sampled_from("{}?=!<>:. abinmtches")))
def test_any_condition_is_either_read_or_refused(text: str) -> None:
    try:
        parse_condition(text).holds(lambda _: "")
    except LanguageFault as why:
        assert why.sentence


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("{{project.quantity}} < 1000", True),
        ("{{project.quantity}} < 250", False),
        ("{{project.quantity}} <= 250", True),
        ("{{project.quantity}} > 99.5", True),
        ("{{project.quantity}} >= 251", False),
        ("2026-12-24 > 2026-12-01T10:00:00+00:00", True),
        ("{{project.orderId?}} > 5", False),
        ("{{project.orderId?}} < 5", False),
        ("{{project.id}} in prj_0, prj_1", True),
        ("{{project.id}} in prj_0, prj_11", False),
        ("foil in {{project.items.@.fields.Extras}}", True),
        ("{{project.items.@.fields.Extras}} in foil, round corners", False),
        ("{{project.items.@.sku}} matches BC-[0-9]+x[0-9]+", True),
        ("{{project.items.@.sku}} matches BC", False),
        ("{{project.items.@.sku}} matches (?i)bc-.*", True),
        ("{{project.items.@.sku}} matches BC-[^<>]{2,9}", True),
    ],
)
def test_our_operators_compare_by_size_list_and_pattern(text: str, holds: bool) -> None:
    assert parse_condition(text).holds(look_up) is holds


@pytest.mark.parametrize("text", ["{{print}} = made in Italy", "{{print}} = <none>", "{{print}} != a < b matches c"])
def test_the_vendors_operators_win_over_ours(text: str) -> None:
    assert parse_condition(text).operator in ("=", "!=")


def test_what_has_no_size_is_not_compared_by_size() -> None:
    with pytest.raises(LanguageFault, match="only numbers and dates have a size"):
        parse_condition("{{project.id}} < 5").holds(look_up)


@pytest.mark.parametrize("pattern", ["[", "(a", "a{2,1}", "(?!a)", "x" * 501])
def test_a_pattern_that_is_none_is_told_before_anything_runs(pattern: str) -> None:
    with pytest.raises(LanguageFault):
        parse_condition(f"a matches {pattern}")


@given(st.text(min_size=1))
def test_a_value_within_a_pattern_stands_for_itself(value: str) -> None:
    condition = parse_condition("{{project.name}} matches {{project.name}}")

    assert condition.holds(lambda _: value.strip())


def test_no_pattern_takes_longer_than_its_text_is_long() -> None:
    """By doubling: a pattern that tries again and again would take the square of it, or for ever."""
    condition = parse_condition("{{project.name}} matches (a+)+(b|b)*(a*)*$c")

    def seconds(length: int) -> float:
        began = time.process_time()
        condition.holds(lambda _: "a" * length)
        return time.process_time() - began

    seconds(1000)
    assert seconds(200_000) < 50 * max(seconds(20_000), 0.002)
