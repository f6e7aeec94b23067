"""What happened, as a sentence? An entry of the ledger for people: who, what, from, to, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makeready.office.history.models import Entry, Kind


@dataclass(frozen=True)
class Happening:
    """One entry as the timeline shows it: `who` in bold, `what`, then `to` in bold, then the reason as they gave it."""

    at: datetime
    who: str
    what: str
    to: str
    because: str
    kind: str


def timeline(project_id: str, most: int = 100) -> list[Happening]:
    """A project's history, newest first."""
    return [told(entry) for entry in Entry.objects.filter(project=project_id).order_by("-id")[:most]]


def of_order(order_id: str, most: int = 100) -> list[Happening]:
    """An order's history with that of its projects, newest first."""
    return [told(entry) for entry in Entry.objects.filter(order=order_id).order_by("-id")[:most]]


def told(entry: Entry) -> Happening:
    """An entry in words."""
    what, to, because = _words(entry)
    return Happening(entry.at, entry.actor_name, what, to, because, entry.kind)


def _words(entry: Entry) -> tuple[str, str, str]:
    match entry.kind:
        case Kind.STATUS if not entry.was:
            return "created the project as", entry.now, entry.reason
        case Kind.STATUS:
            return f"set it from {entry.was} to", entry.now, entry.reason
        case Kind.DESIGN if entry.now:
            return "saved design revision" if entry.was else "brought the design, revision", entry.now, entry.reason
        case Kind.NOTE:
            return "wrote", "", entry.reason
        case Kind.JOB if entry.now:
            return "job", entry.now, entry.reason
        case _ if entry.was or entry.now:
            return f"{entry.reason.rstrip('.') or 'changed it'}: {entry.was or 'nothing'} →", entry.now or "nothing", ""
        case _:
            return entry.reason, "", ""
