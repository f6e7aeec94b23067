"""Many senders at once: one order, one project for each line, one number each; on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connections
from tests.office.shop import Shop, at, line, moves_of

from makeready.office.accounts.actor import Actor
from makeready.office.history.models import Entry
from makeready.office.orders.models import Line, Order
from makeready.office.projects.creation import LineHasProject, create_by_hand
from makeready.office.projects.models import Project
from makeready.office.projects.transitions import IllegalTransition, move
from makeready.office.storefronts.events import Payment


def at_once(acts: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do everything at the same instant, each in its own thread; results and errors in order."""
    acts = list(acts)
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[place] = act()
        except Exception as why:
            results[place] = why
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_twenty_copies_of_an_order_at_one_instant_make_one_order(each_database: str) -> None:
    shop = Shop()
    event = shop.event(line("a"), line("b"), line("c"), payment=Payment.PAID)

    answers = at_once([lambda: shop.sends(event)] * 20)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert sorted(answer.created for answer in answers) == [False] * 19 + [True]
    assert {answer.order.pk for answer in answers} == {Order.objects.get().pk}
    assert all(len(answer.projects) == 3 for answer in answers)
    assert Line.objects.count() == Project.objects.count() == 3
    assert [moves_of(project) for project in Project.objects.all()] == [["New", "Confirmed"]] * 3


def test_twenty_versions_of_an_order_at_one_instant_end_in_the_newest(each_database: str) -> None:
    shop = Shop()
    event = shop.event()

    def version(number: int) -> Callable[[], Any]:
        payment = Payment.PAID if number >= 10 else Payment.PENDING
        return lambda: shop.sends(event, updated_at=at(number), lines=(line("1", number),), payment=payment)

    answers = at_once(version(number) for number in (11, 3, 20, 1, 8, 17, 5, 19, 2, 14))

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    project = Project.objects.get()
    assert (project.quantity, project.status) == (20, "Confirmed")
    assert Order.objects.get().store_updated_at == at(20)


def test_many_orders_at_once_get_numbers_without_gap_or_doublet(each_database: str) -> None:
    shop = Shop()
    events = [shop.event(line("a"), line("b")) for _ in range(12)]

    answers = at_once([lambda event=event: shop.sends(event) for event in events])  # type: ignore[misc]

    assert all(answer.created for answer in answers)
    projects = list(Project.objects.order_by("number"))
    assert [project.number for project in projects] == list(range(1, 25))
    assert projects == sorted(projects, key=lambda project: project.created_at)


def test_two_people_who_move_a_project_at_once_leave_one_legal_history(each_database: str, ada: Actor) -> None:
    shop = Shop()
    _, project = shop.project()

    answers = at_once(
        [lambda: move(Project.objects.get(pk=project.pk), "Completed", by=ada)] * 5
        + [lambda: move(Project.objects.get(pk=project.pk), "Rejected", by=ada)] * 5
    )

    assert sorted(map(str, answers)).count("True") == 1
    assert sum(isinstance(answer, IllegalTransition) for answer in answers) == 5
    assert len(moves_of(project)) == 2


def test_a_line_becomes_one_project_however_many_ask_for_it(each_database: str, ada: Actor) -> None:
    shop = Shop(projects_for="personalised")
    plain = shop.sends(shop.event()).order.lines.get()

    answers = at_once([lambda: create_by_hand(Line.objects.select_related("order").get(pk=plain.pk), by=ada)] * 8)

    project = Project.objects.get()
    assert sum(isinstance(answer, Project) for answer in answers) == 1
    refused = [answer for answer in answers if isinstance(answer, LineHasProject)]
    assert [why.facts["project"] for why in refused] == [project.pk] * 7


def test_when_the_order_cannot_be_kept_nothing_of_it_is(each_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    from makeready.office.projects import search

    kept = search.index

    def full(project: Project) -> None:
        if project.line.external_id == "b":
            raise OSError("disk full")
        kept(project)

    monkeypatch.setattr(search, "index", full)
    with pytest.raises(OSError):
        shop.sends(shop.event(line("a"), line("b")))

    assert [Order.objects.count(), Line.objects.count(), Project.objects.count(), Entry.objects.count()] == [0] * 4

    monkeypatch.undo()
    assert [project.number for project in shop.sends(shop.event()).projects] == [1]
