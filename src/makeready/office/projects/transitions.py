"""How does a project change its status? `move(project, to, by, because)`: check, change, record.

The only writer of `Project.status`. What follows from a move stands in `reactions.py`, fed by the entry written here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.errors import Fault, Invalid, Refused
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.projects import problems
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import OPEN, Status, legal_moves, needs_reason


class IllegalTransition(Refused):
    """There is no such way between two statuses; `legal` lists where one may go."""

    code = "illegal_transition"
    title = "This status cannot follow"


class ReasonMissing(Invalid):
    """A way back needs a person's reason."""

    code = "reason_missing"
    title = "Why?"
    fix = "Give a reason: it stays in the project's history."


class StatusUnknown(Invalid):
    """There is no such status."""

    code = "status_unknown"
    title = "Unknown status"
    fix = f"Choose one of {', '.join(Status)}."


def move(
    project: Project,
    to: Status | str,
    *,
    by: Actor,
    because: str = "",
    at: datetime | None = None,
    happened_at: datetime | None = None,
) -> bool:
    """Move a project; `project` then shows the new state. False: it was there already, and nothing is recorded.

    at: when it is recorded (now). happened_at: when the store says it happened, kept in the entry.

    Raises:
        StatusUnknown: no such status. IllegalTransition: no such way, with the legal ones.
        ReasonMissing: a way back without a reason.
    """
    wanted = status_called(to)
    with transaction.atomic():
        held = Project.objects.select_for_update().only("status", "order_id", "version").get(pk=project.pk)
        now = Status(held.status)
        if wanted is now:
            project.status = now.value
            return False
        _check(now, wanted, by, because)
        moment = at or timezone.now()
        changes: dict[str, Any] = {"status": wanted.value, "status_changed_at": moment, "updated_at": moment}
        if by.is_human:
            changes["status_set_by_human_at"] = moment
        changes["version"] = held.version + 1
        Project.objects.filter(pk=project.pk).update(**changes)
        for column, value in changes.items():
            setattr(project, column, value)
        told = {"happened_at": happened_at.isoformat()} if happened_at else {}
        record(
            Kind.STATUS, by=by, project=project.pk, order=held.order_id, was=now.value, now=wanted.value,
            because=because.strip(), at=moment, reacts=True, **told,
        )  # fmt: skip
        if wanted not in OPEN:
            problems.clear(project, problems.Code.ORDER_CANCELLED)
    return True


def legal(project: Project, by: Actor) -> tuple[Status, ...]:
    """Where somebody may move a project from here."""
    return legal_moves(Status(project.status), by_person=by.is_human)


def status_called(name: Status | str) -> Status:
    """The status of this name.

    Raises:
        StatusUnknown: there is none.
    """
    try:
        return Status(name)
    except ValueError as why:
        sentence = f"“{str(name)[:50]}” is no status."
        raise StatusUnknown(sentence, errors=[Fault("status", f"must be one of {', '.join(Status)}")]) from why


def _check(now: Status, wanted: Status, by: Actor, because: str) -> None:
    ways = legal_moves(now, by_person=by.is_human)
    if wanted not in ways:
        facts: dict[str, Any] = {"from": now.value, "to": wanted.value, "legal": [way.value for way in ways]}
        open_ways = " or ".join(way.value for way in ways) or "nowhere; only a person can reopen it"
        raise IllegalTransition(
            f"A project that is {now.value} cannot become {wanted.value}. From here it may go to {open_ways}.",
            fix=f"Choose one of the legal moves: {', '.join(ways)}."
            if ways
            else "Let a person reopen it with a reason.",
            **facts,
        )
    if by.is_human and needs_reason(now, wanted) and not because.strip():
        raise ReasonMissing(
            f"Going back from {now.value} to {wanted.value} needs a reason.",
            errors=[Fault("reason", f"is needed to go back from {now.value} to {wanted.value}")],
        )
