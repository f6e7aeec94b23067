"""Deliveries in the inbox: processed in order, by one process each; what fails stays, in words."""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.utils import timezone
from tests.office.shop import Shop, at

from makeready.office.accounts.actor import Actor
from makeready.office.history.models import Entry
from makeready.office.intake import process as processing
from makeready.office.intake.models import Hook, HookState
from makeready.office.intake.process import (
    HookBusy,
    NoSuchHook,
    process,
    process_again,
    process_waiting,
    wake,
)
from makeready.office.orders.models import Order
from makeready.office.projects import arrival
from makeready.office.projects.models import Project


class WooShop(Shop):
    """A WooCommerce site, whose deliveries lie in the inbox."""

    def __init__(self) -> None:
        super().__init__(platform="woocommerce", base_url="https://shop.example")
        self.delivered = 0

    def order(self, number: int, quantity: int = 1, minutes: float = 0, status: str = "pending") -> dict[str, Any]:
        """An order as WooCommerce's REST API shows it."""
        moment = at(minutes).strftime("%Y-%m-%dT%H:%M:%S")
        return {
            "id": number, "number": str(number), "status": status, "currency": "EUR", "date_created_gmt": moment,
            "date_modified_gmt": moment,
            "billing": {"first_name": "Anna", "last_name": "Öz", "email": "a@shop.example"},
            "line_items": [{"id": 1, "name": "Cards", "quantity": quantity, "sku": "BC", "product_id": 7}],
        }  # fmt: skip

    def delivers(self, body: object, order_key: str = "", topic: str = "order.updated") -> Hook:
        """One delivery, kept as `receive` keeps it."""
        self.delivered += 1
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Hook.objects.create(
            storefront=self.storefront, event_key=f"delivery-{self.delivered}", topic=topic, order_key=order_key,
            headers={"x-wc-webhook-topic": topic}, body=raw, received_at=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def woo(db: None) -> WooShop:
    return WooShop()


def test_a_delivery_becomes_an_order_and_says_so(woo: WooShop) -> None:
    hook = woo.delivers(woo.order(5001, 3, status="processing"))

    done = process(hook.pk)

    assert done is not None
    project = Project.objects.get()
    assert (done.state, done.order, done.error) == (HookState.PROCESSED, project.order_id, None)
    assert done.outcome == "Order 5001 came in: 1 line, 1 project."
    assert (project.quantity, project.status) == (3, "Confirmed")
    assert (done.attempts, done.claimed_until) == (1, None) and done.processed_at
    assert Entry.objects.filter(project=project.pk).last().actor_id == hook.pk
    assert process(hook.pk) is None  # nothing is left to do


def test_an_older_version_is_processed_and_says_that_nothing_was_changed(woo: WooShop) -> None:
    process(woo.delivers(woo.order(1, 8, minutes=30)).pk)

    done = process(woo.delivers(woo.order(1, 2, minutes=0)).pk)

    assert done.state == HookState.PROCESSED and "older version" in done.outcome
    assert Project.objects.get().quantity == 8


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"id": null, "line_items": "none"}', b"\xff\xfe"])
def test_what_cannot_be_read_stays_with_its_error_in_words(woo: WooShop, body: bytes) -> None:
    done = process(woo.delivers(body).pk)

    assert done.state == HookState.FAILED
    assert done.error["code"] == "hook_unreadable"
    assert done.error["message"] == done.outcome and done.error["hint"]
    assert Order.objects.count() == 0


def test_what_is_no_order_is_ignored_with_the_reason(woo: WooShop) -> None:
    done = process(woo.delivers({**woo.order(1), "status": "checkout-draft"}).pk)

    assert done.state == HookState.IGNORED and done.outcome
    assert Order.objects.count() == 0


def test_a_platform_without_an_adapter_is_said(shop: Shop) -> None:
    shop.storefront.platform = "magento"
    shop.storefront.save()
    hook = Hook.objects.create(storefront=shop.storefront, event_key="e", body=b"{}", received_at=timezone.now())

    assert process(hook.pk).error["code"] == "no_adapter"


def test_a_fault_of_ours_is_told_with_the_number_of_its_log_line(
    woo: WooShop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(processing, "apply", broken)
    with caplog.at_level(logging.ERROR):
        done = process(woo.delivers(woo.order(1)).pk)

    assert done.state == HookState.FAILED
    assert done.error["log"] in done.error["hint"] and done.error["log"] in caplog.text
    assert "ZeroDivisionError" in caplog.text and "secret detail" not in str(done.error)


def test_a_database_that_does_not_answer_is_no_failure_but_tried_again(
    woo: WooShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    hook = woo.delivers(woo.order(1))
    monkeypatch.setattr(processing, "apply", locked)
    assert process(hook.pk) is None

    hook.refresh_from_db()
    assert hook.state == HookState.RECEIVED and hook.claimed_until > timezone.now()
    monkeypatch.undo()
    Hook.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert process_waiting() == 1
    assert Order.objects.count() == 1


def test_a_person_has_it_processed_again(woo: WooShop, ada: Actor) -> None:
    hook = woo.delivers(b"{")
    process(hook.pk)
    Hook.objects.filter(pk=hook.pk).update(body=json.dumps(woo.order(1)).encode())

    done = process_again(hook.pk, by=ada)

    assert (done.state, done.error, done.attempts) == (HookState.PROCESSED, None, 2)
    assert Entry.objects.filter(subject=hook.pk).get().actor_name == "Ada"
    with pytest.raises(NoSuchHook):
        process_again("evt_none", by=ada)


def test_what_is_being_processed_is_not_processed_beside(woo: WooShop, ada: Actor) -> None:
    hook = woo.delivers(woo.order(1))
    Hook.objects.update(claimed_until=timezone.now() + timedelta(seconds=30))

    assert process(hook.pk) is None
    assert process_waiting() == 0
    with pytest.raises(HookBusy):
        process_again(hook.pk, by=ada)


def test_what_a_crash_left_is_found_once_its_claim_ran_out(woo: WooShop) -> None:
    woo.delivers(woo.order(1))
    Hook.objects.update(claimed_until=timezone.now() - timedelta(seconds=1), attempts=1)

    assert process_waiting() == 1
    assert Hook.objects.get().attempts == 2


def test_of_one_order_the_older_delivery_goes_first(woo: WooShop) -> None:
    first, second = (woo.delivers(woo.order(1, quantity), order_key="1") for quantity in (1, 2))
    other = woo.delivers(woo.order(2), order_key="2")
    Hook.objects.filter(pk=first.pk).update(claimed_until=timezone.now() + timedelta(seconds=30))

    assert process_waiting(1) == 1
    assert [hook.state for hook in Hook.objects.order_by("id")] == ["received", "received", "processed"]
    assert Order.objects.get().external_id == "2" and other.pk

    Hook.objects.update(claimed_until=None)
    assert process_waiting() == 2
    second.refresh_from_db()
    assert second.outcome == "Order 1 was updated: 1 line, 1 project."


def test_a_failed_delivery_does_not_hold_up_later_ones_of_its_order(woo: WooShop) -> None:
    woo.delivers(b"{", order_key="1")
    woo.delivers(woo.order(1), order_key="1")

    assert process_waiting() == 2

    assert sorted(Hook.objects.values_list("state", flat=True)) == ["failed", "processed"]


def test_several_processes_do_each_delivery_once(each_database: str) -> None:
    woo = WooShop()
    for number in range(12):
        woo.delivers(woo.order(number // 2, number + 1, minutes=number), order_key=str(number // 2))

    def work() -> None:
        try:
            while Hook.objects.filter(state=HookState.RECEIVED).exists():
                process_waiting()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(Hook.objects.values_list("state", "attempts")) == {("processed", 1)}
    assert sorted(Project.objects.values_list("quantity", flat=True)) == [2, 4, 6, 8, 10, 12]


@pytest.mark.django_db(transaction=True)
def test_whoever_is_woken_does_what_came_in_and_gets_the_designs() -> None:
    woo = WooShop()
    woo.product("BC", design=woo.template(required=False))
    try:
        wake()
        woo.delivers(woo.order(1))
        wake()
        until = time.monotonic() + 20
        while time.monotonic() < until and not Project.objects.filter(design__isnull=False).exists():
            time.sleep(0.02)
    finally:
        processing._background.stop()
        arrival._background.stop()

    assert Hook.objects.get().state == HookState.PROCESSED
    assert Project.objects.get().design is not None
