"""A store asked what changed: every page, oldest first, with each platform's traps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.servers.stores import ShopifyDouble, WooDouble
from tests.servers.web import Reply

from makeready.office.outgoing import FetchFailed, store_client
from makeready.office.storefronts.storefront import adapter

SINCE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SHOPIFY = {"access_token": ShopifyDouble.TOKEN}
WOO = {"consumer_key": WooDouble.KEY, "consumer_secret": WooDouble.SECRET}


def after(minutes: float) -> str:
    return (SINCE + timedelta(minutes=minutes)).isoformat()


def shopify_order(number: int, minutes: float, **more):
    lines = [{"id": number * 10, "quantity": 1, "title": "Cards"}]
    return {"id": number, "name": f"#{number}", "updated_at": after(minutes), "line_items": lines, **more}


def woo_order(number: int, minutes: float, **more):
    changed = after(minutes).removesuffix("+00:00")
    lines = [{"id": number * 10, "quantity": 1, "name": "Cards"}]
    return {"id": number, "status": "processing", "date_modified_gmt": changed, "line_items": lines, **more}


@pytest.fixture
def shopify() -> Iterator[ShopifyDouble]:
    with ShopifyDouble() as store:
        yield store


@pytest.fixture
def woo() -> Iterator[WooDouble]:
    with WooDouble() as store:
        yield store


def client(store, platform, credentials):
    return store_client(store.url, adapter(platform).api_headers(credentials), pause=lambda _: None)


def changed(store, platform, credentials):
    asked = client(store, platform, credentials)
    spoken = adapter(platform)
    events = [spoken.normalise(delivery) for delivery in spoken.changed_since(SINCE, asked)]
    return [event.external_id for event in events], asked


def test_shopify_tells_of_every_page_oldest_first(shopify):
    shopify.put(*(shopify_order(n, 1000 - n) for n in range(1, 601)))
    found, _ = changed(shopify, "shopify", SHOPIFY)
    assert found == [str(n) for n in range(600, 0, -1)]
    assert len(shopify.requests) == 3


def test_shopify_tells_of_closed_and_cancelled_orders_too(shopify):
    shopify.put(
        shopify_order(1, 1, cancelled_at=after(1)), shopify_order(2, 2, closed_at=after(2)), shopify_order(3, -1)
    )
    assert changed(shopify, "shopify", SHOPIFY)[0] == ["1", "2"]


def test_shopify_that_is_busy_is_waited_for(shopify):
    shopify.put(shopify_order(1, 1))
    busy = [Reply(429, {"Retry-After": "2.0"})]
    shopify.trouble = lambda _: busy.pop() if busy else None
    assert changed(shopify, "shopify", SHOPIFY)[0] == ["1"]


def test_an_order_that_the_sweep_brings_is_read_as_its_webhook_is(shopify):
    order = shopify_order(1, 1, financial_status="paid", admin_graphql_api_id="gid://shopify/Order/1")
    shopify.put(order)
    spoken = adapter("shopify")
    (delivery,) = spoken.changed_since(SINCE, client(shopify, "shopify", SHOPIFY))
    body, headers = shopify.webhook(order)
    by_hook = spoken.normalise(type(delivery)(body, {"X-Shopify-Topic": headers["X-Shopify-Topic"]}))
    assert spoken.normalise(delivery) == by_hook


def test_woocommerce_tells_of_every_page(woo):
    woo.put(*(woo_order(n, 1000 - n) for n in range(1, 251)), woo_order(999, -5))
    found, asked = changed(woo, "woocommerce", WOO)
    assert found == [str(n) for n in range(1, 251)]
    assert len(woo.requests) == 3 and asked.remarks == []
    assert woo.requests[0].query["modified_after"] == "2026-03-01T09:00:00"
    assert woo.requests[0].query["dates_are_gmt"] == "true"


def test_woocommerce_behind_a_proxy_that_eats_the_totals_is_walked_to_its_end():
    with WooDouble(totals=False) as woo:
        woo.put(*(woo_order(n, n) for n in range(1, 201)))
        assert len(changed(woo, "woocommerce", WOO)[0]) == 200
        assert len(woo.requests) == 3  # the last page is empty, which is how its end is known


def test_an_old_shop_that_ignores_the_question_is_noticed():
    with WooDouble(old=True) as woo:
        woo.put(*(woo_order(n, 60 if n in (7, 290) else -600) for n in range(1, 301)))
        found, asked = changed(woo, "woocommerce", WOO)
    assert found == ["7", "290"]
    assert len(asked.remarks) == 1 and "WooCommerce 5.8" in asked.remarks[0]


def test_an_old_shop_with_very_many_orders_is_not_read_to_its_beginning():
    with WooDouble(old=True) as woo:
        woo.put(*(woo_order(n, 60 if n in (7, 3000) else -600) for n in range(1, 3001)))
        found, asked = changed(woo, "woocommerce", WOO)
        assert len(woo.requests) == 21
    assert found == ["3000"]
    assert "2,000" in asked.remarks[0]


def test_an_order_that_slips_between_two_pages_is_found(woo):
    """An order deleted while the pages are walked moves all later ones forward: the first of page 2 would be missed."""
    woo.put(*(woo_order(n, n) for n in range(1, 151)))

    def deletes(request):
        if request.query["page"] == "2" and 50 in woo.orders:
            del woo.orders[50]

    woo.trouble = deletes
    found, _ = changed(woo, "woocommerce", WOO)
    assert set(found) >= {str(n) for n in range(1, 151)} - {"50"}
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("platform", "double", "credentials"), [("shopify", ShopifyDouble, SHOPIFY), ("woocommerce", WooDouble, WOO)]
)
def test_wrong_credentials_are_told_in_words(platform, double, credentials):
    wrong = dict.fromkeys(credentials, "wrong")
    with double() as store:
        asked = client(store, platform, wrong)
        for act in (lambda: list(adapter(platform).changed_since(SINCE, asked)), lambda: adapter(platform).test(asked)):
            with pytest.raises(FetchFailed) as why:
                act()
            assert "credentials" in why.value.sentence and "401" in why.value.sentence


@pytest.mark.parametrize("body", [b"null", b"7", b'"x"', b"{}", b'{"orders": {}}', b'{"orders": "none"}', b"[7, null]"])
@pytest.mark.parametrize(
    ("platform", "double", "credentials"), [("shopify", ShopifyDouble, SHOPIFY), ("woocommerce", WooDouble, WOO)]
)
def test_an_answer_that_is_no_list_of_orders_is_told(platform, double, credentials, body):
    from makeready.office.errors import OfficeError

    with double() as store:
        store.trouble = lambda _: Reply(body=body)
        try:
            assert changed(store, platform, credentials)[0] == []
        except OfficeError as why:
            assert why.sentence


def test_a_store_says_who_it_is(shopify, woo):
    woo.put(woo_order(1, 1), woo_order(2, 1))
    assert adapter("shopify").test(client(shopify, "shopify", SHOPIFY)) == (
        "Connected to Card shop (cards.myshopify.com); its orders can be read."
    )
    assert adapter("woocommerce").test(client(woo, "woocommerce", WOO)) == (
        "Connected to the shop; its orders can be read (2)."
    )
    assert "POST /api/v1/orders" in adapter("custom").test(client(woo, "custom", {}))
    assert list(adapter("custom").changed_since(SINCE, client(woo, "custom", {}))) == []


def test_the_orders_go_through_as_they_are(woo):
    """Big numbers and other scripts survive the way into the inbox."""
    woo.put(woo_order(2**60 + 1, 1, customer_note="Łódź 東京"))
    (delivery,) = adapter("woocommerce").changed_since(SINCE, client(woo, "woocommerce", WOO))
    assert json.loads(delivery.body)["id"] == 2**60 + 1
    assert adapter("woocommerce").normalise(delivery).note == "Łódź 東京"


def test_a_woocommerce_shop_with_plain_permalinks_is_asked_by_its_plain_address():
    with WooDouble(plain=True) as shop:
        shop.put(*(woo_order(number, number) for number in range(1, 151)))

        assert changed(shop, "woocommerce", WOO)[0] == [str(number) for number in range(1, 151)]
        assert "can be read (150)" in adapter("woocommerce").test(client(shop, "woocommerce", WOO))


def test_a_shop_that_is_no_woocommerce_says_so():
    with WooDouble(plain=True) as shop:
        shop.on("/index.php", Reply(404))
        with pytest.raises(FetchFailed, match="answered 404"):
            changed(shop, "woocommerce", WOO)
