"""Which statuses are there, and which moves are legal? The table of the mission; no ORM.

New → Confirmed → Active → Completed; skipping forward is legal; any open status → Rejected. By a person
with a reason: Active → Confirmed (taken back from print), Completed or Rejected → reopened.
Nothing returns to New. A pipeline moves only forward or to Rejected.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The five statuses, as people, the API and the database write them."""

    NEW = "New"
    CONFIRMED = "Confirmed"
    ACTIVE = "Active"
    COMPLETED = "Completed"
    REJECTED = "Rejected"


OPEN = (Status.NEW, Status.CONFIRMED, Status.ACTIVE)

FORWARD: dict[Status, tuple[Status, ...]] = {
    Status.NEW: (Status.CONFIRMED, Status.ACTIVE, Status.COMPLETED, Status.REJECTED),
    Status.CONFIRMED: (Status.ACTIVE, Status.COMPLETED, Status.REJECTED),
    Status.ACTIVE: (Status.COMPLETED, Status.REJECTED),
    Status.COMPLETED: (),
    Status.REJECTED: (),
}
"""Moves that events, pipelines and people may make."""

BACK: dict[Status, tuple[Status, ...]] = {
    Status.NEW: (),
    Status.CONFIRMED: (),
    Status.ACTIVE: (Status.CONFIRMED,),
    Status.COMPLETED: (Status.CONFIRMED, Status.ACTIVE),
    Status.REJECTED: (Status.CONFIRMED, Status.ACTIVE),
}
"""Moves that only a person may make, with a reason."""


def legal_moves(now: Status, *, by_person: bool) -> tuple[Status, ...]:
    """Where a project may go from here, in the order in which people read them."""
    return FORWARD[now] + (BACK[now] if by_person else ())


def needs_reason(now: Status, to: Status) -> bool:
    """Whether a person must say why: on every way back."""
    return to in BACK[now]
