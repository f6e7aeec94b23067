"""Whatever bytes come, an adapter answers with an event or with `HookUnreadable`, and envelopes never raise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent
from makeready.office.storefronts.storefront import HookUnreadable, adapter

HERE = Path(__file__).parent
PLATFORMS = ("shopify", "woocommerce", "custom")
TOPICS = ["", "orders/create", "orders/paid", "orders/edited", "orders/delete", "refunds/create", "fulfillments/update",
          "draft_orders/create", "order_transactions/create", "order.created", "order.deleted", "product.updated",
          "\x00\ud800", "x" * 500]  # fmt: skip

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from(["gid://shopify/Order/5", "0000-00-00", "2026-01-01T00:00:00Z", "9" * 5000, "1e999999", "NaN",
                       "https://x.example/a.pdf", '{"projectId": "p"}', "%7B%22type%22%3A%22u%22%7D", "refunded"])
)  # fmt: skip
KEYS = st.sampled_from([
    "id", "order", "data", "order_id", "name", "status", "line_items", "lineItems", "properties", "meta_data", "meta",
    "key", "value", "quantity", "current_quantity", "refunds", "refund_line_items", "total", "customer", "billing",
    "shipping", "shipping_address", "shipping_lines", "note_attributes", "updated_at", "date_modified_gmt", "test",
    "financial_status", "fulfillment_status", "cancelled_at", "external_id", "lines", "fields", "design", "document",
    "_w2p_set_option", "zakeke_data", "_tmcartepo_data", "_customily-production-url", "downloadUrls", "edges", "nodes",
    "order_edit", "fulfillment", "_links", "up", "href", "refunded_by", "admin_graphql_api_id",
])  # fmt: skip
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=8),
    max_leaves=40,
)  # fmt: skip


def tried(platform: str, body: bytes, topic: str) -> OrderEvent | None:
    headers = {"X-Shopify-Topic": topic, "X-WC-Webhook-Topic": topic, "X-Shopify-Shop-Domain": topic}
    delivery, spoken = Delivery(body, headers), adapter(platform)
    envelope = spoken.envelope(delivery)
    assert len(envelope.event_key) == 64 and len(envelope.topic) <= 100 and len(envelope.order_key) <= 200
    try:
        event = spoken.normalise(delivery)
    except HookUnreadable as why:
        assert why.sentence and "Traceback" not in why.sentence
        return None
    event.model_dump_json()
    for text in texts(event.model_dump()):
        assert "\0" not in text
    return event


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key != "document" for text in (*texts(key), *texts(inner))]
    return [text for inner in value for text in texts(inner)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("platform", PLATFORMS)
@given(anything, st.sampled_from(TOPICS))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_an_event_or_unreadable(platform, value, topic):
    tried(platform, json.dumps(value).encode(), topic)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(st.binary(max_size=200), st.sampled_from(TOPICS))
@settings(deadline=None)
def test_any_bytes_are_an_event_or_unreadable(platform, body, topic):
    tried(platform, body, topic)


@pytest.mark.parametrize("platform", ["shopify", "woocommerce"])
@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_known_message_with_any_value_changed_is_an_event_or_unreadable(platform, data):
    path = data.draw(st.sampled_from(sorted((HERE / platform).glob("*.json"))))
    message = json.loads(path.read_bytes())
    place: Any = message
    for _ in range(data.draw(st.integers(0, 6))):
        steps = list(place) if isinstance(place, dict) else list(range(len(place))) if isinstance(place, list) else []
        if not steps:
            break
        step = data.draw(st.sampled_from(steps))
        if data.draw(st.booleans()) or not isinstance(place[step], dict | list):
            place[step] = data.draw(scalars | anything)
            break
        place = place[step]
    tried(platform, json.dumps(message).encode(), data.draw(st.sampled_from(TOPICS)))


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 5000, b"\xef\xbb\xbf{}", b"{}",
        b'{"id": null, "line_items": "none"}', b'{"id": NaN}', b'{"id": 1e400}', b'{"id": ' + b"9" * 6000 + b"}",
        b'{"id": "\\ud800"}', b'{"id": [1]}', b'{"id": true}', b'{"id": 0}', b'{"id": -1}', b'{"id": 1.5}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_order_is_unreadable(platform, body):
    topic = {"shopify": "orders/create", "woocommerce": "order.created", "custom": ""}[platform]
    assert tried(platform, body, topic) is None or b'"id": -1' in body or b'"id": 0' in body
