"""How is something written into the ledger? `record(...)`, inside the change's own transaction.

Entries from which something follows are told, once committed, to whoever hears (`reactions.py`); a crash in between
leaves them in the table, where they are found again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.history.models import Entry, Kind

Hearer = Callable[[Entry], None]
_hearers: list[Hearer] = []
_witnesses: list[Hearer] = []


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
    entry = Entry.objects.create(
        at=moment, kind=kind, project=project, order=order, subject=subject, was=was, now=now,
        actor_kind=by.kind, actor_name=by.name, actor_id=by.id, reason=because, facts=facts,
        reacted_at=None if reacts else moment,
    )  # fmt: skip
    for witness in _witnesses:
        witness(entry)
    if reacts:
        for hearer in _hearers:
            transaction.on_commit(partial(hearer, entry), robust=True)
    return entry


def hear(hearer: Hearer) -> None:
    """Have every entry that wants a reaction told to this function, after its transaction, in the same thread."""
    if hearer not in _hearers:
        _hearers.append(hearer)


def witness(hearer: Hearer) -> None:
    """Have every entry told to this function in its own transaction: what it writes is there if the entry is."""
    if hearer not in _witnesses:
        _witnesses.append(hearer)
