"""Every real message of the stores that lies beside the checkout goes the whole way, and again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.office.shop import Shop

from makeready.office.errors import OfficeError
from makeready.office.history.models import Entry
from makeready.office.intake.apply import apply
from makeready.office.intake.selection import gone
from makeready.office.orders.models import Line
from makeready.office.projects.models import Project
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent, Payment
from makeready.office.storefronts.storefront import adapter


def orders_in(folder: Path, platform: str) -> dict[str, OrderEvent]:
    """File name → the order that the platform's adapter reads in it."""
    store, found = adapter(platform), {}
    assert store is not None
    for path in sorted(folder.glob("*.json")):
        try:
            event = store.normalise(Delivery(path.read_bytes()))
        except OfficeError:
            continue  # what is no order is the adapters' tests' matter
        if not event.no_order and not event.sparse:
            found[path.name] = event
    return found


def expected_status(event: OrderEvent) -> str:
    if event.cancelled or event.payment is Payment.REFUNDED:
        return "Rejected"
    if event.fulfilment == "fulfilled":
        return "Completed"
    return "Confirmed" if event.payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED) else "New"


@pytest.mark.parametrize("platform", ["shopify", "woocommerce"])
def test_every_real_message_becomes_an_order_with_its_projects(
    each_database: str, payloads: Path, platform: str
) -> None:
    events = orders_in(payloads / platform, platform)
    assert len(events) > 10

    for name, event in events.items():
        shop = Shop(platform=platform)
        applied = apply(shop.storefront, event)

        assert applied.created and applied.order.test == event.test, name
        made = {project.line.external_id for project in applied.projects}
        left_out = {line.external_id for line in applied.order.lines.exclude(no_project_reason="")}
        assert made | left_out == {line.external_id for line in event.lines}, name
        assert {line.external_id for line in event.lines if gone(line)} <= left_out, name
        for project in applied.projects:
            line = next(line for line in event.lines if line.external_id == project.line.external_id)
            assert project.quantity >= line.quantity > project.quantity - 1, name
            assert line.fulfilled or project.status == expected_status(event), name

        before = Entry.objects.count(), Project.objects.count(), Line.objects.count()
        assert not apply(shop.storefront, event).changed, name
        assert (Entry.objects.count(), Project.objects.count(), Line.objects.count()) == before, name
