"""How is a store's message kept? Once, however often it comes, and committed before anybody is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from makeready.office.ids import new_id
from makeready.office.intake.models import Hook
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.models import Storefront
from makeready.office.storefronts.storefront import Envelope

ALWAYS_KEPT = ("content-type", "user-agent")
LONGEST_HEADER = 500


@dataclass(frozen=True, slots=True)
class Message:
    """A verified delivery on its way into the inbox. Its id is given on arrival, so that ids tell the order."""

    storefront: str
    envelope: Envelope
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    source: str = "hook"
    id: str = field(default_factory=lambda: new_id("evt"))
    received_at: datetime = field(default_factory=timezone.now)

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same message."""
        return self.storefront, self.envelope.event_key


def keep(messages: Iterable[Message]) -> None:
    """Keep messages in one transaction: all of them, or none. What is there already stays as it is.

    Raises:
        IntegrityError: one of them belongs to a storefront that is gone.
    """
    each_once: dict[tuple[str, str], Message] = {}
    for message in messages:
        each_once.setdefault(message.key, message)
    rows = [
        Hook(
            id=message.id, storefront_id=message.storefront, event_key=message.envelope.event_key,
            topic=message.envelope.topic, order_key=message.envelope.order_key, headers=dict(message.headers),
            body=message.body, source=message.source, received_at=message.received_at,
        )
        for message in each_once.values()
    ]  # fmt: skip
    with transaction.atomic():
        # The conflict is named, where `ignore_conflicts` would swallow every fault; writing the key over itself
        # is how SQLite and PostgreSQL both say “leave it”.
        Hook.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["storefront", "event_key"], update_fields=["event_key"]
        )


def kept_headers(delivery: Delivery, prefixes: tuple[str, ...]) -> dict[str, str]:
    """The headers that stay with a message: the platform's own and what the body is; never the signature."""
    return {
        name: value[:LONGEST_HEADER]
        for name, value in delivery.headers.items()
        if (name.startswith(prefixes) or name in ALWAYS_KEPT) and not name.endswith(("signature", "hmac-sha256"))
    }


def count(storefront: str, *, refused: int, refused_at: datetime | None, taken_at: datetime | None) -> None:
    """Write down how many webhooks of a storefront were refused, and when the last ones came."""
    columns: dict[str, object] = {}
    if refused:
        columns |= {"refused_hooks": F("refused_hooks") + refused, "refused_last_at": refused_at}
    if taken_at:
        columns["last_hook_at"] = taken_at
    Storefront.objects.filter(pk=storefront).update(**columns)
