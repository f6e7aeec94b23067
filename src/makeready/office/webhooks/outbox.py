"""How does a change become something to tell? In the change's own transaction: told if it happened, and only then.

Nothing is ever only in memory: what is to be told stands in the database from the moment that the change does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from makeready.office.history.models import Entry
from makeready.office.ids import new_id
from makeready.office.webhooks.events import KINDS, body_of, types_of
from makeready.office.webhooks.models import Delivery, DeliveryState, Event, Subscription


def keep(entry: Entry) -> None:
    """Keep what an entry of the ledger tells, for all who want to hear it. Called where the entry is written."""
    types = tuple(types_of(entry))
    if not types:
        return
    listening = list(Subscription.objects.filter(off_because="").only("pk", "events"))
    for event_type in types:
        if hearers := [one for one in listening if wants(one, event_type)]:
            _to_tell(_event(entry, event_type), hearers)


def wants(subscription: Subscription, event_type: str) -> bool:
    """Whether a subscription is for events of a type."""
    return not subscription.events or event_type in subscription.events


def tell_again(subscription: Subscription, since: datetime, *, most: int) -> int:
    """Have everything told that happened since a moment: what failed, and what nobody had kept for it.

    The ledger knows all that ever happened, so that what came while the subscription was off is not lost. What has
    been delivered is not sent again. Answers how many deliveries are on their way now; `most` at a time.
    """
    count = 0
    telling = Entry.objects.filter(at__gte=since, kind__in=KINDS).order_by("pk")
    for entry in telling.iterator(chunk_size=500):
        for event_type in types_of(entry):
            if wants(subscription, event_type):
                count += _on_its_way(entry, event_type, subscription)
        if count >= most:
            break
    return count


def _on_its_way(entry: Entry, event_type: str, subscription: Subscription) -> bool:
    """See that an event is on its way to a subscriber; False where it is, or has arrived."""
    with transaction.atomic():
        event = _event(entry, event_type)
        delivery, made = Delivery.objects.get_or_create(
            event=event, subscription=subscription, defaults={"due_at": timezone.now()}
        )
        return made or send_again(delivery, only_failed=True)


def send_again(delivery: Delivery, *, only_failed: bool = False) -> bool:
    """Send a delivery once more, from the first pause on; False where it is waiting anyway."""
    states = [DeliveryState.FAILED] if only_failed else [DeliveryState.FAILED, DeliveryState.DELIVERED]
    again = Delivery.objects.filter(pk=delivery.pk, state__in=states)
    changed = again.update(state=DeliveryState.WAITING, tries=0, due_at=timezone.now(), ended_at=None)
    return bool(changed)


def _event(entry: Entry, event_type: str) -> Event:
    identity = new_id("evt")
    event, _ = Event.objects.get_or_create(
        entry=entry.pk,
        type=event_type,
        defaults={"id": identity, "body": body_of(identity, event_type, entry), "at": entry.at},
    )
    return event


def _to_tell(event: Event, hearers: Iterable[Subscription]) -> None:
    now = timezone.now()
    Delivery.objects.bulk_create(Delivery(event=event, subscription=one, due_at=now) for one in hearers)
