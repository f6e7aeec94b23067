"""Messages in the stores' shapes that we wrote ourselves: they mean something without anybody else's files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.office.storefronts.expected_own import OWN_SHOPIFY, OWN_WOOCOMMERCE
from tests.office.storefronts.telling import told

from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent
from makeready.office.storefronts.storefront import adapter

HERE = Path(__file__).parent
TOPIC = {"shopify": "X-Shopify-Topic", "woocommerce": "X-WC-Webhook-Topic"}
OWN = {"shopify": OWN_SHOPIFY, "woocommerce": OWN_WOOCOMMERCE}
CASES = [(platform, name) for platform, files in OWN.items() for name in files]


def event(platform: str, name: str, **headers: str) -> OrderEvent:
    topic, _ = OWN[platform][name]
    body = (HERE / platform / name).read_bytes()
    return adapter(platform).normalise(Delivery(body, {TOPIC[platform]: topic, **headers}))


@pytest.mark.parametrize("platform", OWN)
def test_every_message_has_an_expectation(platform):
    assert {path.name for path in (HERE / platform).glob("*.json")} == set(OWN[platform])


@pytest.mark.parametrize(("platform", "name"), CASES)
def test_a_message_is_understood_as_a_person_would(platform, name):
    assert told(event(platform, name)) == OWN[platform][name][1].strip()


def test_the_same_facts_by_graphql_and_by_rest_are_the_same_order():
    by_graphql = event("shopify", "graphql-order.json")
    assert by_graphql.customer.name == "Zoë Öztürk" and by_graphql.customer.id == "600001"
    assert by_graphql.shipping.method == "Express" and by_graphql.shipping.address.country == "DE"
    assert by_graphql.note == "Gift: yes" and by_graphql.currency == "EUR"
    assert [(line.product, line.variant) for line in by_graphql.lines] == [("7001", "8001"), ("", "")]


def test_what_shopify_says_about_the_whole_order_is_read():
    order = event("shopify", "orders_create-personalised.json", **{"X-Shopify-Shop-Domain": "Cards.MyShopify.com"})
    assert order.placed_at.isoformat() == "2026-03-01T08:58:00+00:00"
    assert order.updated_at.isoformat() == "2026-03-01T08:58:02+00:00"
    assert order.note == "Please pack as a gift\nGift text: For Zoë\nwith love"
    assert order.url == "https://cards.myshopify.com/admin/orders/5600000000001"
    assert (order.shipping.address.line2, order.shipping.address.phone) == ("2. OG", "+49 30 1234")


@pytest.mark.parametrize("domain", ["", "evil.example/path", "a b", "javascript:alert(1)", "x" * 300])
def test_a_domain_that_is_none_makes_no_link(domain):
    assert event("shopify", "orders_paid.json", **{"X-Shopify-Shop-Domain": domain}).url == ""


@pytest.mark.parametrize("topic", ["orders/paid", "orders/cancelled", "orders/fulfilled", "orders/partially_fulfilled"])
def test_the_body_counts_more_than_the_topic(topic):
    """Headers are not signed: an unpaid order that is sent once more as `orders/paid` stays unpaid."""
    body = (HERE / "shopify/orders_create-personalised.json").read_bytes()
    order = adapter("shopify").normalise(Delivery(body, {"X-Shopify-Topic": topic}))
    assert (order.payment, order.cancelled, order.fulfilment) == ("pending", False, "none")


@pytest.mark.parametrize(
    ("platform", "name", "topic"),
    [
        ("shopify", "orders_create-personalised.json", "orders/delete"),
        ("shopify", "orders_create-personalised.json", "orders/edited"),
        ("shopify", "orders_create-personalised.json", "refunds/create"),
        ("woocommerce", "order_created-personalised.json", "order.deleted"),
    ],
)
def test_a_whole_order_is_that_order_under_every_topic(platform, name, topic):
    """A signed message that is sent once more as a deletion deletes nothing, and says nothing of the kind."""
    assert event(platform, name, **{TOPIC[platform]: topic}) == event(platform, name)


@pytest.mark.parametrize(
    ("topic", "facts"),
    [
        ("orders/create", ("pending", False, "none")), ("orders/paid", ("paid", False, "none")),
        ("orders/cancelled", ("pending", True, "none")), ("orders/fulfilled", ("pending", False, "fulfilled")),
        ("orders/partially_fulfilled", ("pending", False, "partial")),
    ],
)  # fmt: skip
def test_the_topic_says_what_the_body_leaves_out(topic, facts):
    body = json.dumps({"id": 1, "updated_at": "2026-01-01T00:00:00Z", "line_items": []}).encode()
    order = adapter("shopify").normalise(Delivery(body, {"X-Shopify-Topic": topic}))
    assert (order.payment, order.cancelled, order.fulfilment) == facts


def test_what_woocommerce_says_about_the_whole_order_is_read():
    order = event("woocommerce", "order_created-personalised.json", **{"X-WC-Webhook-Source": "https://sklep.example/"})
    assert (order.customer.name, order.customer.email, order.customer.phone) == (
        "Łucja Żak",
        "lucja@shop.example",
        "42 1",
    )
    assert (order.shipping.method, order.shipping.address.city) == ("Kurier", "Łódź")
    assert order.note == "Proszę o fakturę" and order.currency == "PLN"
    assert order.placed_at.isoformat() == "2026-03-01T09:00:00+00:00"
    assert order.url == "https://sklep.example/wp-admin/post.php?post=2001&action=edit"
    assert order.lines[1].title == "Shirt – Colour: Black, Size: M" and order.lines[1].variant == "94"


def test_a_variants_attributes_are_shown_but_personalise_nothing():
    """“Colour: Black” was chosen from a list; “Imię” was written for this order."""
    lines = event("woocommerce", "order_created-personalised.json").lines
    assert [line.personalised for line in lines] == [True, False, False]


@pytest.mark.parametrize(
    ("properties", "fields"),
    [
        (None, {}), ({}, {}), ([], {}), ("text", {}), (7, {}), ([None, "x", 3], {}),
        ({"name": "A", "value": 1}, {"A": "1"}),
        ([{"name": "A", "value": True}], {"A": "yes"}),
        ([{"name": "A", "value": 2.0}], {"A": "2"}),
        ([{"name": "A", "value": 2.5}], {"A": "2.5"}),
        ([{"name": "A", "value": ["x", 1]}], {"A": "x, 1"}),
        ([{"name": "A", "value": {"b": 1}}], {"A": '{"b": 1}'}),
        ([{"name": "\u200bA\u200b ", "value": " x\r\ny\r "}], {"A": "x\ny"}),
        ([{"name": "A\nB", "value": "x\u0000y"}], {"A B": "xy"}),
        ([{"name": "A", "value": "x"}, {"name": "A", "value": "x"}], {"A": "x"}),
        ([{"name": "A", "value": "x"}, {"name": "A", "value": "y"}], {"A": "x", "A (2)": "y"}),
        ([{"name": "_A", "value": "x"}, {"name": " _A", "value": "x"}, {"name": "", "value": "x"}], {}),
        ([{"name": 2, "value": "x"}], {"2": "x"}),
    ],
)  # fmt: skip
def test_properties_come_in_every_shape(properties, fields):
    order = {"id": 1, "updated_at": "2026-01-01T00:00:00Z", "line_items": [{"id": 1, "quantity": 1}]}
    order["line_items"][0]["properties"] = properties
    read = adapter("shopify").normalise(Delivery(json.dumps(order).encode(), {"X-Shopify-Topic": "orders/create"}))
    assert read.lines[0].fields == fields


@pytest.mark.parametrize(
    ("quantity", "kept"), [(1, "1"), ("3", "3"), (1.5, "1.5"), (" 2 ", "2"), (-1, "0"), (0, "0"), (10**9, "1000000000")]
)
def test_quantities_come_in_every_shape(quantity, kept):
    order = {"id": 1, "status": "processing", "line_items": [{"id": 1, "quantity": quantity}]}
    read = adapter("woocommerce").normalise(Delivery(json.dumps(order).encode(), {}))
    assert str(read.lines[0].quantity) == kept
