"""What happens is told to those who want to hear it: signed, once per event, in the end or never, and said so."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from tests.office.shop import Shop
from tests.office.workshop import DESIGN, PRINT, Workshop, end, task
from tests.servers.web import Reply, Request, WebServer

from makeready.office.accounts.actor import SYSTEM, Actor
from makeready.office.history.models import Entry
from makeready.office.projects.statuses import Status
from makeready.office.projects.transitions import move
from makeready.office.webhooks import outbox, sender, signing, subscriptions
from makeready.office.webhooks.models import Delivery, DeliveryState, Event, Subscription

pytestmark = pytest.mark.django_db

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the example of the standard's own documentation


@pytest.fixture
def web():
    with WebServer() as one:
        one.on("/told", Reply(body=b"thanks"))
        yield one


def subscribed(web: WebServer, *events: str, path: str = "/told") -> tuple[Subscription, str]:
    return subscriptions.create(name="ERP", url=web.url + path, events=events, by=SYSTEM)


def told(web: WebServer) -> list[dict[str, Any]]:
    return [json.loads(request.body) for request in web.calls("/told")]


def everything_sent() -> None:
    """Send until nothing is due."""
    while sender.send_due():
        pass


def make_due() -> None:
    """Let the pauses pass."""
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=timezone.now() - timedelta(seconds=1))


def verified(request: Request, secret: str) -> bool:
    """Whether a message is signed as the standard says, checked without our code."""
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    mac = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}" in request.headers["webhook-signature"].split()


def test_a_message_is_signed_as_the_standard_s_own_example() -> None:
    at = timezone.datetime.fromtimestamp(1614265330, timezone.timezone.utc)  # type: ignore[attr-defined]
    made = signing.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [SECRET])

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_new_order_and_its_project_are_told_with_ids_and_addresses(web: WebServer, shop: Shop) -> None:
    _, secret = subscribed(web)
    _, project = shop.project()
    everything_sent()

    order, made = told(web)
    assert (order["type"], made["type"]) == ("order.created", "project.created")
    assert made["data"]["project"] == project.pk
    assert made["data"]["now"] == "New"
    assert made["data"]["url"].endswith(f"/api/v1/projects/{project.pk}")
    assert made["data"]["by"] == {"kind": "store", "name": "Card shop"}
    assert all(verified(request, secret) for request in web.calls("/told"))
    assert {request.headers["webhook-id"] for request in web.calls("/told")} == {order["id"], made["id"]}


def test_only_what_was_subscribed_to_is_told(web: WebServer, shop: Shop, ada: Actor) -> None:
    subscribed(web, "project.status")
    _, project = shop.project()
    move(project, Status.CONFIRMED, by=ada, because="paid in cash")
    everything_sent()

    (event,) = told(web)
    assert event["type"] == "project.status"
    assert (event["data"]["was"], event["data"]["now"], event["data"]["reason"]) == ("New", "Confirmed", "paid in cash")


def test_what_was_taken_back_is_not_told(web: WebServer, shop: Shop, ada: Actor) -> None:
    subscribed(web)
    _, project = shop.project()
    before = Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        move(project, Status.CONFIRMED, by=ada)
        raise RuntimeError

    assert Event.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_job_tells_its_begin_its_end_and_its_print_file(web: WebServer, workshop: Workshop) -> None:
    subscribed(web, "job.queued", "job.succeeded", "print_file.ready")
    job = workshop.run(workshop.job(DESIGN, PRINT, end("print")))
    everything_sent()

    assert [event["type"] for event in told(web)] == ["job.queued", "job.succeeded", "print_file.ready"]
    assert {event["data"]["job"] for event in told(web)} == {job.pk}


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_tells_why(web: WebServer, workshop: Workshop) -> None:
    subscribed(web, "job.failed")
    workshop.run(workshop.job(DESIGN, task("invoke-url", url="ftp://nowhere.example"), end()))
    everything_sent()

    (event,) = told(web)
    assert "nowhere" in event["data"]["reason"]


def test_a_receiver_that_is_down_is_tried_again_with_growing_pauses_and_gets_the_same(
    web: WebServer, shop: Shop
) -> None:
    subscribed(web, "project.created")
    web.on("/told", Reply(503))
    shop.project()
    pauses = []
    for _ in sender.PAUSES:
        everything_sent()
        delivery = Delivery.objects.get()
        assert delivery.state == DeliveryState.WAITING
        assert delivery.due_at is not None
        pauses.append((delivery.due_at - timezone.now()).total_seconds())
        make_due()
    web.on("/told", Reply())
    everything_sent()

    assert pauses == sorted(pauses)
    assert pauses[0] < 10 < 20 * 3600 < pauses[-1]
    assert len({request.headers["webhook-id"] for request in web.calls("/told")}) == 1
    assert len({request.body for request in web.calls("/told")}) == 1
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED
    assert [one.status for one in delivery.log.order_by("number")] == [*[503] * len(sender.PAUSES), 200]


def test_after_the_last_pause_a_delivery_has_failed_and_can_be_sent_again(web: WebServer, shop: Shop) -> None:
    subscription, _ = subscribed(web, "project.created")
    web.on("/told", Reply(500, body=b"our disk is full"))
    shop.project()
    for _ in range(len(sender.PAUSES) + 1):
        everything_sent()
        make_due()
    delivery = Delivery.objects.get()

    assert delivery.state == DeliveryState.FAILED
    assert delivery.log.last().said == "our disk is full"
    assert not sender.send_due()

    web.on("/told", Reply())
    assert outbox.send_again(delivery)
    everything_sent()
    subscription.refresh_from_db()
    assert Delivery.objects.get().state == DeliveryState.DELIVERED
    assert subscription.failing_since is None


def test_who_fails_for_days_is_told_nothing_any_more_and_people_see_why(web: WebServer, shop: Shop) -> None:
    subscription, _ = subscribed(web, "project.created")
    web.on("/told", Reply(500))
    shop.project()
    everything_sent()
    Subscription.objects.update(failing_since=timezone.now() - timedelta(days=6))
    make_due()
    everything_sent()

    subscription.refresh_from_db()
    assert "has taken nothing for 6 days: the last answer was 500" in subscription.off_because
    assert Entry.objects.filter(subject=subscription.pk, reason__contains="turned off").exists()
    shop.project()
    make_due()
    assert not sender.send_due()


def test_who_answers_410_wants_no_more(web: WebServer, shop: Shop) -> None:
    subscription, _ = subscribed(web)
    web.on("/told", Reply(410))
    shop.project()
    sender.send_due()

    subscription.refresh_from_db()
    assert "410" in subscription.off_because


def test_what_happened_while_it_was_off_is_told_when_asked_for(web: WebServer, shop: Shop) -> None:
    subscription, _ = subscribed(web, "project.created")
    since = timezone.now() - timedelta(minutes=1)
    shop.project()
    everything_sent()
    subscription = subscriptions.change(
        subscription, name="ERP", url=subscription.url, events=["project.created"], on=False, by=SYSTEM
    )
    _, missed = shop.project()
    subscriptions.change(subscription, name="ERP", url=subscription.url, events=["project.created"], on=True, by=SYSTEM)

    assert outbox.tell_again(subscription, since, most=100) == 1
    assert outbox.tell_again(subscription, since, most=100) == 0
    everything_sent()
    assert told(web)[-1]["data"]["project"] == missed.pk
    assert len(told(web)) == 2


def test_a_slow_subscriber_gets_one_at_a_time_while_it_fails(web: WebServer, shop: Shop) -> None:
    subscribed(web, "project.created")
    Subscription.objects.update(failing_since=timezone.now())
    web.on("/told", Reply(500))
    for _ in range(5):
        shop.project()

    sender.send_due()

    assert len(web.calls("/told")) == 1


def test_two_workers_do_not_send_the_same(web: WebServer, shop: Shop) -> None:
    subscription, _ = subscribed(web, "project.created")
    shop.project()

    mine = sender._claimed(subscription, 4)

    assert len(mine) == 1
    assert sender._claimed(subscription, 4) == []
    Delivery.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert len(sender._claimed(subscription, 4)) == 1, "what a dead worker had claimed is free again"


def test_both_secrets_sign_for_a_day_after_a_change(web: WebServer, shop: Shop) -> None:
    subscription, first = subscribed(web, "project.created")
    second = subscriptions.change_secret(subscription, by=SYSTEM)
    shop.project()
    everything_sent()
    (request,) = web.calls("/told")
    assert verified(request, first)
    assert verified(request, second)

    day = timezone.now() + timedelta(hours=25)
    subscription.refresh_from_db()
    assert signing.opened(subscription.sealed).valid(day) == (second,)


def test_secrets_stand_nowhere_in_the_clear(web: WebServer) -> None:
    subscription, secret = subscribed(web)

    assert secret.removeprefix("whsec_").encode() not in bytes(subscription.sealed)
    assert secret not in str(list(Entry.objects.values()))


def test_nobody_at_the_address_is_a_sentence_in_the_log(shop: Shop) -> None:
    with WebServer() as web:
        subscribed(web, "project.created")
    shop.project()
    sender.send_due()

    (tried,) = Delivery.objects.get().log.all()
    assert tried.status is None
    assert "cannot be reached" in tried.said


def test_what_ended_long_ago_leaves_the_log_and_what_waits_stays(web: WebServer, shop: Shop) -> None:
    subscribed(web, "project.created")
    shop.project()
    everything_sent()
    web.on("/told", Reply(500))
    shop.project()
    everything_sent()
    Event.objects.update(at=timezone.now() - timedelta(days=31))

    sender.forget_old()

    assert [one.state for one in Delivery.objects.all()] == [DeliveryState.WAITING]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"url": "erp.example/hook"}, "url"),
        ({"url": "ftp://erp.example"}, "url"),
        ({"url": "https://user:pw@erp.example"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"name": " "}, "name"),
        ({"events": ["project.status", "project.sold"]}, "events/1"),
    ],
)
def test_what_is_wrong_with_a_webhook_is_told_with_the_place(wrong: dict[str, Any], place: str) -> None:
    given: dict[str, Any] = {"name": "ERP", "url": "https://erp.example", "events": [], **wrong}
    with pytest.raises(subscriptions.WebhookInvalid) as caught:
        subscriptions.create(**given, by=SYSTEM)

    assert [fault.path for fault in caught.value.errors] == [place]


def test_an_endless_number_of_seconds_to_wait_is_no_reason_to_stop(web: WebServer, shop: Shop) -> None:
    subscribed(web, "project.created")
    web.on("/told", Reply(503, {"Retry-After": "9" * 5000}))
    shop.project()
    everything_sent()

    delivery = Delivery.objects.get()
    assert (delivery.tries, delivery.state) == (1, DeliveryState.WAITING)
