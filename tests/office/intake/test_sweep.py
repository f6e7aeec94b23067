"""The sweep finds what webhooks missed, says so, and takes nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from tests.servers.stores import ShopifyDouble, Store, WooDouble
from tests.servers.web import Reply

from makeready.config import config
from makeready.office.connections.sealing import seal
from makeready.office.history.models import Entry
from makeready.office.intake import sweep as sweeping
from makeready.office.intake.keeping import Message, keep
from makeready.office.intake.models import Hook
from makeready.office.intake.process import process_waiting
from makeready.office.intake.sweep import OVERLAP, sweep, sweep_due
from makeready.office.orders.models import Order
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.models import Storefront
from makeready.office.storefronts.storefront import adapter

pytestmark = pytest.mark.usefixtures("transactional_db")
on_both_databases = pytest.mark.usefixtures("each_database")


@pytest.fixture(autouse=True)
def woken(monkeypatch) -> list[bool]:
    """How often processing was woken; the tests process themselves."""
    calls: list[bool] = []
    monkeypatch.setattr(sweeping, "wake", lambda: calls.append(True))
    monkeypatch.setattr(sweeping, "store_client", partial(sweeping.store_client, pause=lambda _: None))
    return calls


@pytest.fixture(params=["shopify", "woocommerce"])
def store(request) -> Iterator[Store]:
    with ShopifyDouble() if request.param == "shopify" else WooDouble() as one:
        one.platform = request.param
        yield one


CREDENTIALS = {
    "shopify": {"access_token": ShopifyDouble.TOKEN},
    "woocommerce": {"consumer_key": WooDouble.KEY, "consumer_secret": WooDouble.SECRET},
}


def connect(store: Store, **columns: Any) -> Storefront:
    storefront = Storefront.objects.create(
        name="Cards", platform=store.platform, base_url=store.url, projects_for="all",
        sealed_credentials=seal(CREDENTIALS[store.platform]), sealed_secret=seal(store.secret), **columns,
    )  # fmt: skip
    Storefront.objects.filter(pk=storefront.pk).update(created_at=timezone.now() - timedelta(hours=5))
    storefront.refresh_from_db()
    return storefront


def order(store: Store, number: int, *, ago: float = 60, paid: bool = False, quantity: int = 1) -> dict[str, Any]:
    """An order that was changed so many minutes ago."""
    changed = (datetime.now(UTC) - timedelta(minutes=ago)).replace(microsecond=0)
    if store.platform == "shopify":
        return {
            "id": number, "name": f"#{number}", "order_number": number, "created_at": changed.isoformat(),
            "updated_at": changed.isoformat(), "financial_status": "paid" if paid else "pending",
            "line_items": [{"id": number * 10, "title": "Cards", "quantity": quantity, "current_quantity": quantity}],
        }  # fmt: skip
    text = changed.isoformat().removesuffix("+00:00")
    return {
        "id": number, "number": f"#{number}", "status": "processing" if paid else "pending", "date_created_gmt": text,
        "date_modified_gmt": text, "line_items": [{"id": number * 10, "name": "Cards", "quantity": quantity}],
    }  # fmt: skip


def by_webhook(store: Store, storefront: Storefront, message: dict[str, Any], topic: str = "") -> None:
    body, headers = store.webhook(message, *([topic] if topic else []))
    keep([Message(storefront.pk, adapter(store.platform).envelope(Delivery(body, headers)), body, headers)])


@on_both_databases
def test_what_no_webhook_told_is_taken_in_and_said(store, woken):
    storefront = connect(store)
    told, missed = order(store, 1, ago=90), [order(store, 2, ago=80, paid=True), order(store, 3, ago=70)]
    store.put(told, *missed)
    by_webhook(store, storefront, told)

    report = sweep(storefront)

    assert report.missed == ["#2", "#3"] and report.looked_at == 3 and report.error is None
    assert set(Hook.objects.filter(source="sweep").values_list("order_key", flat=True)) == {"2", "3"}
    assert woken == [True]
    process_waiting()
    assert set(Order.objects.values_list("number", "payment")) == {("#1", "pending"), ("#2", "paid"), ("#3", "pending")}
    storefront.refresh_from_db()
    assert storefront.swept_until == report.at
    assert storefront.sweep_report["missed"] == 2 and storefront.sweep_report["orders"] == ["#2", "#3"]
    (entry,) = Entry.objects.filter(kind="setup", subject=storefront.pk)
    assert entry.reason == "The webhooks had missed 2 orders, taken in now: #2, #3."
    assert entry.facts == {"orders": ["#2", "#3"]}


def test_sweeping_again_finds_nothing_more(store):
    storefront = connect(store)
    store.put(order(store, 1), order(store, 2, ago=5))
    assert sweep(storefront).missed == ["#1", "#2"]
    for _ in range(3):
        assert sweep(storefront).missed == []
    assert Hook.objects.count() == 2
    assert Entry.objects.filter(kind="setup").count() == 1
    assert "had missed none" in storefront.sweep_report["sentence"]


def test_the_next_sweep_asks_from_the_last_one_on_with_some_overlap(store):
    storefront = connect(store)
    first = sweep(storefront)
    assert abs(first.since - (storefront.created_at - OVERLAP)) < timedelta(seconds=1)
    second = sweep(storefront)
    assert second.since == first.at - OVERLAP


def test_an_order_whose_webhook_told_something_later_is_not_taken_back(store):
    storefront = connect(store)
    store.put(order(store, 1, ago=60))
    by_webhook(store, storefront, order(store, 1, ago=30, paid=True))
    assert sweep(storefront).missed == []


def test_a_later_change_of_a_known_order_is_found(store):
    storefront = connect(store)
    by_webhook(store, storefront, order(store, 1, ago=60))
    store.put(order(store, 1, ago=30, paid=True, quantity=7))
    assert sweep(storefront).missed == ["#1"]
    process_waiting()
    (kept,) = Order.objects.all()
    assert kept.payment == "paid" and kept.lines.get().quantity == 7


def test_a_change_within_the_same_second_is_found(store):
    """`orders/create` came, `orders/paid` of the same second did not."""
    storefront = connect(store)
    message = order(store, 1)
    by_webhook(store, storefront, message)
    store.put(message | ({"financial_status": "paid"} if store.platform == "shopify" else {"status": "processing"}))
    assert sweep(storefront).missed == ["#1"]
    assert sweep(storefront).missed == []


def test_an_order_whose_only_message_could_not_be_read_is_found(store):
    storefront = connect(store)
    message = order(store, 1)
    store.put(message)
    by_webhook(store, storefront, {"id": 1, "line_items": "broken", "status": 7, "updated_at": 1})
    assert sweep(storefront).missed == ["#1"]


def test_a_fresh_change_is_taken_but_not_called_missed(store):
    """Its webhook may be on its way."""
    storefront = connect(store)
    store.put(order(store, 1, ago=0.5))
    report = sweep(storefront)
    assert report.missed == [] and report.early == 1
    assert Hook.objects.count() == 1 and not Entry.objects.exists()


def test_what_is_no_order_is_left_alone(store):
    storefront = connect(store)
    if store.platform == "shopify":
        store.put(order(store, 1) | {"id": 820982911946154508, "test": True, "cancelled_at": "2026-03-01T00:00:00Z"})
    else:
        store.put(order(store, 1) | {"status": "checkout-draft"})
    assert sweep(storefront).looked_at == 1
    assert Hook.objects.count() == 0


def test_an_order_that_cannot_be_read_is_kept_once_and_shown(store):
    storefront = connect(store)
    odd = order(store, 1)
    odd["line_items"] = [{"quantity": 1}]
    store.put(odd, order(store, 2))
    for _ in range(2):
        sweep(storefront)
    process_waiting()
    assert set(Hook.objects.values_list("order_key", "state")) == {("1", "failed"), ("2", "processed")}


def test_a_sweep_that_breaks_off_is_done_again_from_where_it_began(store):
    storefront = connect(store)
    store.put(*(order(store, number, ago=200 - number / 10) for number in range(1, 271)))
    asked: list[int] = []

    def breaks_on_the_second_page(request):
        asked.append(1)
        return Reply(403, body=b"{}") if len(asked) == 2 else None

    store.trouble = breaks_on_the_second_page
    first = sweep(storefront)

    assert first.error["code"] == "fetch_failed" and "403" in first.error["message"] and first.error["hint"]
    storefront.refresh_from_db()
    assert storefront.swept_until is None and "could not be asked" in storefront.sweep_report["sentence"]
    assert Hook.objects.count() == first.looked_at > 0, "what was found until then is kept"
    store.trouble = lambda _: None
    second = sweep(storefront)
    assert second.error is None and second.since == first.since
    assert Hook.objects.count() == 270


def test_a_store_that_stays_silent_is_told_once_not_every_time(store):
    storefront = connect(store)
    store.close()
    for _ in range(3):
        assert sweep(storefront).error
    assert Entry.objects.filter(kind="setup").count() == 1


def test_an_old_woocommerce_is_remarked():
    with WooDouble(old=True) as store:
        store.platform = "woocommerce"
        storefront = connect(store)
        store.put(order(store, 1, ago=10_000), order(store, 2, ago=30))
        report = sweep(storefront)
    assert report.missed == ["#2"]
    assert "WooCommerce 5.8" in storefront.sweep_report["remarks"][0]


def test_the_same_order_reads_the_same_by_webhook_and_by_sweep(store):
    """So that a sweep after a webhook changes nothing, not even the link."""
    storefront = connect(store, id="sto_same")
    message = order(store, 1)
    by_webhook(store, storefront, message)
    process_waiting()
    Hook.objects.all().delete()
    store.put(message)
    sweep(storefront)
    process_waiting()
    assert Hook.objects.get().outcome.startswith(("The order is as it was", "Order #1 was updated"))
    assert Order.objects.get().url.startswith("http")


# the schedule


def test_every_storefront_is_swept_when_its_time_has_come(store):
    storefront = connect(store)
    connect(store, sweep_due_at=timezone.now() + timedelta(minutes=5))
    no_keys = connect(store)
    Storefront.objects.filter(pk=no_keys.pk).update(sealed_credentials=None)

    assert [report.storefront for report in sweep_due()] == [storefront.pk]
    assert sweep_due() == []
    Storefront.objects.filter(pk=storefront.pk).update(sweep_due_at=timezone.now() - timedelta(seconds=1))
    assert [report.storefront for report in sweep_due()] == [storefront.pk]


def test_sweeping_can_be_switched_off(store, monkeypatch):
    connect(store)
    monkeypatch.setenv("MAKEREADY_SWEEP_MINUTES", "0")
    config.cache_clear()
    try:
        assert sweep_due() == []
    finally:
        monkeypatch.undo()
        config.cache_clear()


@on_both_databases
def test_several_workers_sweep_a_storefront_once(store):
    connect(store)
    found: list[Any] = []
    start = threading.Barrier(4)

    def work() -> None:
        from django.db import connection

        start.wait()
        found.extend(sweep_due())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
