"""How does a store's snapshot become columns of an order and its lines, and which signals does it hold?"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any

from makeready.office.intake.selection import gone
from makeready.office.orders.models import Line, Order
from makeready.office.projects.store_signals import Signal
from makeready.office.storefronts.events import Fulfilment, OrderEvent, OrderLine, Payment

FOUR_PLACES = Decimal("0.0001")
PAYMENTS_ONWARD = (
    Payment.PENDING, Payment.AUTHORIZED, Payment.VOIDED, Payment.PARTIALLY_PAID, Payment.PAID,
    Payment.PARTIALLY_REFUNDED, Payment.REFUNDED,
)  # fmt: skip
FULFILMENTS_ONWARD = (Fulfilment.NONE, Fulfilment.PARTIAL, Fulfilment.FULFILLED)


def merged(event: OrderEvent, order: Order) -> OrderEvent:
    """An event of the same instant as the one kept: money and shipping keep what is further on.

    Stores send `orders/create` and `orders/paid` with one `updated_at`; whichever comes last, the order is paid.
    """
    if event.updated_at is None or event.updated_at != order.store_updated_at:
        return event
    return event.model_copy(
        update={
            "payment": max(event.payment, Payment(order.payment), key=PAYMENTS_ONWARD.index),
            "fulfilment": max(event.fulfilment, Fulfilment(order.fulfilment), key=FULFILMENTS_ONWARD.index),
            "cancelled": event.cancelled or order.cancelled,
        }
    )


def keep_order(order: Order, event: OrderEvent, digest: str) -> dict[str, list[Any]]:
    """Write the event's facts into the order's columns (unsaved); what changed: `{column: [was, now]}`."""
    wanted: dict[str, Any] = {
        "number": (event.number or event.external_id)[:100],
        "placed_at": event.placed_at,
        "payment": event.payment.value,
        "fulfilment": event.fulfilment.value,
        "cancelled": event.cancelled,
        "test": event.test,
        "currency": event.currency[:10],
        "note": event.note,
        "url": event.url[:1000] if event.url.startswith(("https://", "http://")) else "",
        "customer": event.customer.model_dump(),
        "shipping": event.shipping.model_dump(),
    }
    changed = {name: [getattr(order, name), value] for name, value in wanted.items() if getattr(order, name) != value}
    for name, value in wanted.items():
        setattr(order, name, value)
    order.store_updated_at = event.updated_at or order.store_updated_at
    order.snapshot_hash = digest
    return changed


def keep_line(line: Line, told: OrderLine, position: int) -> bool:
    """Write what the store tells of a line into its columns (unsaved); whether anything changed.

    A line that is gone keeps the quantity that it had: that is what its project was made for.
    """
    is_gone = gone(told)
    quantity = told.quantity.quantize(FOUR_PLACES, ROUND_CEILING)
    wanted: dict[str, Any] = {
        "position": position,
        "product": told.product[:200],
        "variant": told.variant[:200],
        "sku": told.sku[:200],
        "title": told.title[:500],
        "quantity": line.quantity if is_gone and line.pk else max(quantity, Decimal(0)),
        "fields": dict(told.fields),
        "design": told.design.model_dump(exclude_defaults=True) if told.design else None,
        "facts": _facts(told),
        "removed": is_gone,
    }
    changed = [name for name, value in wanted.items() if getattr(line, name) != value]
    for name in changed:
        setattr(line, name, wanted[name])
    return bool(changed) or line.pk is None


def signals(order: Order, line: Line) -> frozenset[Signal]:
    """What the order and this line of it say for the status, as they are kept now.

    A partial refund means that it was paid. The whole order's cancellation and refund count for each line; a
    line that was refunded alone is gone from the order instead.
    """
    found = set()
    if order.is_paid:
        found.add(Signal.PAID)
    if order.fulfilment == Fulfilment.FULFILLED or line.facts.get("fulfilled"):
        found.add(Signal.FULFILLED)
    if order.cancelled:
        found.add(Signal.CANCELLED)
    if order.payment == Payment.REFUNDED:
        found.add(Signal.REFUNDED)
    return frozenset(found)


def refunded_pieces(line: Line) -> Decimal:
    """How many of a line were refunded, as kept."""
    return Decimal(line.facts.get("refunded_quantity", "0"))


def _facts(told: OrderLine) -> dict[str, Any]:
    """What else a line tells, without what is not so."""
    facts: dict[str, Any] = {
        "previews": list(told.previews),
        "fulfilled": told.fulfilled,
        "refunded": told.refunded,
        "refunded_quantity": f"{told.refunded_quantity.normalize():f}" if told.refunded_quantity else "",
        "gift_card": told.gift_card,
        "custom": told.custom,
        "parent": told.parent,
    }
    return {name: value for name, value in facts.items() if value}
