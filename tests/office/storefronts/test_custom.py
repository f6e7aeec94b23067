"""The order of api.md: read whole, refused with every place at once, the same by API and by webhook."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.office.storefronts import custom
from makeready.office.storefronts.custom import OrderInvalid, read_order, to_event
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent
from makeready.office.storefronts.storefront import HookUnreadable, adapter

FULL: dict[str, Any] = {
    "storefront": "sto_1", "external_id": "5001", "number": "#5001", "placed_at": "2026-11-23T10:00:00Z",
    "updated_at": "2026-11-23T12:30:00.250+02:00", "payment": "paid", "fulfilment": "none", "cancelled": False,
    "test": True, "currency": "EUR", "note": "Bitte klingeln\r\n2. OG", "url": "https://shop.example/admin/orders/5001",
    "customer": {"id": "c1", "name": "Anna Öz", "email": "anna@shop.example", "phone": "030 1"},
    "shipping": {"method": "Express", "address": {"name": "Анна", "line1": "Str. 1", "city": "Łódź", "country": "PL"}},
    "lines": [
        {"external_id": "1", "product": "p", "variant": "v", "sku": "BC", "title": "Cards", "quantity": 250,
         "fields": {"Name": "Anna Öz", "Photo": "https://shop.example/photo.jpg", "Year": 1998, "Foil": True},
         "design": {"id": "dsn_1"}},
        {"external_id": "2", "quantity": 1.5, "design": {"url": "not an address"}},
        {"external_id": "3", "quantity": 1, "design": {"document": {"version": 1, "pages": "none"}}},
        {"external_id": "4", "quantity": 1, "design": None, "fields": None},
    ],
}  # fmt: skip


def faults(body: Any) -> dict[str, str]:
    with pytest.raises(OrderInvalid) as refused:
        read_order(body)
    assert refused.value.status == 422 and refused.value.sentence.startswith(("The order cannot", "An order is"))
    return {fault.path: fault.message for fault in refused.value.errors}


def changed(**facts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(FULL), **facts}


def test_everything_of_the_contract_arrives():
    event = to_event(read_order(FULL))

    assert event.external_id == "5001" and event.number == "#5001" and event.payment == "paid" and event.test
    assert event.updated_at == datetime(2026, 11, 23, 10, 30, 0, 250000, UTC)
    assert event.note == "Bitte klingeln\n2. OG"
    assert event.customer.name == "Anna Öz" and event.shipping.address.city == "Łódź"
    first, second, third, fourth = event.lines
    assert first.quantity == 250 and first.design.id == "dsn_1" and first.sku == "BC"
    assert first.fields == {"Name": "Anna Öz", "Photo": "https://shop.example/photo.jpg", "Year": "1998", "Foil": "yes"}
    assert second.quantity == Decimal("1.5") and second.design.url == "not an address"
    assert third.design.document == {"version": 1, "pages": "none"}
    assert fourth.design is None and fourth.fields == {}


def test_what_is_not_known_is_passed_over_and_null_is_left_out():
    body = changed(loyalty_points=12, customer=None, note=None, updated_at=None)
    body["lines"] = [{"external_id": "1", "quantity": 1, "gift_wrap": {"colour": "red"}, "title": None}]
    event = to_event(read_order(body))
    assert event.updated_at is None and event.customer.name == "" and event.note == "" and event.lines[0].title == ""


@pytest.mark.parametrize(
    ("facts", "path", "words"),
    [
        ({"storefront": None}, "storefront", "is missing"),
        ({"storefront": ""}, "storefront", "must not be empty"),
        ({"external_id": None}, "external_id", "is missing"),
        ({"external_id": 5001}, "external_id", "must be a text"),
        ({"external_id": "x" * 201}, "external_id", "more than 200 characters"),
        ({"lines": None}, "lines", "is missing"),
        ({"lines": []}, "lines", "must not be empty"),
        ({"lines": {}}, "lines", "must be a list"),
        ({"lines": ["x"]}, "lines/0", "must be an object"),
        ({"payment": "perhaps"}, "payment", "must be 'pending'"),
        ({"fulfilment": "soon"}, "fulfilment", "must be 'none'"),
        ({"updated_at": "yesterday"}, "updated_at", "such as 2026-11-23T10:00:00Z"),
        ({"updated_at": "2026-11-23T10:00:00"}, "updated_at", "offset from UTC"),
        ({"updated_at": 1764000000}, "updated_at", "such as 2026"),
        ({"placed_at": "0001-01-01T00:00:00+14:00"}, "placed_at", "such as 2026"),
        ({"cancelled": "no"}, "cancelled", "true or false"),
        ({"cancelled": 0}, "cancelled", "true or false"),
        ({"customer": "Anna"}, "customer", "must be an object"),
        ({"customer": {"name": 7}}, "customer/name", "must be a text"),
        ({"shipping": {"address": {"city": ["x"]}}}, "shipping/address/city", "must be a text"),
        ({"currency": "x" * 11}, "currency", "more than 10 characters"),
        ({"note": "\ud800"}, "note", "no text"),
    ],
)
def test_a_fault_is_told_with_its_place(facts, path, words):
    found = faults(changed(**facts))
    assert list(found) == [path]
    assert words in found[path]


@pytest.mark.parametrize(
    ("facts", "path", "words"),
    [
        ({"quantity": 0}, "quantity", "at least 1"), ({"quantity": -5}, "quantity", "at least 1"),
        ({"quantity": "many"}, "quantity", "must be a number"), ({"quantity": "3"}, "quantity", "must be a number"),
        ({"quantity": True}, "quantity", "must be a number"), ({"quantity": None}, "quantity", "is missing"),
        ({"quantity": 10**10}, "quantity", "at most 1000000000"), ({"quantity": float("nan")}, "quantity", "a number"),
        ({"quantity": float("inf")}, "quantity", "a number"), ({"quantity": 1.00001}, "quantity", "4 decimals"),
        ({"external_id": None}, "external_id", "is missing"), ({"fields": ["x"]}, "fields", "must be an object"),
        ({"fields": {"a": {"b": 1}}}, "fields/a", "must be a text"), ({"design": {}}, "design", "exactly one of"),
        ({"design": {"id": "a", "url": "b"}}, "design", "exactly one of id, url"),
        ({"design": {"url": ""}}, "design/url", "must not be empty"), ({"design": "dsn_1"}, "design", "an object"),
        ({"design": {"document": "x"}}, "design/document", "an object"),
        ({"design": {"document": {"a": "\ud800"}}}, "design", "no text"),
        ({"design": {"document": {"a": float("nan")}}}, "design", "no text"),
    ],
)  # fmt: skip
def test_a_fault_of_a_line_is_told_with_its_place(facts, path, words):
    found = faults(changed(lines=[{"external_id": "1", "quantity": 1}, {"external_id": "2", "quantity": 1, **facts}]))
    assert list(found) == [f"lines/1/{path}"]
    assert words in found[f"lines/1/{path}"]


def test_all_faults_are_told_at_once():
    body = changed(
        payment="perhaps", lines=[{"external_id": "1", "quantity": 0}, {"external_id": "1", "quantity": "x"}]
    )
    assert faults(body).keys() == {
        "payment", "lines/0/quantity", "lines/1/quantity", "lines/0/external_id", "lines/1/external_id",
    }  # fmt: skip


def test_two_lines_with_one_id_are_refused():
    line = {"external_id": "1", "quantity": 1}
    assert "stands at 2 lines" in faults(changed(lines=[line, line]))["lines/1/external_id"]


@pytest.mark.parametrize("body", [None, [], "x", 7, True])
def test_an_order_is_an_object(body):
    assert faults(body) == {"": "must be an object"}


def test_the_schema_says_what_is_taken():
    schema = custom.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    plain = {**FULL, "lines": [{**FULL["lines"][0], "fields": {"Name": "Anna"}}]}
    validator.validate(plain)
    for facts in ({"payment": "perhaps"}, {"lines": []}, {"storefront": ""}):
        assert not validator.is_valid({**plain, **facts})
    assert not validator.is_valid({**plain, "lines": [{"external_id": "1", "quantity": 0}]})
    assert schema["required"] == ["external_id", "lines", "storefront"]
    assert "older version" in schema["properties"]["updated_at"]["description"]


def test_a_webhook_with_the_same_body_is_the_same_order():
    spoken, body = adapter("custom"), json.dumps(FULL).encode()

    assert spoken.normalise(Delivery(body)) == to_event(read_order(FULL))
    assert spoken.envelope(Delivery(body)).order_key == "5001"
    assert isinstance(spoken.normalise(Delivery(json.dumps({**FULL, "storefront": None}).encode())), OrderEvent)


def test_a_webhook_that_is_at_fault_is_kept_with_its_places():
    with pytest.raises(HookUnreadable) as why:
        adapter("custom").normalise(Delivery(b'{"external_id": "1", "lines": [{"quantity": 0}]}'))
    assert {fault.path for fault in why.value.errors} == {"lines/0/quantity", "lines/0/external_id"}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_an_order_with_anything_changed_is_taken_or_refused(data):
    body = copy.deepcopy(FULL)
    place: Any = body
    while True:
        step = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        if not isinstance(place[step], dict | list) or not place[step] or data.draw(st.booleans()):
            place[step] = data.draw(values)
            break
        place = place[step]
    try:
        to_event(read_order(body)).model_dump_json()
    except OrderInvalid as why:
        assert why.errors and all(fault.message for fault in why.errors)
