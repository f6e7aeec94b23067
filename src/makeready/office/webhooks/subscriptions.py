"""How are subscriptions kept? Made, changed, given a new secret, turned on and off, tested, removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.errors import Fault, Invalid, NotFound, Refused, StaleVersion
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.ids import new_id
from makeready.office.webhooks import signing
from makeready.office.webhooks.events import CATALOGUE, written
from makeready.office.webhooks.models import Delivery, Event, Subscription

MOST = 50
"""Most subscriptions: each makes every change a little slower."""
BY_A_PERSON = "Turned off by a person."


class WebhookInvalid(Invalid):
    """A webhook's settings are at fault."""

    code = "webhook_invalid"
    title = "The webhook is not valid"


class NoSuchWebhook(NotFound):
    """There is no webhook of this id."""

    code = "webhook_not_found"
    fix = "See GET /api/v1/webhooks for those that are there."


class NoSuchDelivery(NotFound):
    """The webhook has no delivery of this id."""

    code = "webhook_delivery_not_found"
    fix = "See the webhook's list of deliveries; those that arrived are kept for 30 days."


class TooManyWebhooks(Refused):
    """There are as many webhooks as there may be."""

    code = "webhooks_too_many"
    fix = "Remove one that is not needed any more."


def create(*, name: str, url: str, events: Sequence[str], by: Actor) -> tuple[Subscription, str]:
    """A new subscription, and its secret, which is told this once.

    Raises:
        WebhookInvalid: with every fault. TooManyWebhooks.
    """
    columns = _checked(name, url, events)
    secret = signing.fresh()
    with transaction.atomic():
        if Subscription.objects.count() >= MOST:
            raise TooManyWebhooks(f"There are {MOST} webhooks already.")
        made = Subscription.objects.create(**columns, sealed=signing.Secrets(secret).sealed())
        _record(made, by, f"Webhook made: {made.name} ({shown(made.url)})")
    return made, secret


def change(
    subscription: Subscription,
    *,
    name: str,
    url: str,
    events: Sequence[str],
    on: bool,
    by: Actor,
    expected_version: int | None = None,
) -> Subscription:
    """Change a subscription. Turned on again, what waits is sent now.

    Raises:
        WebhookInvalid: with every fault. StaleVersion.
    """
    columns = _checked(name, url, events)
    with transaction.atomic():
        held = _held(subscription, expected_version)
        was_on = not held.off_because
        for column, value in columns.items():
            setattr(held, column, value)
        if on and not was_on:
            held.off_because, held.failing_since = "", None
            held.deliveries.filter(state="waiting").update(due_at=timezone.now())
        elif was_on and not on:
            held.off_because = BY_A_PERSON
        held.version += 1
        held.save()
        turned = "" if on == was_on else f", turned {'on' if on else 'off'}"
        _record(held, by, f"Webhook changed: {held.name} ({shown(held.url)}){turned}")
    return held


def change_secret(subscription: Subscription, *, by: Actor) -> str:
    """A fresh secret, told this once; the one before signs as well for a day."""
    with transaction.atomic():
        held = _held(subscription, None)
        changed = signing.opened(held.sealed).changed(timezone.now())
        held.sealed = changed.sealed()
        held.version += 1
        held.save(update_fields=["sealed", "version", "updated_at"])
        _record(held, by, f"Webhook has a new secret: {held.name}")
    return changed.current


def turn_off(subscription: Subscription, because: str, *, by: Actor) -> None:
    """Tell it nothing any more, and say why where people look."""
    with transaction.atomic():
        if Subscription.objects.filter(pk=subscription.pk, off_because="").update(off_because=because[:500]):
            _record(subscription, by, f"Webhook turned off: {subscription.name}. {because}")


def remove(subscription: Subscription, *, by: Actor) -> None:
    """Remove a subscription with its log."""
    with transaction.atomic():
        _record(subscription, by, f"Webhook removed: {subscription.name}")
        subscription.delete()


def find(identity: str) -> Subscription:
    """The subscription of an id.

    Raises:
        NoSuchWebhook.
    """
    found = Subscription.objects.filter(pk=identity).first()
    if found is None:
        raise NoSuchWebhook(f"There is no webhook {identity}.")
    return found


def find_delivery(subscription: Subscription, identity: str) -> Delivery:
    """A delivery of a subscription.

    Raises:
        NoSuchDelivery.
    """
    found = subscription.deliveries.select_related("event", "subscription").filter(pk=identity).first()
    if found is None:
        raise NoSuchDelivery(f"The webhook “{subscription.name}” has no delivery {identity}.")
    return found


def ping(subscription: Subscription, *, by: Actor) -> Delivery:
    """A test event on its way to one subscriber; it is for the caller to send it at once."""
    identity, now = new_id("evt"), timezone.now()
    body = written(identity, "ping", now, {"webhook": subscription.pk, "by": {"kind": by.kind, "name": by.name}})
    with transaction.atomic():
        event = Event.objects.create(id=identity, type="ping", body=body, at=now)
        return Delivery.objects.create(event=event, subscription=subscription)


def moment(since: datetime) -> datetime:
    """A moment from which events are told again.

    Raises:
        WebhookInvalid: it has no time zone, or lies in the future.
    """
    if since.tzinfo is None:
        raise WebhookInvalid("The moment has no time zone.", errors=[Fault("since", "End it with Z or +01:00.")])
    if since > timezone.now():
        raise WebhookInvalid("The moment lies in the future.", errors=[Fault("since", "Nothing has happened since.")])
    return since


def shown(url: str) -> str:
    """An address for people and histories: without credentials and query, where tokens may stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _checked(name: str, url: str, events: Sequence[str]) -> dict[str, Any]:
    faults = []
    if not name.strip() or len(name) > 150:
        faults.append(Fault("name", "A webhook needs a name of at most 150 characters."))
    if told := _what_is_wrong_with(url.strip()):
        faults.append(Fault("url", told))
    known = ", ".join(CATALOGUE)
    faults += [
        Fault(f"events/{position}", f"There is no event “{event}”; there are {known}.")
        for position, event in enumerate(events)
        if event not in CATALOGUE
    ]
    if faults:
        raise WebhookInvalid(faults[0].message, errors=faults)
    return {"name": name.strip(), "url": url.strip(), "events": list(dict.fromkeys(events))}


def _what_is_wrong_with(url: str) -> str:
    """The sentence why an address cannot be called, or ""."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or len(url) > 2000 or any(character.isspace() for character in url):
        return "The address must be a whole http or https address, like https://erp.example/makeready."
    if parts.username or parts.password:
        return "No user or password in the address: the signature shows who calls."
    return ""


def _held(subscription: Subscription, expected_version: int | None) -> Subscription:
    held = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if held is None:
        raise NoSuchWebhook(f"There is no webhook {subscription.pk} any more.")
    if expected_version is not None and held.version != expected_version:
        raise StaleVersion("Somebody changed this webhook in between.")
    return held


def _record(subscription: Subscription, by: Actor, told: str) -> None:
    record(Kind.SETUP, by=by, subject=subscription.pk, now=subscription.name, because=told)
