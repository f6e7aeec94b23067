"""An item is shown where the record says so."""

import pytest

from makeready.press.design.conditions import Condition, holds
from makeready.press.design.document import read
from makeready.press.design.fields import fill
from makeready.press.findings import PressError


def said(**words) -> Condition:
    return Condition.model_validate(words)


@pytest.mark.parametrize(
    ("condition", "value", "shown"),
    [
        ({}, "Anna", True),
        ({}, " ", False),
        ({"filled": False}, "", True),
        ({"equals": "vip"}, "vip", True),
        ({"equals": "vip"}, "VIP", False),
        ({"one_of": ["a", "b"]}, "b", True),
        ({"contains": "@"}, "no address", False),
        ({"above": 10}, "10.5", True),
        ({"above": 10, "below": 20}, "25", False),
        ({"above": 10}, "ten", False),
    ],
)
def test_what_is_said_of_a_field(condition, value, shown):
    assert holds(said(field="X", **condition), {"X": value}) is shown


def test_a_field_that_is_not_there_is_empty():
    assert not holds(said(field="X"), {})
    assert holds(said(field="X", filled=False), {})


def test_conditions_combine():
    vip, berlin = {"field": "Kind", "equals": "vip"}, {"field": "City", "equals": "Berlin"}
    record = {"Kind": "vip", "City": "Rome"}

    assert not holds(said(all=[vip, berlin]), record)
    assert holds(said(any=[vip, berlin]), record)
    assert not holds(said(none=[vip]), record)
    assert holds(said(field="Kind", none=[berlin]), record)


def document(condition):
    item = {"type": "rectangle", "x": 0, "y": 0, "width": 5, "height": 5, "fill": {"gray": 9}, "visible_if": condition}
    group = {"type": "group", "items": [item]}
    return {"version": 1, "fields": [{"name": "Kind"}], "pages": [{"width": 50, "height": 50, "items": [item, group]}]}


def test_an_item_goes_and_keeps_its_place_in_the_list():
    filled, findings = fill(read(document({"field": "Kind", "equals": "vip"})), {"Kind": "guest"})

    assert [item.visible for item in filled.pages[0].items] == [False, True]
    assert [item.visible for item in filled.pages[0].items[1].items] == [False]
    assert findings == ()
    shown, _ = fill(read(document({"field": "Kind", "equals": "vip"})), {"Kind": "vip"})
    assert shown.pages[0].items[0].visible


@pytest.mark.parametrize(
    ("condition", "path", "words"),
    [
        ({"equals": "x"}, "visible_if", "does not say which field"),
        ({}, "visible_if", "asks for nothing"),
        ({"all": [{}]}, "visible_if/all/0", "asks for nothing"),
        ({"field": "Kind", "is": "x"}, "visible_if/is", "no property of a condition"),
    ],
)
def test_a_condition_that_means_nothing_is_refused_with_its_place(condition, path, words):
    with pytest.raises(PressError) as refused:
        read(document(condition))

    told = {finding.path: finding.message for finding in refused.value.findings}
    assert words in told[f"pages/0/items/0/{path}"]
