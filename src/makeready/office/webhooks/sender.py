"""How do events get there? Sent when due, tried again with growing pauses, given up in the end, and said so.

Any worker may send any of them: a claim with an end keeps two from sending the same at once, and one that died from
holding it. So an event arrives at least once; `webhook-id` tells a receiver that it had it already.
"""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from makeready.office import outgoing
from makeready.office.accounts.actor import SYSTEM
from makeready.office.errors import OfficeError
from makeready.office.webhooks import signing, subscriptions
from makeready.office.webhooks.models import Delivery, DeliveryState, Event, Subscription, Try

MINUTE, HOUR = 60, 3600
PAUSES = (5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds from one try to the next, as Standard Webhooks advises; after the last one the delivery has failed."""
SECONDS = 20
"""What a receiver gets to answer."""
CLAIM = timedelta(seconds=90)
"""How long a worker may be at a try: more than any takes, name look-up and all."""
AT_ONCE = 4
"""Deliveries to one subscriber at the same time; while it fails, one."""
PATIENCE = timedelta(days=5)
"""How long a subscriber may fail without a single success before it is told nothing any more."""
KEPT = timedelta(days=30)
"""How long what ended is kept, with its log."""
GONE = 410
MOST_ANSWER = 64 << 10


def send_due(limit: int = 20) -> bool:
    """Send what is due, oldest first, each subscriber in turn; whether there may be more at once."""
    sent = 0
    for subscription in _with_something_due():
        for delivery in _claimed(subscription, max(1, limit // 5)):
            send(delivery)
            sent += 1
        if sent >= limit:
            return True
    return sent > 0


def send(delivery: Delivery) -> Try:
    """One try, now, whatever becomes of it; written to the log."""
    event, subscription = delivery.event, delivery.subscription
    body, began, at = event.body.encode(), time.monotonic(), timezone.now()
    try:
        signed = signing.headers(event.pk, at, body, signing.opened(subscription.sealed).valid(at))
        answer = outgoing.call(
            "POST", subscription.url, headers={"Content-Type": "application/json", **signed}, body=body,
            seconds=SECONDS, max_bytes=MOST_ANSWER, trusted_host=True,
        )  # fmt: skip
        status, said = answer.status, answer.body[:500].decode("utf-8", "replace").replace("\0", "")
        wait = answer.headers.get("retry-after", "")
    except OfficeError as why:
        status, said, wait = None, why.sentence, ""
    taken = round((time.monotonic() - began) * 1000)
    told = Try(delivery=delivery, at=at, milliseconds=taken, status=status, said=said[:500])
    _note(delivery, told, int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 10 else 0)
    return told


def forget_old(limit: int = 500) -> bool:
    """Take what ended long ago off the log; whether there may be more."""
    before = timezone.now() - KEPT
    old = list(Event.objects.filter(at__lt=before).exclude(deliveries__state="waiting").values_list("pk")[:limit])
    Event.objects.filter(pk__in=[pk for (pk,) in old]).delete()
    return len(old) == limit


def _with_something_due() -> list[Subscription]:
    waiting = Q(deliveries__state=DeliveryState.WAITING, deliveries__due_at__lte=timezone.now())
    due = Count("deliveries", filter=waiting)
    return list(Subscription.objects.filter(off_because="").annotate(due=due).filter(due__gt=0).order_by("?"))


def _claimed(subscription: Subscription, most: int) -> list[Delivery]:
    """The oldest that are due and nobody is at, now ours."""
    now, claimed = timezone.now(), []
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    busy = subscription.deliveries.filter(claimed_until__gte=now).count()
    room = min(most, (1 if subscription.failing_since else AT_ONCE) - busy)
    waiting = subscription.deliveries.filter(state=DeliveryState.WAITING, due_at__lte=now)
    for delivery in waiting.filter(free).select_related("event", "subscription").order_by("event_id")[: max(0, room)]:
        mine = waiting.filter(free, pk=delivery.pk).update(claimed_until=now + CLAIM)
        if mine:
            claimed.append(delivery)
    return claimed


def _note(delivery: Delivery, told: Try, asked_wait: int) -> None:
    """What a try means for the delivery and its subscriber."""
    with transaction.atomic():
        held = Delivery.objects.select_for_update().filter(pk=delivery.pk).first()
        if held is None:
            return  # the webhook was removed while we sent
        held.tries += 1
        held.claimed_until = None
        told.number = held.log.count() + 1
        told.save()
        well = told.status is not None and 200 <= told.status < 300
        if well:
            held.state, held.due_at, held.ended_at = DeliveryState.DELIVERED, None, told.at
            Subscription.objects.filter(pk=held.subscription_id).exclude(failing_since=None).update(failing_since=None)
        else:
            _again_or_never(held, told.at, asked_wait)
            Subscription.objects.filter(pk=held.subscription_id, failing_since=None).update(failing_since=told.at)
        held.save(update_fields=["state", "tries", "due_at", "claimed_until", "ended_at"])
    if not well:
        _enough(delivery.subscription, told)


def _again_or_never(held: Delivery, at: datetime, asked_wait: int) -> None:
    if held.event.type == "ping" or held.tries > len(PAUSES):
        held.state, held.due_at, held.ended_at = DeliveryState.FAILED, None, at
        return
    pause = PAUSES[held.tries - 1]
    # A little chance keeps what failed together from coming back together.
    spread = random.uniform(1.0, 1.1)  # noqa: S311 (no secret)
    held.due_at = at + timedelta(seconds=max(pause * spread, min(asked_wait, PAUSES[-1])))


def _enough(subscription: Subscription, told: Try) -> None:
    """Turn a subscriber off that is gone, or has failed for days."""
    since = Subscription.objects.filter(pk=subscription.pk).values_list("failing_since", flat=True).first()
    place = subscriptions.shown(subscription.url)
    if told.status == GONE:
        subscriptions.turn_off(subscription, f"{place} answered 410: it wants no more events.", by=SYSTEM)
    elif since and told.at - since > PATIENCE:
        days = (told.at - since).days
        said = f"the last answer was {told.status}" if told.status else told.said
        subscriptions.turn_off(subscription, f"{place} has taken nothing for {days} days: {said}", by=SYSTEM)
