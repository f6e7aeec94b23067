"""Webhooks by the API: made, tested, looked at, sent again, taken away."""

from __future__ import annotations

from typing import Any

import pytest
from tests.office.api.conftest import Caller
from tests.office.shop import Shop
from tests.servers.web import Reply, WebServer

from makeready.office.webhooks import sender


@pytest.fixture
def web():
    with WebServer() as one:
        one.on("/told", Reply(body=b"thanks"))
        yield one


def made(call: Caller, web: WebServer, **more: Any) -> dict[str, Any]:
    given = {"name": "ERP", "url": f"{web.url}/told", "events": ["project.created"], **more}
    answer: dict[str, Any] = call.made("/webhooks", given)
    return answer


def test_a_webhook_is_made_and_its_secret_told_once(call: Caller, web: WebServer) -> None:
    one = made(call, web)
    shown = call("GET", f"/webhooks/{one['id']}")
    listed = call("GET", "/webhooks")

    assert one["secret"].startswith("whsec_")
    assert shown.json["on"] is True
    assert one["secret"] not in shown.text + listed.text
    assert [row["id"] for row in listed.json["items"]] == [one["id"]]


def test_a_test_is_sent_at_once_and_its_answer_told(call: Caller, web: WebServer) -> None:
    one = made(call, web)
    well = call("POST", f"/webhooks/{one['id']}/test").json
    web.on("/told", Reply(404, body=b"no such hook"))
    badly = call("POST", f"/webhooks/{one['id']}/test").json

    assert (well["type"], well["state"], well["log"][0]["status"]) == ("ping", "delivered", 200)
    assert (badly["state"], badly["log"][0]["said"]) == ("failed", "no such hook")


def test_the_log_shows_every_try_and_sends_again(call: Caller, web: WebServer, shop: Shop) -> None:
    one = made(call, web)
    shop.project()
    sender.send_due()
    (delivery,) = call("GET", f"/webhooks/{one['id']}/deliveries?state=delivered").json["items"]
    whole = call("GET", f"/webhooks/{one['id']}/deliveries/{delivery['id']}").json
    assert whole["log"][0]["said"] == "thanks"
    assert delivery["event"] in whole["body"]

    again = call("POST", f"/webhooks/{one['id']}/deliveries/{delivery['id']}/send").json
    sender.send_due()

    assert again["state"] == "waiting"
    first, second = web.calls("/told")
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == delivery["event"]


def test_it_is_turned_off_and_what_was_missed_is_told_later(call: Caller, web: WebServer, shop: Shop) -> None:
    one = made(call, web)
    path = f"/webhooks/{one['id']}"
    wish = {"name": "ERP", "url": f"{web.url}/told", "events": []}
    tag = call("GET", path).header("ETag")
    assert call("PUT", path, {**wish, "on": False}, If_Match=tag).json["off_because"] == "Turned off by a person."
    shop.project()
    sender.send_due()
    assert not web.calls("/told")

    tag = call("GET", path).header("ETag")
    assert call("PUT", path, wish, If_Match=tag).json["on"] is True
    assert call("POST", f"{path}/replay", {"since": "2020-01-01T00:00:00Z"}).json["count"] > 0
    while sender.send_due():
        pass
    assert web.calls("/told")
    assert call("PUT", path, wish, If_Match='"old"').problem(412)


def test_what_is_wrong_is_told_with_the_place(call: Caller, web: WebServer) -> None:
    one = made(call, web)
    assert call("POST", "/webhooks", {"name": "x", "url": "nowhere"}).paths == ["url"]
    assert call("POST", f"/webhooks/{one['id']}/replay", {"since": "2020-01-01T00:00:00"}).paths == ["since"]
    assert call("GET", "/webhooks/whk_none").problem(404, "webhook_not_found")
    assert call("GET", f"/webhooks/{one['id']}/deliveries/whd_none").problem(404, "webhook_delivery_not_found")


def test_a_webhook_goes_with_its_log(call: Caller, web: WebServer, shop: Shop) -> None:
    one = made(call, web)
    shop.project()
    sender.send_due()

    assert call("DELETE", f"/webhooks/{one['id']}").status == 204
    assert call("GET", f"/webhooks/{one['id']}").status == 404
