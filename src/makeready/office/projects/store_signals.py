"""What does a store's word mean for a project's status? Move, ask a person, or only note it.

A store moves a project forward, never back, and never over what a person decided after the event had happened.
What it may not do leaves a note that everybody sees. Only what is new in an event counts: a store repeats with every
message that the order is paid, and that must not undo what somebody did since.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum

from makeready.office.accounts.actor import Actor
from makeready.office.history.models import Entry, Kind
from makeready.office.projects import notes, problems, transitions
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import OPEN, Status


class Signal(StrEnum):
    """What a store can say that concerns the status; the value is how a sentence begins."""

    PAID = "Payment"
    FULFILLED = "Fulfilment"
    CANCELLED = "Cancellation"
    REFUNDED = "Refund in full"


TARGET = {
    Signal.PAID: Status.CONFIRMED,
    Signal.FULFILLED: Status.COMPLETED,
    Signal.CANCELLED: Status.REJECTED,
    Signal.REFUNDED: Status.REJECTED,
}
CALLED_OFF = frozenset({Signal.CANCELLED, Signal.REFUNDED})
REASON = {
    Signal.PAID: "The store says the payment completed.",
    Signal.FULFILLED: "The store says fulfilled.",
    Signal.CANCELLED: "The store says cancelled.",
    Signal.REFUNDED: "The store says refunded in full.",
}
STANDS = {
    Status.NEW: "new",
    Status.CONFIRMED: "confirmed",
    Status.ACTIVE: "set to Active",
    Status.COMPLETED: "completed",
    Status.REJECTED: "rejected",
}


class Verdict(Enum):
    """What is to be done about a signal."""

    MOVE = "move to the signal's status"
    NOTE = "leave a note"
    ASK = "leave a note and a problem that asks a person"
    NOTHING = "it is so already"


def judge(now: Status, signal: Signal, *, human_later: bool) -> Verdict:
    """The rule. human_later: a person decided the status after the event had happened."""
    to = TARGET[signal]
    if to is now:
        return Verdict.NOTHING
    if now not in OPEN:
        return Verdict.NOTE
    if to is Status.REJECTED:
        return Verdict.ASK if now is Status.ACTIVE or human_later else Verdict.MOVE
    if human_later or (to is Status.CONFIRMED and now is not Status.NEW):
        return Verdict.NOTE
    return Verdict.MOVE


def worth_following(fresh: AbstractSet[Signal], *, cancelled: bool) -> tuple[Signal, ...]:
    """Which of an event's new signals count, in the order in which they are followed.

    A cancellation outweighs all. What was fulfilled and then refunded has been made: Completed, and the refund is
    noted. A payment counts only where nothing goes further, and not for a cancelled order.
    """
    if Signal.CANCELLED in fresh:
        return (Signal.CANCELLED,)
    further = tuple(signal for signal in (Signal.FULFILLED, Signal.REFUNDED) if signal in fresh)
    if further or cancelled:
        return further
    return (Signal.PAID,) if Signal.PAID in fresh else ()


@dataclass(frozen=True, slots=True)
class Told:
    """When the store says it happened (None: it does not say), and as whom history shall name the store."""

    by: Actor
    happened_at: datetime | None


def follow(project: Project, fresh: AbstractSet[Signal], told: Told, *, cancelled: bool) -> None:
    """Do what an event's new signals mean for a project, inside the transaction that applies the event."""
    for signal in worth_following(fresh, cancelled=cancelled):
        _follow(project, signal, told)


def no_longer_cancelled(project: Project, told: Told) -> None:
    """The store took a cancellation or refund back: the question goes; a rejected project is for a person to reopen."""
    problems.clear(project, problems.Code.ORDER_CANCELLED)
    if project.status == Status.REJECTED:
        notes.add(
            project, "The store no longer says cancelled. The project stays Rejected: reopen it if it shall be made.",
            by=told.by,
        )  # fmt: skip


def _follow(project: Project, signal: Signal, told: Told) -> None:
    human_at = project.status_set_by_human_at
    later = bool(human_at and told.happened_at and human_at > told.happened_at)
    verdict = judge(Status(project.status), signal, human_later=later)
    if verdict is Verdict.MOVE:
        transitions.move(project, TARGET[signal], by=told.by, because=REASON[signal], happened_at=told.happened_at)
    elif verdict is not Verdict.NOTHING:
        sentence = noted(signal, told.happened_at, _last_move(project))
        if verdict is Verdict.ASK:
            ask_about_cancellation(project, f"The order was cancelled or refunded in the store. {sentence}")
        notes.add(project, sentence, by=told.by)


def ask_about_cancellation(project: Project, sentence: str) -> None:
    """Put the question on a project whose order the store cancelled: shall it still be made?"""
    problems.raise_problem(
        project, problems.Code.ORDER_CANCELLED, sentence,
        "Ask the store whether it shall still be made. If not, stop it at the press and set the project to Rejected.",
        holds_start=True,
    )  # fmt: skip


def noted(signal: Signal, happened_at: datetime | None, last: Entry) -> str:
    """The note, such as “Payment of 09:58 noted; rejected by Ada at 10:02 stays.”"""
    of = f" of {_clock(happened_at, beside=last.at)}" if happened_at else ""
    who = f" by {last.actor_name}" if last.actor_name else ""
    return f"{signal}{of} noted; {STANDS[Status(last.now)]}{who} at {_clock(last.at, beside=happened_at)} stays."


def _clock(moment: datetime, *, beside: datetime | None) -> str:
    """A time in UTC, with the day where the other time is of another day."""
    here = moment.astimezone(UTC)
    same_day = beside is None or beside.astimezone(UTC).date() == here.date()
    return f"{here:%H:%M}" if same_day else f"{here:%H:%M on %d %B %Y}"


def _last_move(project: Project) -> Entry:
    entries = Entry.objects.filter(project=project.pk, kind=Kind.STATUS).order_by("-id")
    return entries.first() or Entry(at=project.status_changed_at, now=project.status)
