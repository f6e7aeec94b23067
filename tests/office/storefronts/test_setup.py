"""Connecting a store: what is kept sealed, what the store answers to a test, what stays as it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.servers.web import Reply, WebServer

from makeready.office.accounts.actor import SYSTEM
from makeready.office.errors import NotBuilt, OfficeError, StaleVersion
from makeready.office.history.models import Entry
from makeready.office.intake.models import Hook
from makeready.office.storefronts import setup
from makeready.office.storefronts.models import Storefront
from makeready.office.storefronts.shopify import API_VERSION

pytestmark = pytest.mark.django_db


def connected(**wish: Any) -> Storefront:
    facts = {"name": "Card shop", "platform": "shopify", "base_url": "https://shop.example", **wish}
    return setup.create(setup.StorefrontWish(**facts), by=SYSTEM)


def test_secrets_are_sealed_where_they_are_kept() -> None:
    shop = connected(secret="s3cret", credentials={"access_token": "t0ken"})

    kept = bytes(shop.sealed_secret or b"") + bytes(shop.sealed_credentials or b"")
    assert b"s3cret" not in kept
    assert b"t0ken" not in kept
    assert setup.signing_secret(shop) == b"s3cret"
    assert setup.credentials(shop) == {"access_token": "t0ken"}
    assert "s3cret" not in str(list(Entry.objects.values()))


def test_without_a_secret_no_signature_fits() -> None:
    assert setup.signing_secret(connected()) == b""


def test_which_lines_become_projects_has_a_usual_answer_per_platform() -> None:
    assert connected().projects_for == "personalised"
    assert connected(platform="custom", base_url="").projects_for == "all"
    assert connected(platform="custom", base_url="", projects_for="personalised").projects_for == "personalised"


def test_the_platform_stays_once_messages_came() -> None:
    shop = connected()
    wish = setup.StorefrontWish(name="x", platform="woocommerce")
    assert setup.update(shop, wish, by=SYSTEM).platform == "woocommerce"
    Hook.objects.create(storefront=shop, event_key="1", body=b"", received_at=shop.created_at)

    with pytest.raises(setup.StorefrontInvalid) as refused:
        setup.update(shop, setup.StorefrontWish(name="x", platform="shopify"), by=SYSTEM)

    assert refused.value.errors[0].path == "platform"


def test_of_two_who_change_it_the_second_is_told() -> None:
    shop = connected()
    wish = setup.StorefrontWish(name="First", platform="shopify")
    setup.update(shop, wish, by=SYSTEM, expected_version=1)

    with pytest.raises(StaleVersion):
        setup.update(shop, wish, by=SYSTEM, expected_version=1)


def test_a_platform_of_a_later_version_says_what_there_is() -> None:
    with pytest.raises(NotBuilt) as refused:
        connected(platform="magento")

    assert "shopify" in refused.value.sentence


def test_the_store_is_asked_with_its_credentials() -> None:
    with WebServer() as web:
        shop = json.dumps({"shop": {"name": "Cards & more", "myshopify_domain": "cards.myshopify.com"}}).encode()

        def answer(request: Any) -> Reply:
            if request.headers.get("x-shopify-access-token") != "t0ken":
                return Reply(401, body=b'{"errors": "no"}')
            return Reply(body=shop if "shop.json" in request.path else b'{"orders": []}')

        for path in ("shop", "orders"):
            web.on(f"/admin/api/{API_VERSION}/{path}.json", answer)
        made = connected(base_url=web.url, credentials={"access_token": "t0ken"})

        assert "Cards & more" in setup.test(made)
        wrong = connected(base_url=web.url, credentials={"access_token": "wrong"})
        with pytest.raises(OfficeError) as refused:
            setup.test(wrong)
    assert "credentials" in refused.value.sentence
    assert "wrong" not in refused.value.sentence


def test_what_is_missing_for_a_test_is_named() -> None:
    with pytest.raises(setup.NothingToTest) as told:
        setup.test(connected(base_url=""))

    assert "address" in told.value.sentence
    assert "access_token" in told.value.sentence
