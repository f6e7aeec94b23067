"""Every real message that we know of goes through its adapter, with the result that a person would expect of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.office.storefronts.expected_shopify import SHOPIFY, Expected
from tests.office.storefronts.expected_woocommerce import WOOCOMMERCE
from tests.office.storefronts.telling import told

from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.storefront import HookUnreadable, Storefront, adapter

EXPECTED = {"shopify": SHOPIFY, "woocommerce": WOOCOMMERCE}
TOPIC = {"shopify": "X-Shopify-Topic", "woocommerce": "X-WC-Webhook-Topic"}
CASES = [(platform, name) for platform, files in EXPECTED.items() for name in files]


@pytest.mark.parametrize("platform", EXPECTED)
def test_every_message_has_an_expectation(payloads, platform):
    folder = payloads / platform
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")} == set(EXPECTED[platform])


@pytest.mark.parametrize(("platform", "name"), CASES)
def test_a_message_is_understood_as_a_person_would(payloads, platform, name):
    for expected in EXPECTED[platform][name]:
        for body in bodies(payloads / platform / name, expected):
            assert understood(adapter(platform), platform, expected.topic, body) == expected.told.strip()


@pytest.mark.parametrize(("platform", "name"), CASES)
def test_the_envelope_names_the_order_that_the_message_is_about(payloads, platform, name):
    spoken = adapter(platform)
    for expected in EXPECTED[platform][name]:
        for body in bodies(payloads / platform / name, expected):
            envelope = spoken.envelope(Delivery(body, {TOPIC[platform]: expected.topic}))
            head = expected.told.strip().splitlines()[0]
            if head.startswith("hint at "):
                assert envelope.order_key == head.removeprefix("hint at ")
            elif not head.startswith(("no order", "unreadable")):
                assert envelope.order_key == head.split()[0]


def understood(spoken: Storefront | None, platform: str, topic: str, body: bytes) -> str:
    assert spoken
    try:
        return told(spoken.normalise(Delivery(body, {TOPIC[platform]: topic} if topic else {})))
    except HookUnreadable as why:
        return f"unreadable: {why.sentence}"


def bodies(path: Path, expected: Expected) -> list[bytes]:
    """The message or messages that an expectation speaks of; whole files byte for byte."""
    if not expected.at and not expected.line:
        return [path.read_bytes()]
    found: Any = json.loads(path.read_bytes())
    if expected.line:
        line = {"id": 7, "title": "L", "quantity": 1, **found}
        found = {"id": 1, "name": "#1", "updated_at": "2026-01-01T00:00:00Z", "line_items": [line]}
    for step in filter(None, expected.at.split("/")):
        if step == "*":
            return [json.dumps(entry).encode() for entry in found]
        found = found[int(step) if isinstance(found, list) else step]
    if expected.adds:
        found = {**found, **{key: value or [] for key, value in expected.adds}}
    return [json.dumps(found).encode()]


def test_names_addresses_notes_and_links_are_read(payloads):
    """What the table leaves out, on one message of each platform."""
    body = (payloads / "shopify/rest-2026-07-order-get-removed-lines-properties-note_attributes.json").read_bytes()
    order = adapter("shopify").normalise(
        Delivery(body, {"X-Shopify-Topic": "orders/updated", "X-Shopify-Shop-Domain": "cards.myshopify.com"})
    )
    assert order.customer.name == "Bob Norman" and order.customer.email.startswith("bob.norman@")
    assert order.shipping.address.country == "US" and order.shipping.address.postal_code == "40202"
    assert order.note == "custom engraving: Happy Birthday\ncolour: green"
    assert order.url == "https://cards.myshopify.com/admin/orders/450789469"
    assert order.currency == "USD"

    body = (payloads / "woocommerce/v3-order-created-doc.json").read_bytes()
    order = adapter("woocommerce").normalise(Delivery(body, {"X-WC-Webhook-Source": "https://shop.example/"}))
    assert (order.customer.name, order.customer.email) == ("John Doe", "john.doe@example.com")
    assert (order.shipping.method, order.shipping.address.city) == ("Flat Rate", "San Francisco")
    assert order.url == "https://shop.example/wp-admin/post.php?post=727&action=edit"
    assert [line.title for line in order.lines] == ["Woo Single #1", "Ship Your Idea – Color: Black, Size: M Test"]


def test_a_customer_that_the_store_removed_keeps_the_name_on_the_parcel(payloads):
    body = (payloads / "shopify/rest-2026-07-order-updated-customer-removed.json").read_bytes()
    order = adapter("shopify").normalise(Delivery(body, {"X-Shopify-Topic": "orders/updated"}))
    assert order.customer.id == "" and order.customer.name and order.customer.email
