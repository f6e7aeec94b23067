"""Signatures: every known vector, genuine and forged; and what must never be raised."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.storefront import SignatureWrong, adapter, adapters

HEADER = {
    "shopify": "X-Shopify-Hmac-Sha256",
    "woocommerce": "X-WC-Webhook-Signature",
    "custom": "X-Makeready-Signature",
}


def accepted(platform: str, delivery: Delivery, secret: bytes) -> bool:
    try:
        adapter(platform).verify(delivery, secret)
    except SignatureWrong as why:
        assert why.status == 401
        return False
    return True


def signed(body: bytes, secret: bytes) -> str:
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()


def test_every_vector_of_our_platforms_is_judged_right(payloads):
    vectors = [v for v in json.loads((payloads / "signatures.json").read_bytes())["vectors"] if v["platform"] in HEADER]
    wrong = []
    for vector in vectors:
        headers = {
            **vector["headers"],
            **({"Content-Type": vector["content_type"]} if "content_type" in vector else {}),
        }
        delivery = Delivery((payloads / vector["body_file"]).read_bytes(), headers)
        if vector["expect"] == "answer-200-no-effect":
            right = adapter(vector["platform"]).is_ping(delivery)
        else:
            right = accepted(vector["platform"], delivery, vector["secret"].encode()) is (vector["expect"] == "accept")
            right = right and not adapter(vector["platform"]).is_ping(delivery)
        if not right:
            wrong.append(vector["id"])
    assert len(vectors) > 50
    assert wrong == []


@pytest.mark.parametrize("platform", HEADER)
def test_a_signature_holds_for_its_bytes_alone(platform):
    body, secret = '{"id": 1, "name": "Zoë"}\r\n'.encode(), b"s3cret"
    header = HEADER[platform].lower()  # stores may write header names as they like
    assert accepted(platform, Delivery(body, {header: signed(body, secret)}), secret)
    for other in (body.strip(), body + b" ", body.replace(b"1", b"2"), b""):
        assert not accepted(platform, Delivery(other, {header: signed(body, secret)}), secret)
    assert not accepted(platform, Delivery(body, {header: signed(body, secret)}), b"other")


@pytest.mark.parametrize("platform", HEADER)
def test_without_a_secret_nothing_is_accepted(platform):
    """An empty key would let everybody sign."""
    assert not accepted(platform, Delivery(b"{}", {HEADER[platform]: signed(b"{}", b"")}), b"")


@pytest.mark.parametrize("platform", HEADER)
@given(st.text(max_size=200), st.binary(max_size=200), st.binary(min_size=1, max_size=40))
def test_no_made_up_signature_is_accepted_and_none_raises(platform, given_text, body, secret):
    header = {HEADER[platform]: given_text}
    assert accepted(platform, Delivery(body, header), secret) is (given_text.strip() == signed(body, secret))


@pytest.mark.parametrize(
    ("body", "headers", "ping"),
    [
        (b"webhook_id=12", {"Content-Type": "application/x-www-form-urlencoded"}, True),
        (b"webhook_id=12", {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}, True),
        (b"webhook_id=12", {"Content-Type": "application/json"}, False),
        (b"webhook_id=12", {}, False),
        (b"webhook_id=12&x=1", {"Content-Type": "application/x-www-form-urlencoded"}, False),
        (b"webhook_id=", {"Content-Type": "application/x-www-form-urlencoded"}, False),
        (b'{"id": 5}', {"Content-Type": "application/x-www-form-urlencoded"}, False),
        (b"webhook_id=12", {"Content-Type": "application/x-www-form-urlencoded", "X-WC-Webhook-Signature": "x"}, False),
        (b"webhook_id=12", {"Content-Type": "application/x-www-form-urlencoded", "X-WC-Webhook-Topic": "a.b"}, False),
    ],
)
def test_only_woocommerces_ping_may_be_unsigned(body, headers, ping):
    delivery = Delivery(body, headers)
    assert adapter("woocommerce").is_ping(delivery) is ping
    assert not adapter("shopify").is_ping(delivery) and not adapter("custom").is_ping(delivery)


def test_the_adapters_are_those_in_the_folder():
    assert {"shopify", "woocommerce", "custom"} <= adapters().keys()
    assert adapter("bigcommerce") is None
