"""A store's webhook is verified, kept and committed before it is answered 200; everything else is refused in words."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from tests.servers.asgi import Answer, ask, post
from tests.servers.stores import ShopifyDouble, WooDouble, signature

from makeready.office.connections.sealing import seal
from makeready.office.intake import group_commit, known_storefronts
from makeready.office.intake.models import Hook
from makeready.office.intake.receive import MAX_BODY, Desk
from makeready.office.storefronts.models import Storefront

pytestmark = pytest.mark.usefixtures("transactional_db")
on_both_databases = pytest.mark.usefixtures("each_database")


@pytest.fixture
def woken() -> list[int]:
    """How many hooks anybody else could see whenever processing was woken."""
    return []


@pytest.fixture
def desk(woken: list[int]) -> Iterator[Desk]:
    one = Desk(lambda: woken.append(Hook.objects.count()))
    yield one
    one.close()


def connect(platform: str = "shopify", secret: str = "s3cret") -> Storefront:
    return Storefront.objects.create(name="Cards", platform=platform, sealed_secret=seal(secret) if secret else None)


def signed(body: bytes, secret: str = "s3cret", topic: str = "orders/create") -> dict[str, str]:
    return {
        "X-Shopify-Hmac-Sha256": signature(body, secret), "X-Shopify-Topic": topic, "Content-Type": "application/json",
        "X-Shopify-Event-Id": "e-1", "Cookie": "private", "User-Agent": "Shopify-Captain-Hook",
    }  # fmt: skip


def order(number: int = 5001, **more: Any) -> bytes:
    return json.dumps({"id": number, "updated_at": "2026-03-01T09:00:00Z", "line_items": [], **more}).encode()


def run(act: Callable[[], Awaitable[Any]]) -> Any:
    return asyncio.run(act())


def sent(desk: Desk, storefront: Storefront, body: bytes, headers: dict[str, str] | None = None) -> Answer:
    return run(lambda: post(desk, f"/hooks/{storefront.pk}", body, signed(body) if headers is None else headers))


@on_both_databases
def test_a_signed_message_is_kept_with_what_matters_and_answered_200(desk, woken):
    shop, body = connect(), order(5001, note="Łódź")

    answer = sent(desk, shop, body)

    assert answer.status == 200
    (hook,) = Hook.objects.all()
    assert bytes(hook.body) == body and hook.storefront_id == shop.pk and hook.state == "received"
    assert (hook.topic, hook.order_key, hook.source) == ("orders/create", "5001", "hook")
    assert hook.headers == {
        "x-shopify-topic": "orders/create", "content-type": "application/json", "x-shopify-event-id": "e-1",
        "user-agent": "Shopify-Captain-Hook",
    }  # fmt: skip
    desk.close()
    assert woken == [1], "processing is woken once the message is committed"


@on_both_databases
def test_the_same_message_many_times_at_once_is_kept_once(desk):
    shop, body = connect(), order()

    async def all_at_once() -> list[Answer]:
        return await asyncio.gather(*(post(desk, f"/hooks/{shop.pk}", body, signed(body)) for _ in range(50)))

    assert [answer.status for answer in run(all_at_once)] == [200] * 50
    assert sent(desk, shop, body).status == 200
    assert Hook.objects.count() == 1


@on_both_databases
def test_the_same_message_from_several_processes_at_once_is_kept_once():
    """Each desk stands for a web process: the database decides, not a look before the insert."""
    shop, body = connect(), order()
    desks = [Desk(lambda: None) for _ in range(4)]
    ready, statuses = threading.Barrier(len(desks)), []

    def send(one: Desk) -> None:
        ready.wait()
        statuses.append(sent(one, shop, body).status)

    threads = [threading.Thread(target=send, args=(one,)) for one in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in desks:
        one.close()
    assert statuses == [200] * 4
    assert Hook.objects.count() == 1


def test_the_same_body_under_another_topic_or_storefront_is_another_message(desk):
    shop, other, body = connect(), connect(), order()
    for storefront, topic in ((shop, "orders/create"), (shop, "orders/paid"), (other, "orders/create")):
        assert sent(desk, storefront, body, signed(body, topic=topic)).status == 200
    assert Hook.objects.count() == 3


@on_both_databases
def test_what_waits_is_committed_together(desk, monkeypatch):
    shop, batches = connect(), []
    monkeypatch.setattr(
        group_commit, "keep", lambda batch, keep=group_commit.keep: (batches.append(len(batch)), keep(batch))
    )

    async def all_at_once() -> list[Answer]:
        bodies = [order(number) for number in range(300)]
        return await asyncio.gather(*(post(desk, f"/hooks/{shop.pk}", body, signed(body)) for body in bodies))

    assert {answer.status for answer in run(all_at_once)} == {200}
    assert Hook.objects.count() == sum(batches) == 300
    assert len(batches) < 30


def test_messages_are_kept_in_the_order_in_which_they_came(desk):
    shop = connect()
    for number in range(20):
        sent(desk, shop, order(number))
        time.sleep(0.002)  # ids sort by the millisecond
    assert list(Hook.objects.order_by("id").values_list("order_key", flat=True)) == [str(n) for n in range(20)]


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"X-Shopify-Hmac-Sha256": ""}, {"X-Shopify-Hmac-Sha256": "ключ"}, {"X-Shopify-Hmac-Sha256": "A" * 3000},
        signed(order(), "other"), {"X-WC-Webhook-Signature": signature(order(), "s3cret")},
    ],
)  # fmt: skip
def test_a_forged_message_is_refused_and_counted(desk, headers):
    shop = connect()

    answer = sent(desk, shop, order(), headers)

    assert answer.status == 401 and answer.problem["code"] == "signature_wrong" and answer.problem["hint"]
    desk.close()
    shop.refresh_from_db()
    assert shop.refused_hooks == 1 and shop.refused_last_at and shop.last_hook_at is None
    assert Hook.objects.count() == 0


def test_a_body_altered_after_signing_is_refused(desk):
    body = order()
    assert sent(desk, connect(), body.replace(b"5001", b"5002"), signed(body)).status == 401


def test_two_signatures_are_none(desk):
    shop, body = connect(), order()
    right = signature(body, "s3cret")

    async def twice() -> Answer:
        raw = [(b"x-shopify-hmac-sha256", b"AAAA"), (b"x-shopify-hmac-sha256", right.encode())]
        return await with_raw_headers(desk, f"/hooks/{shop.pk}", body, raw)

    assert run(twice).status == 401


async def with_raw_headers(desk: Desk, path: str, body: bytes, raw: list[tuple[bytes, bytes]]) -> Answer:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await desk({**scope, "headers": raw}, receive, send)

    return await post(app, path, body)


@on_both_databases
def test_many_forgeries_cost_one_write(desk, monkeypatch):
    shop, writes = connect(), []
    monkeypatch.setattr(
        group_commit, "count", lambda *a, count=group_commit.count, **k: (writes.append(k), count(*a, **k))
    )

    async def flood() -> list[Answer]:
        return await asyncio.gather(*(post(desk, f"/hooks/{shop.pk}", order(n), {}) for n in range(500)))

    assert {answer.status for answer in run(flood)} == {401}
    desk.close()
    shop.refresh_from_db()
    assert shop.refused_hooks == 500 and len(writes) <= 3


def test_a_storefront_without_a_secret_takes_nothing(desk):
    assert sent(desk, connect(secret=""), order(), signed(order(), "")).status == 401


def test_a_flood_of_unknown_addresses_takes_little_and_drives_out_no_storefront(desk, monkeypatch):
    monkeypatch.setattr(known_storefronts, "MOST", 10)
    monkeypatch.setattr(known_storefronts, "MOST_ASKED", 50)
    shop = connect()

    async def flood() -> list[Answer]:
        await desk.storefronts.get(shop.pk)
        return await asyncio.gather(*(post(desk, f"/hooks/sto_{number}", b"{}") for number in range(300)))

    answers = run(flood)
    assert {answer.status for answer in answers} == {404, 503}
    assert [answer.status for answer in answers].count(404) == 50
    assert len(desk.storefronts._nobody) <= 10
    assert not desk.storefronts._asked
    assert list(desk.storefronts._known) == [shop.pk]


@on_both_databases
@pytest.mark.parametrize(
    "path",
    ["/hooks/sto_doesnotexist", "/hooks/", "/hooks//", "/hooks/a/b", "/hooks/" + "x" * 5000, "/hooks/\x00",
     "/hooks/%27", "/hooks/sto_1' OR 1=1", "/hooks/../api"],
)  # fmt: skip
def test_an_unknown_storefront_is_404(desk, path):
    answer = run(lambda: post(desk, path, order(), signed(order())))
    assert answer.status == 404 and answer.problem["code"] == "not_found"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_only_post_is_taken_and_a_curious_person_is_told_what_this_is(desk, method):
    shop = connect()
    answer = run(lambda: ask(desk, f"/hooks/{shop.pk}", method=method))
    assert answer.status == 405 and answer.headers["allow"] == "POST"
    assert "webhooks" in answer.problem["detail"]


def test_woocommerces_ping_is_answered_200_and_keeps_nothing(desk):
    shop = connect("woocommerce")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert sent(desk, shop, b"webhook_id=12", headers).status == 200
    assert sent(desk, connect("shopify"), b"webhook_id=12", headers).status == 401
    assert sent(desk, shop, b'{"id": 5}', headers).status == 401
    assert Hook.objects.count() == 0


@on_both_databases
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 50_000, b'{"id": null}'])
def test_a_signed_message_that_cannot_be_read_is_kept_all_the_same(desk, body):
    """A 4xx would make the store switch the webhook off; people see it in the inbox instead."""
    assert sent(desk, connect(), body).status == 200
    (hook,) = Hook.objects.all()
    assert bytes(hook.body) == body and hook.order_key == ""


def test_both_doubles_and_a_custom_store_are_taken(desk):
    with ShopifyDouble() as shopify, WooDouble() as woo:
        body, headers = shopify.webhook({"id": 1, "line_items": []}, "orders/paid")
        assert sent(desk, connect("shopify"), body, headers).status == 200
        body, headers = woo.webhook({"id": 2, "status": "processing", "line_items": []})
        assert sent(desk, connect("woocommerce"), body, headers).status == 200
    body = b'{"external_id": "3", "lines": []}'
    assert sent(desk, connect("custom"), body, {"X-Makeready-Signature": signature(body, "s3cret")}).status == 200
    assert set(Hook.objects.values_list("topic", "order_key")) == {
        ("orders/paid", "1"), ("order.updated", "2"), ("order", "3"),
    }  # fmt: skip


def test_a_platform_without_an_adapter_is_told(desk):
    answer = sent(desk, connect("bigcommerce"), order())
    assert answer.status == 501 and "BigCommerce" in answer.problem["detail"]


# sizes


@on_both_databases
def test_a_message_of_five_mebibytes_is_taken_and_one_byte_more_is_not(desk):
    shop = connect()
    start = b'{"id": 1, "note": "'
    exact = start + b"x" * (MAX_BODY - len(start) - 2) + b'"}'
    assert sent(desk, shop, exact).status == 200
    answer = sent(desk, shop, exact + b" ")
    assert answer.status == 413 and answer.problem["code"] == "too_large"
    assert Hook.objects.count() == 1


def test_a_body_without_end_is_not_held_in_memory(desk):
    """Refused at the limit; what still comes is read and thrown away, up to a point."""
    shop = connect()

    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(1 << 20)

    answer = run(lambda: ask(desk, f"/hooks/{shop.pk}", endless(), {}))
    assert answer.status == 413
    assert answer.pieces_read < 30
    assert desk._in_flight == 0


def test_a_length_that_is_told_is_believed(desk):
    answer = run(lambda: ask(desk, f"/hooks/{connect().pk}", [b"x"], {"content-length": str(MAX_BODY + 1)}))
    assert answer.status == 413


def test_a_body_in_many_small_pieces_is_put_together(desk):
    shop, body = connect(), order()
    pieces = [body[n : n + 1] for n in range(len(body))]
    assert run(lambda: ask(desk, f"/hooks/{shop.pk}", pieces, signed(body))).status == 200
    assert bytes(Hook.objects.get().body) == body


def test_a_sender_that_hangs_up_leaves_nothing(desk):
    shop, body = connect(), order()
    answer = run(lambda: ask(desk, f"/hooks/{shop.pk}", [body[:10]], signed(body), hangs_up=True))
    assert answer.status == 0 and Hook.objects.count() == 0 and desk._in_flight == 0


def test_a_body_that_does_not_come_to_an_end_in_time_is_given_up(desk, monkeypatch):
    monkeypatch.setattr("makeready.office.intake.receive.BODY_SECONDS", 0.1)
    shop = connect()

    async def slow():
        while True:
            await asyncio.sleep(0.02)
            yield b"x"

    answer = run(lambda: ask(desk, f"/hooks/{shop.pk}", slow(), {}))
    assert answer.status == 408 and answer.headers["retry-after"]


# when the house is in trouble


def test_without_the_database_the_store_is_asked_to_send_again(desk, monkeypatch):
    shop = connect()
    assert sent(desk, shop, order(1)).status == 200

    def broken(_: object) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(group_commit, "keep", broken)
    answer = sent(desk, shop, order(2))
    monkeypatch.undo()

    assert answer.status == 503 and answer.problem["code"] == "unavailable" and answer.headers["retry-after"]
    assert sent(desk, shop, order(2)).status == 200, "the next try is taken"
    assert Hook.objects.count() == 2


@on_both_databases
def test_a_line_to_the_database_that_broke_is_made_anew(desk, monkeypatch):
    shop, calls = connect(), []

    def breaks_once(batch: Any, keep: Any = group_commit.keep) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        keep(batch)

    monkeypatch.setattr(group_commit, "keep", breaks_once)
    assert sent(desk, shop, order()).status == 200
    assert len(calls) == 2 and Hook.objects.count() == 1


def test_a_database_that_is_busy_for_a_moment_is_waited_for(desk):
    shop = connect()
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.4, lambda: other.execute("COMMIT")).start()
    began = time.monotonic()
    assert sent(desk, shop, order()).status == 200
    assert time.monotonic() - began > 0.3
    other.close()


@on_both_databases
def test_a_storefront_that_went_away_meanwhile_refuses_only_its_own_message(desk):
    gone, stays = connect(), connect()
    paths = [f"/hooks/{gone.pk}", f"/hooks/{stays.pk}"]
    for shop in (gone, stays):
        sent(desk, shop, order(), {})  # looked up, not kept
    gone.delete()

    async def both() -> list[Answer]:
        return await asyncio.gather(*(post(desk, path, order(), signed(order())) for path in paths))

    assert [answer.status for answer in run(both)] == [404, 200]
    assert Hook.objects.count() == 1


def test_a_fault_of_ours_is_told_without_a_traceback(desk, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("makeready.office.intake.receive.kept_headers", broken)
    answer = sent(desk, connect(), order())
    assert answer.status == 500 and "boom" not in answer.body.decode()


def test_messages_are_kept_though_processing_cannot_be_woken():
    def broken() -> None:
        raise RuntimeError("boom")

    desk = Desk(broken)
    shop = connect()
    assert [sent(desk, shop, order(n)).status for n in range(3)] == [200] * 3
    desk.close()
    assert Hook.objects.count() == 3


def test_too_many_waiting_messages_are_sent_away(desk, monkeypatch):
    monkeypatch.setattr(group_commit, "MOST_WAITING", 0)
    assert sent(desk, connect(), order()).status == 503


# secrets


def test_a_new_secret_counts_at_once_and_the_old_one_soon_no_more(desk, monkeypatch):
    monkeypatch.setattr(known_storefronts, "FRESH_SECONDS", 0.2)
    monkeypatch.setattr("makeready.office.intake.receive.SECRET_MAY_BE_NEW_SECONDS", 0.0)
    shop = connect(secret="old")
    assert sent(desk, shop, order(1), signed(order(1), "old")).status == 200
    Storefront.objects.filter(pk=shop.pk).update(sealed_secret=seal("new"))
    assert sent(desk, shop, order(2), signed(order(2), "new")).status == 200
    assert sent(desk, shop, order(3), signed(order(3), "old")).status == 401


def test_a_storefront_is_looked_up_once_for_many_messages(desk, monkeypatch):
    shop, looks = connect(), []
    monkeypatch.setattr(
        known_storefronts, "_read", lambda pk, read=known_storefronts._read: (looks.append(pk), read(pk))[1]
    )

    async def many() -> list[Answer]:
        return await asyncio.gather(*(post(desk, f"/hooks/{shop.pk}", order(n), signed(order(n))) for n in range(100)))

    assert {answer.status for answer in run(many)} == {200}
    assert len(looks) == 1


def test_when_the_last_message_came_is_written_down(desk):
    shop = connect()
    sent(desk, shop, order())
    desk.close()
    shop.refresh_from_db()
    assert shop.last_hook_at and shop.refused_hooks == 0
