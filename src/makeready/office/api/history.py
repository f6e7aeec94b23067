"""How does the API tell what happened? Entries of the ledger: when, what, from, to, who and why."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from makeready.office.api.wording import Time, Told, utc
from makeready.office.history.models import Entry


class ActorShown(Told):
    """Who did it."""

    kind: str = Field(description="store, person, api_key, pipeline or system.", examples=["person"])
    name: str = Field(examples=["Ada"])


class EntryShown(Told):
    """One thing that happened."""

    id: int
    at: Time
    kind: str = Field(description="status, design, job, note, order or setup.", examples=["status"])
    from_: str | None = Field(alias="from", examples=["New"])
    to: str | None = Field(examples=["Confirmed"])
    actor: ActorShown
    reason: str


def shown_entry(entry: Entry) -> dict[str, Any]:
    """An entry as the API tells it."""
    return {
        "id": entry.pk,
        "at": utc(entry.at),
        "kind": entry.kind,
        "from": entry.was or None,
        "to": entry.now or None,
        "actor": {"kind": entry.actor_kind, "name": entry.actor_name},
        "reason": entry.reason,
    }
