"""The sample shop's traces are as old as its orders, in an order in which things happen."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.office.shop import Shop, history_of, inline, line

from makeready.office.demo import furnish
from makeready.office.projects import arrival
from makeready.office.projects.transitions import move


def test_what_happened_to_a_sample_order_lies_in_its_days(shop: Shop) -> None:
    _, project = shop.project(line(design=inline()), number="#1013")
    for status in ("Confirmed", "Active"):
        move(project, status, by=shop.staff)
    arrival.bring(project.pk)
    now = timezone.now()

    furnish._set_back(furnish._order(1013), now)

    told = sorted(history_of(project), key=lambda entry: entry.at)
    assert [entry.now for entry in told] == ["New", "1", "Confirmed", "Active"]
    assert all(entry.at < now - timedelta(days=1) for entry in told)
    project.refresh_from_db()
    assert project.created_at == told[0].at
