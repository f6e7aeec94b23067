"""What does a store's event change? `apply`: the order's newest state → order, lines, projects and their moves.

One short transaction with the order locked: many senders at once make one order, the same event twice changes
nothing, an older one neither. Nothing is fetched here; designs follow right after (`projects.arrival`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.history.ledger import record
from makeready.office.history.models import Entry, Kind
from makeready.office.intake.models import Hook
from makeready.office.intake.order_facts import keep_line, keep_order, merged, refunded_pieces, signals
from makeready.office.intake.selection import REMOVED, reasons_against
from makeready.office.intake.usable import fingerprint, usable
from makeready.office.orders import search as orders
from makeready.office.orders.models import Line, Order
from makeready.office.products import mapping
from makeready.office.products.models import Product
from makeready.office.projects import notes, order_changes, store_signals
from makeready.office.projects.creation import create_for_line
from makeready.office.projects.models import Project
from makeready.office.projects.order_changes import LineBefore, line_changed, shown_facts
from makeready.office.projects.store_signals import Signal, Told
from makeready.office.storefronts.bundles import settle
from makeready.office.storefronts.events import OrderEvent, Payment
from makeready.office.storefronts.models import ProjectsFor, Storefront

RACES = 5
"""How often another sender may create the same order first; the try after that finds it."""
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an event: the order (None where it was none for us), its projects by line, and a sentence."""

    order: Order | None
    created: bool = False
    changed: bool = False
    projects: tuple[Project, ...] = ()
    outcome: str = ""


def apply(storefront: Storefront, event: OrderEvent, *, hook: Hook | None = None, by: Actor | None = None) -> Applied:
    """Bring an order and its projects to the state that the store tells of.

    hook: the delivery that it came in. by: who handed it in, where it came through the API.

    Raises:
        OrderUnusable: the event cannot be kept, every fault with its place; nothing has changed then.
    """
    if event.no_order:
        return Applied(None, outcome=event.no_order)
    event = usable(event)
    sender = by or Actor(ActorKind.STORE, storefront.name)
    told = Told(
        Actor(ActorKind.STORE, storefront.name, hook.pk if hook else sender.id),
        event.updated_at or (hook.received_at if hook else None),
    )
    for race in range(RACES):
        try:
            with transaction.atomic():
                return _Applying(storefront, event, told, sender).run()
        except IntegrityError:
            if race == RACES - 1:
                raise
    raise AssertionError("every race ends in an answer or an error")


@dataclass
class _Applying:
    """One event on its way into one order, inside the transaction."""

    storefront: Storefront
    event: OrderEvent
    told: Told
    sender: Actor
    order: Order = field(init=False)
    created: bool = field(init=False, default=False)
    lines: dict[str, Line] = field(init=False, default_factory=dict)
    projects: dict[str, Project] = field(init=False, default_factory=dict)
    matched: dict[str, Product | None] = field(init=False, default_factory=dict)
    left_out: dict[str, str] = field(init=False, default_factory=dict)

    def run(self) -> Applied:
        """Find the order, see whether the event says anything new, and take it over."""
        digest = fingerprint(self.event)
        kept = self._kept_order()
        if self.event.sparse:
            return self._only_note(kept)
        if kept is None:
            self.created = True
            self.order = Order(storefront=self.storefront, external_id=self.event.external_id)
        else:
            self.order = kept
            self._load()
            if (unchanged := self._nothing_new(digest)) is not None:
                return unchanged
        self.event = merged(self.event, self.order)
        self._settle_bundles()
        facts_before = {key: shown_facts(self.lines[key], self.order) for key in self.projects}
        signals_before = {key: signals(self.order, self.lines[key]) for key in self.projects}
        refunded_before = (self.order.payment, {key: refunded_pieces(line) for key, line in self.lines.items()})
        self._take_order(digest)
        before = self._take_lines()
        self._follow_changes(before, facts_before)
        self._make_projects()
        self._follow_signals(signals_before)
        self._note_refunds(*refunded_before)
        self._note_remarks()
        return self._answer(changed=True, outcome=self._in_words())

    def _kept_order(self) -> Order | None:
        return (
            Order.objects.select_for_update()
            .filter(storefront=self.storefront, external_id=self.event.external_id)
            .first()
        )

    def _load(self) -> None:
        self.lines = {line.external_id: line for line in Line.objects.filter(order=self.order).order_by("position")}
        by_pk = {line.pk: line for line in self.lines.values()}
        held = Project.objects.select_for_update(of=("self",)).filter(order=self.order)
        for project in held.select_related("product").order_by("number"):
            project.line, project.order = by_pk[project.line_id], self.order
            self.projects[project.line.external_id] = project

    def _nothing_new(self, digest: str) -> Applied | None:
        theirs, ours = self.event.updated_at, self.order.store_updated_at
        if theirs and ours and theirs < ours:
            return self._answer(outcome=(
                f"An older version of the order ({_moment(theirs)}) than the one kept ({_moment(ours)}): "
                "nothing was changed."
            ))  # fmt: skip
        if digest != self.order.snapshot_hash:
            return None
        if theirs and theirs != ours:
            Order.objects.filter(pk=self.order.pk).update(store_updated_at=theirs)
        return self._answer(outcome="The order is as it was: nothing was changed.")

    def _take_order(self, digest: str) -> None:
        changed = keep_order(self.order, self.event, digest)
        self.order.save(force_insert=self.created)
        if changed:
            orders.index(self.order)
        told: dict[str, Any] = {"happened_at": self.told.happened_at.isoformat()} if self.told.happened_at else {}
        if self.sender.kind is not ActorKind.STORE:
            told["sent_by"] = self.sender.name
        if self.created:
            self._record("The order came in.", told)
        elif changed:
            plain = {name: [_plain(value) for value in pair] for name, pair in changed.items()}
            self._record(f"The store changed {', '.join(changed)}.", {**told, "changed": plain})

    def _take_lines(self) -> dict[str, LineBefore]:
        """Keep the lines as told; what was said before of those that had been there."""
        before = {key: _before(line) for key, line in self.lines.items()}
        for position, told in enumerate(self.event.lines):
            line = self.lines.setdefault(told.external_id, Line(order=self.order, external_id=told.external_id))
            if keep_line(line, told, position):
                line.save()
        told_of = {line.external_id for line in self.event.lines}
        for key, line in self.lines.items():
            if key not in told_of and not line.removed:
                line.removed = True
                line.save(update_fields=["removed"])
        return before

    def _follow_changes(self, before: dict[str, LineBefore], facts_before: dict[str, dict[str, str]]) -> None:
        for key, project in self.projects.items():
            line_changed(project, before[key], self.lines[key], self.told)
            order_changes.facts_changed(project, facts_before[key], shown_facts(self.lines[key], self.order), self.told)

    def _settle_bundles(self) -> None:
        """Find each line's product, and move personalisation to where a bundle is printed."""
        products = mapping.candidates(self.storefront)
        self.matched = {line.external_id: mapping.match(self.storefront, line, products) for line in self.event.lines}
        settled = settle(self.event.lines, lambda line: self.matched[line.external_id] is not None)
        self.event = self.event.model_copy(update={"lines": settled.lines})
        self.left_out = settled.left_out

    def _make_projects(self) -> None:
        matches = {key: product is not None for key, product in self.matched.items()}
        rule = ProjectsFor(self.storefront.projects_for)
        reasons = reasons_against(self.event.lines, matches, self.left_out, rule)
        because = f"Order {self.order.number} came in." if self.created else f"Order {self.order.number} was changed."
        for key, line in self.lines.items():
            reason = "" if key in self.projects else reasons.get(key, REMOVED)[:LONGEST_REASON]
            if line.no_project_reason != reason:
                line.no_project_reason = reason
                line.save(update_fields=["no_project_reason"])
            if key not in self.projects and not reason:
                self.projects[key] = create_for_line(
                    line, self.order, product=self.matched[key], by=self.told.by, because=because
                )

    def _follow_signals(self, before: dict[str, frozenset[Signal]]) -> None:
        """What is new since the last event; for a project that was made just now, all of it is."""
        cancelled = self.order.cancelled or self.order.payment == Payment.REFUNDED
        for key, project in self.projects.items():
            then, now = before.get(key, frozenset()), signals(self.order, self.lines[key])
            if then & store_signals.CALLED_OFF and not now & store_signals.CALLED_OFF:
                store_signals.no_longer_cancelled(project, self.told)
            store_signals.follow(project, now - then, self.told, cancelled=cancelled)

    def _note_refunds(self, payment_before: str, pieces_before: dict[str, Any]) -> None:
        """A refund in part is a note on the projects concerned: of the lines that say so, else of all.

        Of what is called off as a whole there is more to say than a note; and a store's own words go before ours.
        """
        if self.order.cancelled or self.order.payment == Payment.REFUNDED:
            return
        concerned = False
        for key, project in self.projects.items():
            pieces = refunded_pieces(self.lines[key])
            if pieces > pieces_before.get(key, 0):
                concerned = True
                notes.add_once(project, f"The store refunded {pieces.normalize():f} of this line.", by=self.told.by)
        partly = self.order.payment == Payment.PARTIALLY_REFUNDED != payment_before
        if partly and not concerned and not self.event.remarks:
            for project in self.projects.values():
                notes.add_once(project, "The store refunded a part of the order.", by=self.told.by)

    def _note_remarks(self) -> None:
        own = {line.external_id: line.remarks for line in self.event.lines}
        for key, project in self.projects.items():
            for remark in (*self.event.remarks, *own.get(key, ())):
                notes.add_once(project, remark, by=self.told.by)
        if not self.projects:
            self._remark_on_order(self.event.remarks)

    def _only_note(self, kept: Order | None) -> Applied:
        """A message that tells nothing but that there was something: a note, and nothing else changes."""
        if kept is None:
            return Applied(None, outcome=f"The store told of the order {self.event.external_id}, which is not here.")
        self.order = kept
        self._load()
        remarks = self.event.remarks or ("The store told that something happened to the order, without saying what.",)
        for project in self.projects.values():
            for remark in remarks:
                notes.add_once(project, remark, by=self.told.by)
        if not self.projects:
            self._remark_on_order(remarks)
        return self._answer(changed=True, outcome=f"Noted on order {kept.number}: {remarks[0]}")

    def _remark_on_order(self, remarks: tuple[str, ...]) -> None:
        for remark in remarks:
            if not Entry.objects.filter(order=self.order.pk, kind=Kind.NOTE, reason=remark).exists():
                record(Kind.NOTE, by=self.told.by, order=self.order.pk, because=remark)

    def _record(self, sentence: str, facts: dict[str, Any]) -> None:
        record(Kind.ORDER, by=self.told.by, order=self.order.pk, because=sentence, **facts)

    def _answer(self, *, changed: bool = False, outcome: str) -> Applied:
        in_order = sorted(self.projects.values(), key=lambda project: project.line.position)
        return Applied(self.order, self.created, changed, tuple(in_order), outcome)

    def _in_words(self) -> str:
        made, of = len(self.projects), len(self.event.lines)
        counted = f"{of} line{'s' * (of != 1)}, {made} project{'s' * (made != 1)}"
        return f"Order {self.order.number} {'came in' if self.created else 'was updated'}: {counted}."


def _before(line: Line) -> LineBefore:
    return LineBefore(line.quantity, line.fields, line.design, line.removed)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
