"""A store's API asked with its credentials: patient, bounded, and never anywhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from tests.servers.web import Reply, WebServer

from makeready.office.outgoing import AddressForbidden, FetchFailed, store_client
from makeready.office.outgoing.store import MAX_PAUSE, TRIES

KEY = {"X-Shopify-Access-Token": "shpat_1"}


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def store(web, pauses):
    return store_client(f"{web.url}/shop/", KEY, pause=pauses.append)


def test_a_path_lies_under_the_shops_address_and_carries_its_key(web, store):
    web.on("/shop/admin/orders.json", Reply(body=b'{"orders": []}', headers={"Link": "<x>"}))

    answer, headers = store.get("admin/orders.json", {"status": "any", "updated_at_min": "2026-01-01T00:00:00+00:00"})

    assert answer == {"orders": []} and headers["link"] == "<x>"
    (request,) = web.requests
    assert request.query == {"status": "any", "updated_at_min": "2026-01-01T00:00:00+00:00"}
    assert request.headers["x-shopify-access-token"] == "shpat_1"


def test_a_next_page_on_the_same_host_is_followed(web, store):
    web.on("/elsewhere", Reply(body=b"[1]"))
    assert store.get(f"{web.url}/elsewhere?page=2")[0] == [1]


def test_a_next_page_on_another_host_gets_no_key(store):
    with WebServer() as other, pytest.raises(AddressForbidden):
        store.get(f"{other.url}/page")
    assert other.connections == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_store_is_asked_again_when_it_says(web, store, pauses, status):
    replies = [Reply(status, {"Retry-After": "2"}), Reply(status, {"Retry-After": "600"}), Reply(body=b"[]")]
    web.on("/shop/x", lambda _: replies.pop(0))

    assert store.get("x")[0] == []
    assert pauses == [2.0, MAX_PAUSE]


def test_a_date_after_which_to_ask_again_is_understood(web, store, pauses):
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    replies = [Reply(429, {"Retry-After": soon}), Reply(429, {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}),
               Reply(429, {"Retry-After": "soon"}), Reply(body=b"[]")]  # fmt: skip
    web.on("/shop/x", lambda _: replies.pop(0))

    store.get("x")

    assert 2 <= pauses[0] <= 4 and pauses[1] == 0 and 0 < pauses[2] <= MAX_PAUSE


def test_a_store_that_stays_busy_is_given_up(web, store, pauses):
    web.on("/shop/x", Reply(429))
    with pytest.raises(FetchFailed) as why:
        store.get("x")
    assert why.value.transient and "429" in why.value.sentence
    assert len(pauses) == TRIES - 1 and len(web.requests) == TRIES


def test_a_line_that_broke_is_tried_again(web, store):
    replies = [Reply(raw=[b""]), Reply(body=b"[7]")]
    web.on("/shop/x", lambda _: replies.pop(0))
    assert store.get("x")[0] == [7]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, b'{"errors": "[API] Invalid API key or access token"}', "Invalid API key"),
        (403, b'{"code": "rest_forbidden", "message": "Sorry, you are not allowed to do that."}', "not allowed to do"),
        (401, b"<html>", "401"),
        (401, b"[]", "401"),
    ],
)
def test_refused_credentials_are_told_with_the_stores_own_reason(web, store, status, body, reason):
    web.on("/shop/x", Reply(status, body=body))
    with pytest.raises(FetchFailed) as why:
        store.get("x")
    assert reason in why.value.sentence and "credentials" in why.value.hint and not why.value.transient
    assert len(web.requests) == 1


def test_a_store_that_answers_a_web_page_is_told(web, store):
    web.on("/shop/x", Reply(body=b"<!doctype html>"))
    with pytest.raises(FetchFailed) as why:
        store.get("x")
    assert "no JSON" in why.value.sentence


def test_keys_are_not_sent_readable_to_everybody_on_the_way():
    with pytest.raises(AddressForbidden) as why:
        store_client("http://shop.example", KEY)
    assert "https" in why.value.hint
    store_client("https://shop.example", KEY)


def test_a_remark_is_kept_once(store):
    store.remark("a")
    store.remark("a")
    assert store.remarks == ["a"]
