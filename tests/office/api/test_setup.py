"""What operators set up by the API: storefronts, products, connections; versions, secrets, faults."""

from __future__ import annotations

from typing import Any

import pytest
from tests.office.api.conftest import Answer, Caller

from makeready.office.history.models import Entry
from makeready.office.storefronts import setup
from makeready.office.storefronts.models import Storefront

SHOP = {
    "name": "Card shop", "platform": "shopify", "secret": "s3cret", "base_url": "https://shop.example",
    "credentials": {"access_token": "t0ken"},
}  # fmt: skip
FTP = {"name": "press-ftp", "type": "ftp", "host": "ftp.press.example", "username": "u", "password": "p4ss"}


def replaced(call: Caller, path: str, body: Any, tag: str | None) -> Answer:
    return call("PUT", path, body, **({"If_Match": tag} if tag else {}))


def test_a_storefront_tells_where_the_store_sends_its_messages(call: Caller) -> None:
    made = call.made("/storefronts", SHOP)

    assert made["id"].startswith("sto_")
    assert made["hook_url"].endswith(f"/hooks/{made['id']}")
    assert made["projects_for"] == "personalised"
    assert made["start_on"] == "Confirmed"
    assert made["topics"]
    assert call.made("/storefronts", {"name": "Own", "platform": "custom"})["projects_for"] == "all"


def test_secrets_go_in_and_never_come_out(call: Caller) -> None:
    made = call("POST", "/storefronts", SHOP)
    shown = call("GET", f"/storefronts/{made.json['id']}")
    listed = call("GET", "/storefronts")

    for answer in (made, shown, listed):
        assert "s3cret" not in answer.text
        assert "t0ken" not in answer.text
    assert shown.json["has_secret"]
    assert "s3cret" not in str(list(Entry.objects.values()))


def test_a_storefront_saved_without_its_secret_keeps_it(call: Caller) -> None:
    made = call("POST", "/storefronts", SHOP)
    without = {key: value for key, value in SHOP.items() if key not in ("secret", "credentials")}

    saved = replaced(call, f"/storefronts/{made.json['id']}", {**without, "name": "Renamed"}, made.header("ETag"))

    assert saved.json["name"] == "Renamed"
    kept = Storefront.objects.get(pk=made.json["id"])
    assert setup.signing_secret(kept) == b"s3cret"
    assert setup.credentials(kept) == {"access_token": "t0ken"}


def test_an_empty_secret_removes_it(call: Caller) -> None:
    made = call("POST", "/storefronts", SHOP)

    replaced(call, f"/storefronts/{made.json['id']}", {**SHOP, "secret": ""}, made.header("ETag"))

    assert setup.signing_secret(Storefront.objects.get(pk=made.json["id"])) == b""


@pytest.mark.parametrize(
    ("change", "place"),
    [({"credentials": {"acces_token": "x"}}, "credentials/acces_token"), ({"base_url": "not an address"}, "base_url"),
     ({"base_url": "ftp://shop.example"}, "base_url"), ({"name": " "}, "name"), ({"name": 7}, "name")],
)  # fmt: skip
def test_what_is_wrong_with_a_storefront_is_told_with_the_place(call: Caller, change: Any, place: str) -> None:
    answer = call("POST", "/storefronts", {**SHOP, **change})

    answer.problem(422)
    assert answer.paths == [place]


def test_a_platform_of_a_later_version_is_refused_in_words(call: Caller) -> None:
    call("POST", "/storefronts", {**SHOP, "platform": "magento"}).problem(501, "not_built")


def test_a_custom_storefront_has_nothing_to_test(call: Caller) -> None:
    made = call.made("/storefronts", {"name": "Own", "platform": "custom"})

    call("POST", f"/storefronts/{made['id']}/test").problem(409, "nothing_to_test")


@pytest.mark.parametrize(
    ("path", "body"),
    [("/storefronts", SHOP), ("/products", {"name": "Card"}), ("/connections", FTP)],
)
def test_only_who_read_the_newest_version_may_replace_it(call: Caller, path: str, body: Any) -> None:
    made = call("POST", path, body)
    place, tag = f"{path}/{made.json['id']}", made.header("ETag")
    assert call("GET", place).header("ETag") == tag

    replaced(call, place, body, None).problem(428, "version_needed")
    replaced(call, place, body, "no tag").problem(422)
    first = replaced(call, place, {**body, "name": "First"}, tag)
    assert first.status == 200
    stale = replaced(call, place, {**body, "name": "Second"}, tag)

    stale.problem(412, "stale_version")
    assert call("GET", place).json["name"] == "First"
    assert replaced(call, place, {**body, "name": "Third"}, first.header("ETag")).json["name"] == "Third"
    assert replaced(call, place, {**body, "name": "Fourth"}, "*").json["name"] == "Fourth"


def test_a_product_is_set_up_with_its_places_checked(call: Caller) -> None:
    answer = call(
        "POST", "/products",
        {"name": "x", "match": {"storefront": "sto_none", "skus": "BC-*"}, "design": "dsn_none", "colour": "red"},
    )  # fmt: skip

    answer.problem(422)
    assert set(answer.paths) >= {"match/skus", "colour"}


def test_a_connection_never_shows_its_password(call: Caller) -> None:
    made = call("POST", "/connections", FTP)

    for answer in (made, call("GET", "/connections"), call("GET", f"/connections/{made.json['id']}")):
        assert "p4ss" not in answer.text
    assert made.json["has_password"]


def test_a_connection_of_an_unknown_type_is_refused(call: Caller) -> None:
    answer = call("POST", "/connections", {**FTP, "type": "carrier-pigeon"})

    answer.problem(422)
    assert answer.paths == ["type"]


def test_a_connection_is_removed(call: Caller) -> None:
    made = call.made("/connections", FTP)

    assert call("DELETE", f"/connections/{made['id']}").status == 204
    call("GET", f"/connections/{made['id']}").problem(404)


def test_every_setting_up_is_recorded_with_who(call: Caller) -> None:
    call.made("/storefronts", SHOP)
    call.made("/products", {"name": "Card"})
    call.made("/connections", FTP)

    names = {entry.actor_name for entry in Entry.objects.filter(kind="setup", actor_kind="api_key")}
    assert names == {"tests"}
    assert Entry.objects.filter(kind="setup", actor_kind="api_key").count() == 3
