"""How is something written into the ledger? `record(...)`, inside the change's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.history.models import Entry, Kind


def record(
    kind: Kind,
    *,
    by: Actor,
    project: str = "",
    order: str = "",
    subject: str = "",
    was: str = "",
    now: str = "",
    because: str = "",
    at: datetime | None = None,
    reacts: bool = False,
    **facts: Any,
) -> Entry:
    """Add one entry. `reacts`: `reactions.py` shall look at it; the others are dealt with at once."""
    moment = at or timezone.now()
    return Entry.objects.create(
        at=moment, kind=kind, project=project, order=order, subject=subject, was=was, now=now,
        actor_kind=by.kind, actor_name=by.name, actor_id=by.id, reason=because, facts=facts,
        reacted_at=None if reacts else moment,
    )  # fmt: skip
