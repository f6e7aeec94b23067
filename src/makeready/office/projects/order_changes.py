"""What does a changed order mean for its projects? Quantities are taken over, what is pinned is not.

All of it happens inside the transaction that applies the store's event, with the order locked. What a person changed
after the event had happened stays, with a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from makeready.office.designs.models import Revision
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.orders.models import Line, Order
from makeready.office.projects import design_source, notes, problems, search
from makeready.office.projects.creation import buyer, name_for, say_if_rounded, whole
from makeready.office.projects.models import Problem, Project
from makeready.office.projects.problems import Code
from makeready.office.projects.statuses import Status
from makeready.office.projects.store_signals import Told

NOT_YET_PRINTED = (Status.NEW, Status.CONFIRMED)
FIELD_FAULTS = ("field-missing", "field-value-wrong")
"""The engine's findings after which a design counts as not usable yet."""


@dataclass(frozen=True, slots=True)
class LineBefore:
    """What the store said of a line before this event."""

    quantity: Decimal
    fields: dict[str, str]
    design: dict[str, Any] | None
    removed: bool


def line_changed(project: Project, before: LineBefore, line: Line, told: Told) -> None:
    """Take over what may be taken over, ask about the rest, record both."""
    if line.removed != before.removed:
        _removed(project, told) if line.removed else _returned(project, told)
    if line.quantity != before.quantity:
        _quantity_changed(project, line, told)
    if line.design != before.design:
        _design_changed(project, before, line, told)
    if line.fields != before.fields:
        _fields_changed(project, line, told)


def shown_facts(line: Line, order: Order) -> dict[str, str]:
    """What a project shows of its order and line, by column."""
    whose = buyer(order)
    return {"customer_name": whose.name, "customer_email": whose.email, "name": name_for(line, order)}


def facts_changed(project: Project, before: dict[str, str], now: dict[str, str], told: Told) -> None:
    """Follow the customer's name and e-mail and the line's title as far as the store changed them."""
    changes = {
        column: value
        for column, value in now.items()
        if value != before[column]
        and value != getattr(project, column)
        and not _person_was_later(project, column, told)
    }
    if not changes:
        return
    customer = [f"{project.customer_name} {project.customer_email}".strip()]
    _save(project, **changes)
    customer.append(f"{project.customer_name} {project.customer_email}".strip())
    if changes.keys() & {"customer_name", "customer_email"}:
        _record(project, told, "The store changed the customer.", was=customer[0], now=customer[1])
    search.index(project)


def reason_for_removal(line: Line) -> str:
    """How a line went, for people."""
    return "refunded this line in full" if line.facts.get("refunded") else "removed this line from the order"


def _removed(project: Project, told: Told) -> None:
    how = reason_for_removal(project.line)
    problems.raise_problem(
        project, Code.LINE_REMOVED, f"The store {how}. The project keeps its status and quantity.",
        "If it shall not be made, stop it and set it to Rejected. It goes on by itself if the line comes back.",
        holds_start=True,
    )  # fmt: skip
    _record(project, told, f"The store {how}.")


def _returned(project: Project, told: Told) -> None:
    problems.clear(project, Code.LINE_REMOVED)
    _record(project, told, "The line is back in the order.", reacts=True)


def _quantity_changed(project: Project, line: Line, told: Told) -> None:
    now, was = whole(line), project.quantity
    if _person_was_later(project, "quantity", told):
        if now != was:
            notes.add(
                project, f"The store changed the quantity to {now}; {was}, set by a person later, stays.", by=told.by
            )
        return
    say_if_rounded(project, line)
    if now == was:
        return
    _save(project, quantity=now)
    _record(project, told, "The store changed the quantity.", was=str(was), now=str(now), reacts=True)
    if project.status in NOT_YET_PRINTED or project.status == Status.REJECTED:
        return
    asked = Problem.objects.filter(project=project, code=Code.QUANTITY_CHANGED).first()
    before = asked.facts.get("was", was) if asked else was
    if before == now:
        problems.clear(project, Code.QUANTITY_CHANGED)
        return
    problems.raise_problem(
        project, Code.QUANTITY_CHANGED,
        f"The store changed the quantity from {before} to {now} when the project was {project.status} already.",
        "Check how many are printed: print the rest, or stop what is too many.", was=before, now=now,
    )  # fmt: skip


def _design_changed(project: Project, before: LineBefore, line: Line, told: Told) -> None:
    if project.design_id is None:
        design_source.plan(project, line, project.product, due=timezone.now())
        project.save(update_fields=["original", "design_due_at", "design_tries", "design_source", "updated_at"])
        design_source.say_what_is_missing(project, line, project.product)
        _record(project, told, f"The order now brings {design_source.in_words(line.design)}.")
    elif line.design is None:
        _record(project, told, "The store no longer tells of a design. The one that was pinned stays.")
    elif design_source.fingerprint(line.design) == project.design_source:
        problems.clear(project, Code.DESIGN_CHANGED)
        _record(project, told, "The order is back at the design that was pinned.", reacts=True)
    else:
        asked = Problem.objects.filter(project=project, code=Code.DESIGN_CHANGED).first()
        was = asked.facts["was"] if asked else design_source.in_words(before.design)
        now = design_source.in_words(line.design)
        problems.raise_problem(
            project, Code.DESIGN_CHANGED,
            f"The store changed the design: the order had {was}, now it has {now}. What was pinned is unchanged.",
            "Take the new design over, or settle this problem to keep the old one.",
            holds_start=True, was=was, now=now,
        )  # fmt: skip
        _record(project, told, "The store changed the design; the pinned one stays.", was=was, now=now)


def _fields_changed(project: Project, line: Line, told: Told) -> None:
    was, now = project.fields, line.fields
    if was == now:
        problems.clear(project, Code.FIELDS_CHANGED)
    elif not now:
        _record(project, told, "The store no longer tells any fields. Those that were pinned stay.")
    elif _design_is_usable(project):
        changed = {name: [was.get(name, ""), now.get(name, "")] for name in was | now if was.get(name) != now.get(name)}
        words = "; ".join(f"{name}: “{old}” → “{new}”" for name, (old, new) in changed.items())
        problems.raise_problem(
            project, Code.FIELDS_CHANGED, f"The store changed what is to be printed. {words[:2000]}",
            "Take the new values over, or settle this problem to keep the old ones.", holds_start=True, changed=changed,
        )  # fmt: skip
        _record(project, told, f"The store changed fields; the pinned ones stay. {words[:1000]}")
    else:
        _save(project, fields=now)
        _record(project, told, "The store changed fields; they were taken over.")
        search.index(project)
        if project.design_id is not None:
            _save(project, design_due_at=timezone.now(), design_tries=0)


def _design_is_usable(project: Project) -> bool:
    """Whether there is something pinned that must not be replaced: a design, no field of which is still missing."""
    if project.design_id is None:
        return False
    if Revision.objects.filter(design=project.design_id, edited=True).exists():
        return True
    return not Problem.objects.filter(project=project, code__in=FIELD_FAULTS).exists()


def _person_was_later(project: Project, column: str, told: Told) -> bool:
    """Whether a person set it after the event had happened; otherwise the store's newer word counts from now on."""
    at = project.overrides.get(column)
    if at is None:
        return False
    if told.happened_at is not None and datetime.fromisoformat(at) > told.happened_at:
        return True
    project.overrides = {name: when for name, when in project.overrides.items() if name != column}
    _save(project, overrides=project.overrides)
    return False


def _save(project: Project, **columns: Any) -> None:
    for column, value in columns.items():
        setattr(project, column, value)
    project.version += 1
    project.save(update_fields=[*columns, "version", "updated_at"])


def _record(project: Project, told: Told, sentence: str, *, was: str = "", now: str = "", reacts: bool = False) -> None:
    facts: dict[str, Any] = {"happened_at": told.happened_at.isoformat()} if told.happened_at else {}
    record(
        Kind.ORDER, by=told.by, project=project.pk, order=project.order_id, was=was[:200], now=now[:200],
        because=sentence, reacts=reacts, **facts,
    )  # fmt: skip
