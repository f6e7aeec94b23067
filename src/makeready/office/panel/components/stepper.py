"""How far is a project, and where may it go? The four steps of the road and the ways off it, for one person."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.office.accounts.principal import Principal
from makeready.office.accounts.rights import Right
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import OPEN, Status, needs_reason
from makeready.office.projects.transitions import legal

ROAD = (*OPEN, Status.COMPLETED)


@dataclass(frozen=True)
class Step:
    """One status on the road. place: passed, now or ahead. open: this person may set it. asks: a reason is needed."""

    status: Status
    place: str
    open: bool
    asks: bool


def steps(project: Project, principal: Principal) -> list[Step]:
    """New to Completed; of a rejected project all lie ahead."""
    now = Status(project.status)
    ways = open_ways(project, principal)
    return [
        Step(status, _place(status, now), status in ways, needs_reason(now, status))
        for status in ROAD
    ]  # fmt: skip


def open_ways(project: Project, principal: Principal) -> tuple[Status, ...]:
    """Where this person may move the project; nowhere without the right."""
    return legal(project, principal.actor) if principal.may(Right.WORK) else ()


def _place(status: Status, now: Status) -> str:
    if now is Status.REJECTED:
        return "ahead"
    order = ROAD.index(status) - ROAD.index(now)
    return "now" if order == 0 else "passed" if order < 0 else "ahead"
