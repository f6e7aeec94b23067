"""The ledger read in pages."""

from __future__ import annotations

import pytest
from tests.office.shop import Shop, line

from makeready.office.accounts.actor import Actor
from makeready.office.history.reading import entries
from makeready.office.keyset import CursorUnknown
from makeready.office.projects.transitions import move


def test_a_projects_history_is_every_change_oldest_first_however_it_is_paged(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()
    for to in ("Confirmed", "Active", "Completed", "Confirmed", "Rejected"):
        move(project, to, by=ada, because="because")

    seen, cursor = [], None
    while True:
        page = entries(project=project.pk, cursor=cursor, limit=2)
        seen += page.items
        if (cursor := page.next_cursor) is None:
            break

    assert [entry.now for entry in seen] == ["New", "Confirmed", "Active", "Completed", "Confirmed", "Rejected"]
    assert [entry.at for entry in seen] == sorted(entry.at for entry in seen)


def test_an_orders_history_has_that_of_its_projects(shop: Shop) -> None:
    applied = shop.sends(shop.event(line("a"), line("b")))
    shop.project()

    page = entries(order=applied.order.pk)

    assert page.items[0].reason == "The order came in."
    assert {entry.project for entry in page.items} == {"", *(project.pk for project in applied.projects)}


def test_the_newest_can_come_first(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()
    move(project, "Active", by=ada)

    first = entries(project=project.pk, newest_first=True, limit=1)

    assert [entry.now for entry in first.items] == ["Active"]
    with pytest.raises(CursorUnknown):
        entries(project=project.pk, cursor=first.next_cursor)
