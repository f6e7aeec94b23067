"""What a store's word does to a status, sentence by sentence as product.md says it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.shop import Shop, at, history_of, inline, line, moves_of, notes_of, problems_of

from makeready.office.accounts.actor import Actor
from makeready.office.history.models import Entry
from makeready.office.intake.models import Hook
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import OPEN, Status
from makeready.office.projects.store_signals import TARGET, Signal, Verdict, judge, worth_following
from makeready.office.projects.transitions import move
from makeready.office.storefronts.events import Fulfilment, Payment

PAID, FULFILLED, REFUNDED = Payment.PAID, Fulfilment.FULFILLED, Payment.REFUNDED
LATER = {"updated_at": timezone.now() + timedelta(days=400)}
"""After whatever people do in these tests."""


def test_the_store_says_the_payment_completed_so_it_is_confirmed(shop: Shop) -> None:
    event, project = shop.project()
    assert project.status == "New"

    shop.sends(event, payment=PAID, updated_at=at(1))

    assert moves_of(project) == ["New", "Confirmed"]
    entry = history_of(project, "status")[-1]
    assert (entry.actor_kind, entry.actor_name) == ("store", "Card shop")
    assert entry.facts["happened_at"] == at(1).isoformat()


def test_an_order_paid_on_creation_goes_from_new_to_confirmed_in_one_event(shop: Shop) -> None:
    _, project = shop.project(payment=PAID)

    assert moves_of(project) == ["New", "Confirmed"]


@pytest.mark.parametrize("payment", ["pending", "authorized", "partially_paid", "voided"])
def test_what_is_not_paid_in_full_stays_new(shop: Shop, payment: str) -> None:
    _, project = shop.project(payment=Payment(payment))

    assert project.status == "New"


def test_an_order_that_was_refunded_in_part_had_been_paid(shop: Shop) -> None:
    _, project = shop.project(payment=Payment.PARTIALLY_REFUNDED)

    assert project.status == "Confirmed"
    assert notes_of(project) == ["The store refunded a part of the order."]


@pytest.mark.parametrize("start", OPEN)
def test_fulfilled_completes_from_any_open_status_in_one_move(shop: Shop, ada: Actor, start: Status) -> None:
    event, project = shop.project()
    move(project, start, by=ada)

    shop.sends(event, payment=PAID, fulfilment=FULFILLED, **LATER)

    assert moves_of(project)[-1] == "Completed"
    assert [entry.was for entry in history_of(project, "status")][-1] == start


def test_a_line_that_is_fulfilled_alone_completes_its_project_only(shop: Shop) -> None:
    event = shop.event(line("a"), line("b"), payment=PAID)
    shop.sends(event)

    sent = (line("a", fulfilled=True), line("b"))
    applied = shop.sends(event, lines=sent, fulfilment=Fulfilment.PARTIAL, updated_at=at(1))

    assert [project.status for project in applied.projects] == ["Completed", "Confirmed"]


@pytest.mark.parametrize("start", ["New", "Confirmed"])
@pytest.mark.parametrize("told", [{"cancelled": True}, {"payment": REFUNDED}], ids=["cancelled", "refunded in full"])
def test_cancelled_or_refunded_in_full_rejects_what_is_new_or_confirmed(
    shop: Shop, ada: Actor, start: str, told: dict
) -> None:
    event, project = shop.project()
    move(project, start, by=ada)

    shop.sends(event, **told, **LATER)

    entry = history_of(project, "status")[-1]
    assert (entry.was, entry.now, entry.actor_kind) == (start, "Rejected", "store")
    assert entry.reason.startswith("The store says")


@pytest.mark.parametrize("told", [{"cancelled": True}, {"payment": REFUNDED}], ids=["cancelled", "refunded in full"])
def test_once_active_a_cancelled_order_is_a_problem_that_asks_a_person(shop: Shop, ada: Actor, told: dict) -> None:
    event, project = shop.project()
    move(project, "Active", by=ada)

    shop.sends(event, **told, **LATER)

    project.refresh_from_db()
    assert project.status == "Active"
    assert "cancelled or refunded" in problems_of(project)["order-cancelled"]
    assert "set to Active by Ada" in notes_of(project)[-1]
    assert project.problems.get(code="order-cancelled").holds_start


def test_a_late_payment_does_not_undo_a_rejection(shop: Shop, ada: Actor) -> None:
    event, project = shop.project()
    moment = timezone.now().replace(hour=12, minute=2)
    move(project, "Rejected", by=ada, because="photo is blurred", at=moment)

    shop.sends(event, payment=PAID, updated_at=moment - timedelta(minutes=4))

    project.refresh_from_db()
    assert project.status == "Rejected"
    assert notes_of(project) == ["Payment of 11:58 noted; rejected by Ada at 12:02 stays."]
    assert history_of(project, "note")[-1].actor_kind == "store"


def test_what_a_person_set_later_than_the_event_happened_is_not_overwritten(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(payment=PAID)
    move(project, "Active", by=ada, because="prints today")
    earlier = timezone.now() - timedelta(minutes=1)

    shop.sends(event, fulfilment=FULFILLED, updated_at=earlier)

    project.refresh_from_db()
    assert project.status == "Active"
    assert "Fulfilment of" in notes_of(project)[-1] and "set to Active by Ada" in notes_of(project)[-1]


def test_a_cancellation_before_a_persons_later_decision_asks_and_does_not_reject(shop: Shop, ada: Actor) -> None:
    event, project = shop.project()
    move(project, "Confirmed", by=ada)

    shop.sends(event, cancelled=True, updated_at=timezone.now() - timedelta(minutes=1))

    project.refresh_from_db()
    assert project.status == "Confirmed"
    assert "order-cancelled" in problems_of(project)


def test_a_store_event_never_moves_a_project_backwards_and_leaves_a_note(shop: Shop, pipeline: Actor) -> None:
    event, project = shop.project()
    move(project, "Active", by=pipeline)

    shop.sends(event, payment=PAID, **LATER)

    project.refresh_from_db()
    assert project.status == "Active"
    assert "set to Active by Cards to press" in notes_of(project)[0]


def test_an_unpaid_order_after_a_paid_one_moves_nothing(shop: Shop) -> None:
    event, project = shop.project(payment=PAID)

    shop.sends(event, payment=Payment.PARTIALLY_PAID, updated_at=at(1))

    assert moves_of(project) == ["New", "Confirmed"]


@pytest.mark.parametrize("told", [{"fulfilment": FULFILLED}, {"payment": PAID}])
def test_a_rejected_project_is_not_revived_by_the_store(shop: Shop, ada: Actor, told: dict) -> None:
    event, project = shop.project()
    move(project, "Rejected", by=ada, because="artwork is stolen")

    shop.sends(event, **told, **LATER)

    project.refresh_from_db()
    assert project.status == "Rejected"
    assert "rejected by Ada" in notes_of(project)[-1]


def test_a_refund_after_completion_is_noted(shop: Shop) -> None:
    event, project = shop.project(payment=PAID, fulfilment=FULFILLED)

    shop.sends(event, payment=REFUNDED, fulfilment=FULFILLED, updated_at=at(60))

    project.refresh_from_db()
    assert project.status == "Completed"
    assert notes_of(project)[-1].startswith("Refund in full of 11:00")


def test_a_store_that_repeats_that_it_is_fulfilled_does_not_undo_a_reopening(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(payment=PAID, fulfilment=FULFILLED)
    move(project, "Active", by=ada, because="a card was missing")

    shop.sends(event, payment=PAID, fulfilment=FULFILLED, note="Please ring twice", **LATER)

    project.refresh_from_db()
    assert project.status == "Active"
    assert notes_of(project) == []


def test_a_store_that_takes_a_cancellation_back_leaves_reopening_to_a_person(shop: Shop) -> None:
    event, project = shop.project(cancelled=True)
    assert project.status == "Rejected"

    shop.sends(event, cancelled=False, updated_at=at(5))

    project.refresh_from_db()
    assert project.status == "Rejected"
    assert "reopen it" in notes_of(project)[-1]


def test_a_store_that_takes_a_cancellation_back_answers_its_own_question(shop: Shop, ada: Actor) -> None:
    event, project = shop.project()
    move(project, "Active", by=ada)
    shop.sends(event, cancelled=True, **LATER)

    shop.sends(event, updated_at=LATER["updated_at"] + timedelta(minutes=1))

    assert problems_of(project).keys() == {"no-product"}


def test_the_same_event_twice_is_recorded_once(shop: Shop) -> None:
    event, project = shop.project()
    shop.sends(event, payment=PAID, updated_at=at(1))
    before = Entry.objects.count()

    shop.sends(event, payment=PAID, updated_at=at(1))

    assert Entry.objects.count() == before
    assert moves_of(project).count("Confirmed") == 1


def test_history_names_the_stores_event(shop: Shop) -> None:
    from makeready.office.intake.apply import apply

    event = shop.event(payment=PAID)
    hook = Hook.objects.create(storefront=shop.storefront, event_key="e1", body=b"{}", received_at=timezone.now())

    apply(shop.storefront, event, hook=hook)

    assert {entry.actor_id for entry in Entry.objects.all()} == {hook.pk}


@pytest.mark.parametrize(
    ("fresh", "cancelled", "followed"),
    [
        ({Signal.PAID}, False, (Signal.PAID,)),
        ({Signal.PAID, Signal.FULFILLED}, False, (Signal.FULFILLED,)),
        ({Signal.PAID, Signal.FULFILLED, Signal.CANCELLED}, True, (Signal.CANCELLED,)),
        ({Signal.FULFILLED, Signal.REFUNDED}, True, (Signal.FULFILLED, Signal.REFUNDED)),
        ({Signal.PAID}, True, ()),
        (set(), False, ()),
    ],
)
def test_what_goes_furthest_counts(fresh: set[Signal], cancelled: bool, followed: tuple[Signal, ...]) -> None:
    assert worth_following(fresh, cancelled=cancelled) == followed


@pytest.mark.parametrize("signal", Signal)
@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("human_later", [True, False])
def test_a_store_never_moves_back_out_of_an_end_or_over_a_person(
    signal: Signal, now: Status, human_later: bool
) -> None:
    verdict = judge(now, signal, human_later=human_later)

    if now is TARGET[signal]:
        assert verdict is Verdict.NOTHING
    elif now not in OPEN or human_later:
        assert verdict in (Verdict.NOTE, Verdict.ASK)
    if verdict is Verdict.MOVE:
        order = list(Status)
        assert order.index(TARGET[signal]) > order.index(now)


def test_a_project_made_by_hand_of_a_paid_order_is_confirmed(ada: Actor, db: None) -> None:
    from makeready.office.projects.creation import create_by_hand

    shop = Shop(projects_for="personalised")
    applied = shop.sends(shop.event(line("plain"), line("mine", design=inline()), payment=PAID))
    plain = applied.order.lines.get(external_id="plain")

    project = create_by_hand(plain, by=ada)

    assert moves_of(project) == ["New", "Confirmed"]
    assert history_of(project, "status")[0].actor_name == "Ada"
    assert Project.objects.filter(order=applied.order).count() == 2
    plain.refresh_from_db()
    assert plain.no_project_reason == ""


def test_a_project_made_by_hand_of_a_cancelled_order_asks(ada: Actor, db: None) -> None:
    from makeready.office.projects.creation import create_by_hand

    shop = Shop(projects_for="personalised")
    applied = shop.sends(shop.event(line("plain"), cancelled=True))

    project = create_by_hand(applied.order.lines.get(), by=ada)

    assert project.status == "New"
    assert "order-cancelled" in problems_of(project)
