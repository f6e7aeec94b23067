"""Webhooks: other systems told of what happens here, signed by Standard Webhooks, tried again for days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Asked, Listed, Time, Told, utc, utc_or_none
from makeready.office.webhooks import outbox, sender, subscriptions
from makeready.office.webhooks.models import Delivery, DeliveryState, Subscription, Try

router = Router()

MOST_REPLAYED = 10_000
EXAMPLE: dict[str, Any] = {
    "name": "ERP",
    "url": "https://erp.example/makeready",
    "events": ["project.status", "print_file.ready"],
}


class WebhookWish(Asked):
    """A webhook as somebody wants it."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: str = Field(max_length=150, description="What people call it.")
    url: str = Field(max_length=2000, description="Where events are posted to; may lie in the own network.")
    events: list[str] = Field(default_factory=list, max_length=50, description="Which events; none for all.")


class WebhookChange(WebhookWish):
    """A webhook as it shall be."""

    on: bool = Field(default=True, description="False: nothing is sent until it is turned on again.")


class WebhookShown(Told):
    """A webhook, without its secret."""

    id: str = Field(examples=["whk_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str
    url: str
    events: list[str]
    on: bool
    off_because: str
    failing_since: Time | None
    version: int
    created_at: Time
    updated_at: Time


class WebhookMade(WebhookShown):
    """A new webhook with its secret, which is never to be had again."""

    secret: str = Field(examples=["whsec_…"])


class NewSecret(Told):
    """A webhook's new secret; the one before signs as well for 24 hours."""

    secret: str = Field(examples=["whsec_…"])


class TryShown(Told):
    """One try of a delivery: the HTTP status (none where no answer came), and what was answered."""

    number: int
    at: Time
    milliseconds: int
    status: int | None
    said: str


class DeliveryShown(Told):
    """An event on its way to a webhook."""

    id: str = Field(examples=["whd_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    event: str = Field(description="Its id, the `webhook-id` header of every try.")
    type: str
    state: DeliveryState
    tries: int
    happened_at: Time
    due_at: Time | None
    ended_at: Time | None


class DeliveryWhole(DeliveryShown):
    """A delivery with what is sent and how each try went."""

    body: str
    log: list[TryShown]


class Since(Asked):
    """From when on events are told again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"since": "2026-11-23T10:00:00Z"}]})

    since: datetime = Field(description="With a time zone.")


class Replayed(Told):
    """How many deliveries are on their way now; at the most at once, ask again from a later moment."""

    count: int
    most: int = MOST_REPLAYED


def shown(subscription: Subscription) -> dict[str, Any]:
    """A webhook as the API tells it."""
    return {
        "id": subscription.pk,
        "name": subscription.name,
        "url": subscription.url,
        "events": subscription.events,
        "on": not subscription.off_because,
        "off_because": subscription.off_because,
        "failing_since": utc_or_none(subscription.failing_since),
        "version": subscription.version,
        "created_at": utc(subscription.created_at),
        "updated_at": utc(subscription.updated_at),
    }


def delivery_shown(delivery: Delivery) -> dict[str, Any]:
    """A delivery as lists tell it."""
    return {
        "id": delivery.pk,
        "event": delivery.event_id,
        "type": delivery.event.type,
        "state": delivery.state,
        "tries": delivery.tries,
        "happened_at": utc(delivery.event.at),
        "due_at": utc_or_none(delivery.due_at),
        "ended_at": utc_or_none(delivery.ended_at),
    }


def whole(delivery: Delivery) -> dict[str, Any]:
    """A delivery with its body and log."""
    log = [_try_shown(one) for one in delivery.log.order_by("number")]
    return {**delivery_shown(delivery), "body": delivery.event.body, "log": log}


def etag(subscription: Subscription) -> str:
    """The tag of a webhook's version."""
    return tag(subscription.pk, subscription.version)


@router.get("/webhooks", response=Listed[WebhookShown])
@needs(Right.SEE_CONNECTIONS)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the webhooks, newest first."""
    return listed(Subscription.objects.all(), shown, limit=limit, cursor=cursor)


@router.post("/webhooks", response={201: WebhookMade})
@needs(Right.CONNECT)
def create(request: HttpRequest, response: HttpResponse, body: WebhookWish) -> Any:
    """Add a webhook; its secret is told in this answer only."""
    made, secret = subscriptions.create(**body.model_dump(), by=caller(request).actor)
    tagged(response, etag(made))
    return Status(201, {**shown(made), "secret": secret})


@router.get("/webhooks/{webhook_id}", response=WebhookShown)
@needs(Right.SEE_CONNECTIONS)
def show(request: HttpRequest, response: HttpResponse, webhook_id: str) -> Any:
    """Show a webhook."""
    found = subscriptions.find(webhook_id)
    tagged(response, etag(found))
    return shown(found)


@router.put("/webhooks/{webhook_id}", response=WebhookShown)
@needs(Right.CONNECT)
def change(request: HttpRequest, response: HttpResponse, webhook_id: str, body: WebhookChange) -> Any:
    """Change a webhook as a whole, or turn it on or off."""
    found = subscriptions.find(webhook_id)
    require_match(request, etag(found))
    changed = subscriptions.change(found, **body.model_dump(), by=caller(request).actor, expected_version=found.version)
    tagged(response, etag(changed))
    return shown(changed)


@router.delete("/webhooks/{webhook_id}", response={204: None})
@needs(Right.CONNECT)
def remove(request: HttpRequest, webhook_id: str) -> Any:
    """Remove a webhook with its log."""
    subscriptions.remove(subscriptions.find(webhook_id), by=caller(request).actor)
    return Status(204, None)


@router.post("/webhooks/{webhook_id}/secret", response=NewSecret)
@needs(Right.CONNECT)
def change_secret(request: HttpRequest, webhook_id: str) -> Any:
    """Make a new secret; the one before signs as well for 24 hours."""
    return {"secret": subscriptions.change_secret(subscriptions.find(webhook_id), by=caller(request).actor)}


@router.post("/webhooks/{webhook_id}/test", response=DeliveryWhole)
@needs(Right.CONNECT)
def test(request: HttpRequest, webhook_id: str) -> Any:
    """Send a `ping` now and answer how it went; it is not tried again."""
    delivery = subscriptions.ping(subscriptions.find(webhook_id), by=caller(request).actor)
    sender.send(delivery)
    return whole(_fresh(delivery))


@router.get("/webhooks/{webhook_id}/deliveries", response=Listed[DeliveryShown])
@needs(Right.SEE_CONNECTIONS)
def deliveries(
    request: HttpRequest, webhook_id: str, limit: Limit, cursor: Cursor, state: DeliveryState | None = None
) -> Any:
    """List what was told to a webhook, and what waits, newest first."""
    rows = subscriptions.find(webhook_id).deliveries.select_related("event")
    return listed(rows.filter(state=state) if state else rows, delivery_shown, limit=limit, cursor=cursor)


@router.get("/webhooks/{webhook_id}/deliveries/{delivery_id}", response=DeliveryWhole)
@needs(Right.SEE_CONNECTIONS)
def show_delivery(request: HttpRequest, webhook_id: str, delivery_id: str) -> Any:
    """Show a delivery: its body, and how each try went."""
    return whole(subscriptions.find_delivery(subscriptions.find(webhook_id), delivery_id))


@router.post("/webhooks/{webhook_id}/deliveries/{delivery_id}/send", response=DeliveryWhole)
@needs(Right.CONNECT)
def send_again(request: HttpRequest, webhook_id: str, delivery_id: str) -> Any:
    """Send a delivery once more, also one that had arrived; receivers know it by its `webhook-id`."""
    delivery = subscriptions.find_delivery(subscriptions.find(webhook_id), delivery_id)
    outbox.send_again(delivery)
    return whole(_fresh(delivery))


@router.post("/webhooks/{webhook_id}/replay", response=Replayed)
@needs(Right.CONNECT)
def replay(request: HttpRequest, webhook_id: str, body: Since) -> Any:
    """Tell a webhook all that happened since a moment and has not reached it."""
    count = outbox.tell_again(subscriptions.find(webhook_id), subscriptions.moment(body.since), most=MOST_REPLAYED)
    return {"count": count, "most": MOST_REPLAYED}


def _fresh(delivery: Delivery) -> Delivery:
    return subscriptions.find_delivery(delivery.subscription, delivery.pk)


def _try_shown(one: Try) -> dict[str, Any]:
    return {
        "number": one.number, "at": utc(one.at), "milliseconds": one.milliseconds, "status": one.status,
        "said": one.said,
    }  # fmt: skip
