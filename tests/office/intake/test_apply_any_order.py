"""Events that arrive twice, out of order, or at the same instant end in the same state, whatever the order."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.office.shop import Shop, at, line, moves_of

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.history.models import Entry
from makeready.office.orders.models import Order
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import Status, legal_moves
from makeready.office.projects.transitions import move
from makeready.office.storefronts.events import Fulfilment, OrderEvent, OrderLine, Payment

PAYMENTS = [Payment.PENDING, Payment.AUTHORIZED, Payment.PARTIALLY_PAID, Payment.PAID, Payment.PARTIALLY_REFUNDED]
ADA = Actor(ActorKind.PERSON, "Ada", "per_ada")


@st.composite
def stories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What happens to an order, oldest first: money and shipping go on, lines come, change and go."""
    length = draw(st.integers(2, 6))
    paid = sorted(draw(st.lists(st.integers(0, len(PAYMENTS) - 1), min_size=length, max_size=length)))
    steps = st.lists(st.sampled_from(list(Fulfilment)), min_size=length, max_size=length)
    shipped = sorted(draw(steps), key=list(Fulfilment).index)
    ended = draw(st.integers(0, 2 * length))  # when it is cancelled, if at all
    return [
        {
            "updated_at": at(number),
            "payment": PAYMENTS[paid[number]],
            "fulfilment": shipped[number],
            "cancelled": number >= ended and Fulfilment.FULFILLED not in shipped,
            "note": draw(st.sampled_from(["", "Hurry", "Ring twice"])),
            "lines": draw(some_lines),
        }
        for number in range(length)
    ]


one_line = st.builds(line, st.sampled_from(["a", "b", "c"]), st.integers(0, 5))
some_lines = st.lists(one_line, max_size=3, unique_by=lambda one: one.external_id).map(tuple)


def state(order: Order) -> dict[str, Any]:
    """What people see of an order and of the lines that are in it.

    That the quantity changed on the press (`quantity-changed`) is what happened, not where it ended: only who saw
    both quantities can tell.
    """
    lines = {one.external_id: one for one in order.lines.all()}
    projects = {one.line.external_id: one for one in order.projects.select_related("line")}
    return {
        "order": (order.payment, order.fulfilment, order.cancelled, order.note, order.store_updated_at),
        "lines": {key: one.quantity for key, one in lines.items() if not one.removed},
        "projects": {
            key: (
                one.status,
                one.quantity,
                sorted(one.problems.exclude(code="quantity-changed").values_list("code", flat=True)),
            )
            for key, one in projects.items()
            if not lines[key].removed
        },
    }


@given(stories(), st.randoms(use_true_random=False))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
def test_any_order_of_arrival_with_any_repetition_ends_like_the_story_itself(
    shop: Shop, story: list[dict[str, Any]], chance: Any
) -> None:
    told, shuffled = shop.event(), shop.event()
    for version in story:
        order = shop.sends(told, **version).order

    arrivals = story + [chance.choice(story) for _ in range(3)]
    chance.shuffle(arrivals)
    for version in arrivals:
        same = shop.sends(shuffled, **version).order

    expected, found = state(Order.objects.get(pk=order.pk)), state(Order.objects.get(pk=same.pk))
    assert found == expected


@pytest.mark.parametrize("sequence", list(itertools.permutations(range(4))), ids=str)
def test_created_updated_paid_and_fulfilled_end_completed_in_every_sequence(shop: Shop, sequence: tuple) -> None:
    event = shop.event(line("1", 2))
    story = [
        {},
        {"updated_at": at(1), "lines": (line("1", 3),)},
        {"updated_at": at(2), "lines": (line("1", 3),), "payment": Payment.PAID},
        {"updated_at": at(3), "lines": (line("1", 4),), "payment": Payment.PAID, "fulfilment": Fulfilment.FULFILLED},
    ]

    for step in sequence:
        shop.sends(event, **story[step])

    project = Project.objects.get()
    assert (project.status, project.quantity) == ("Completed", 4)


@pytest.mark.django_db
class AnOrdersLife(RuleBasedStateMachine):
    """A store and a person do as they like, in turns; whatever they do, the promises hold."""

    @initialize()
    def begin(self) -> None:
        self.shop = Shop()
        self.event: OrderEvent = self.shop.event(line("1", 5))
        self.minute = 0
        self.sent: list[dict[str, Any]] = []
        self.lines: tuple[OrderLine, ...] = self.event.lines
        self.money: dict[str, Any] = {}
        self._send({})

    @rule(
        payment=st.sampled_from(list(Payment)), fulfilment=st.sampled_from(list(Fulfilment)), cancelled=st.booleans(),
        quantity=st.integers(0, 9),
    )  # fmt: skip
    def store_changes(self, payment: Payment, fulfilment: Fulfilment, cancelled: bool, quantity: int) -> None:
        lines = (line("1", quantity),) if quantity < 9 else ()
        self._send({"payment": payment, "fulfilment": fulfilment, "cancelled": cancelled, "lines": lines})

    @rule(which=st.integers(0, 100))
    def store_repeats_itself(self, which: int) -> None:
        before = self._all()
        self.shop.sends(self.event, **self.sent[which % len(self.sent)])
        assert self._all() == before

    @rule(to=st.sampled_from(list(Status)))
    def person_moves(self, to: Status) -> None:
        project = Project.objects.get(pk=self.project)
        if to in legal_moves(Status(project.status), by_person=True):
            move(project, to, by=ADA, because="I say so")

    @invariant()
    @precondition(lambda self: hasattr(self, "project"))
    def one_order_one_project(self) -> None:
        assert Order.objects.filter(storefront=self.shop.storefront).count() == 1
        assert [self.project] == list(Project.objects.filter(order=self.order).values_list("pk", flat=True))

    @invariant()
    @precondition(lambda self: hasattr(self, "project"))
    def every_step_of_history_is_legal_and_meets_the_one_before(self) -> None:
        entries = list(Entry.objects.filter(project=self.project, kind="status").order_by("id"))
        assert (entries[0].was, entries[0].now) == ("", "New")
        for before, entry in itertools.pairwise(entries):
            assert entry.was == before.now
            assert Status(entry.now) in legal_moves(Status(entry.was), by_person=entry.actor_kind == "person")
        assert entries[-1].now == Project.objects.get(pk=self.project).status

    @invariant()
    @precondition(lambda self: hasattr(self, "project"))
    def problems_and_quantities_fit_the_order(self) -> None:
        project = Project.objects.select_related("line").get(pk=self.project)
        codes = set(project.problems.values_list("code", flat=True))
        assert project.problem_count == len(codes)
        assert ("line-removed" in codes) == project.line.removed
        assert project.quantity >= 1
        if not project.line.removed:
            assert project.quantity == project.line.quantity

    def _send(self, changes: dict[str, Any]) -> None:
        self.minute += 1
        told = {"updated_at": at(self.minute), **changes}
        self.sent.append(told)
        applied = self.shop.sends(self.event, **told)
        self.order, (project,) = applied.order.pk, applied.projects
        self.project = project.pk

    def _all(self) -> tuple[Any, ...]:
        project = Project.objects.get(pk=self.project)
        return Entry.objects.count(), moves_of(project), state(Order.objects.get(pk=self.order))


def test_whatever_a_store_and_a_person_do_the_promises_hold(db: None) -> None:
    from django.db import transaction
    from hypothesis.stateful import run_state_machine_as_test

    class Alone(AnOrdersLife):
        """Each run in a transaction of its own that is rolled back."""

        def __init__(self) -> None:
            super().__init__()
            self.apart = transaction.atomic()
            self.apart.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.apart.__exit__(None, None, None)

    run_state_machine_as_test(Alone, settings=settings(max_examples=25, stateful_step_count=15, deadline=None))
