"""What is in a WooCommerce order? Its message as a typed value (v3, v1 and the legacy API), in our words."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from makeready.office.storefronts import personalisation
from makeready.office.storefronts.events import (
    Address,
    Customer,
    Fulfilment,
    OrderEvent,
    OrderLine,
    Payment,
    Shipping,
)
from makeready.office.storefronts.personalisation import Property
from makeready.office.storefronts.reading import (
    Identity,
    Items,
    Loose,
    Maybe,
    Number,
    Reference,
    Short,
    Text,
    Time,
    Title,
    Word,
    text,
    time,
)

NO_ORDERS = ("auto-draft", "checkout-draft", "draft")
"""Statuses of a cart or an order that is being written."""

PAYMENTS: dict[str, Payment] = {
    "pending": Payment.PENDING,
    "on-hold": Payment.PENDING,
    "failed": Payment.PENDING,
    "processing": Payment.PAID,
    "completed": Payment.PAID,
    "refunded": Payment.REFUNDED,
}
"""Other statuses (cancelled, trash, a plug-in's own) say nothing of the money: the date of payment does."""

KNOWN = (*PAYMENTS, "cancelled")

BUNDLE_KEYS = ("_bundle_cart_key", "_composite_cart_key", "_mnm_cart_key", "_yith_bundle_cart_key")
PARENT_KEYS = ("_bundled_by", "_composite_parent", "_mnm_container", "_yith_bundled_by")
"""Meta of bundle plug-ins: a line's own key, and the key (or id) of the line that it is a part of."""


class WooMeta(Loose):
    """`meta_data[]` of v3, `meta[]` of older APIs."""

    key: Text = ""
    label: Any = None
    value: Any = None
    display_key: Any = None
    display_value: Any = None

    def as_property(self, variant: frozenset[str]) -> Property:
        """As a property: an attribute's readable value, everything else's raw one (a file's address, not its name).

        variant: what the line's title says of its variant, as `_variant_words` reads it.
        """
        label = html.unescape(text(self.display_key) or text(self.label) or self.key.removeprefix("pa_"))
        shown = html.unescape(self.display_value) if isinstance(self.display_value, str) else self.value
        names = {f"{label}: {text(shown)}".lower(), text(shown).lower()}
        is_attribute = self.key.startswith("pa_") or bool(variant & names)
        takes_shown = is_attribute or (isinstance(self.value, dict | list) and not self.key.startswith("_"))
        return Property(self.key, shown if takes_shown else self.value, label, is_attribute)


class WooLine(Loose):
    """`line_items[]`."""

    id: Identity
    name: Title = ""
    product_id: Reference = ""
    variation_id: Reference = ""
    quantity: Number = Decimal(0)
    sku: Short = ""
    meta_data: Annotated[list[WooMeta], Items] = []
    meta: Annotated[list[WooMeta], Items] = []
    bundled_by: Reference = ""
    composite_parent: Reference = ""

    @property
    def all_meta(self) -> list[WooMeta]:
        """Whatever the API's version calls it."""
        return [*self.meta_data, *self.meta]


class WooAddress(Loose):
    """`billing`, `shipping`."""

    first_name: Title = ""
    last_name: Title = ""
    company: Title = ""
    address_1: Title = ""
    address_2: Title = ""
    city: Title = ""
    state: Title = ""
    postcode: Title = ""
    country: Short = ""
    email: Short = ""
    phone: Short = ""

    @property
    def full_name(self) -> str:
        """The name as it is written on a parcel."""
        return f"{self.first_name} {self.last_name}".strip()


class WooShippingLine(Loose):
    """`shipping_lines[]`."""

    method_title: Title = ""


class WooRefunded(Loose):
    """`refunds[]` of an order: sums below zero, no lines."""

    id: Reference = ""
    total: Text = ""


class WooOrder(Loose):
    """An order. None: the message leaves it out."""

    id: Identity
    number: Short = ""
    order_number: Short = ""
    status: Word = ""
    currency: Annotated[Short, Field(max_length=10)] = ""
    total: Text = ""
    date_created_gmt: Time = None
    date_created: Time = None
    created_at: Time = None
    date_paid_gmt: Time = None
    date_paid: Time = None
    customer_id: Reference = ""
    customer_note: Text = ""
    note: Text = ""
    billing: Annotated[WooAddress | None, Maybe] = None
    billing_address: Annotated[WooAddress | None, Maybe] = None
    shipping: Annotated[WooAddress | None, Maybe] = None
    shipping_address: Annotated[WooAddress | None, Maybe] = None
    shipping_lines: Annotated[list[WooShippingLine], Items] = []
    refunds: Annotated[list[WooRefunded], Items] = []
    meta_data: Annotated[list[WooMeta], Items] = []
    line_items: Annotated[list[WooLine], Items] | None = None


class WooRefundLine(Loose):
    """A refund's line: quantity and total are below zero."""

    name: Title = ""
    quantity: Any = 0


class WooRefund(Loose):
    """A refund as a resource of its own."""

    amount: Text = ""
    reason: Text = ""
    line_items: Annotated[list[WooRefundLine], Items] = []

    @property
    def sentence(self) -> str:
        """What was refunded, for people."""
        lines = [f"{text(line.quantity).lstrip('-')} × {line.name}" for line in self.line_items if line.quantity]
        of = f" for {', '.join(lines)}" if lines else ""
        return f"WooCommerce refunded {self.amount or 'money'}{of}{f' ({self.reason})' if self.reason else ''}."


def changed_at(message: dict[str, Any]) -> datetime | None:
    """When the order was last changed: UTC where the shop tells it, else its own time read as UTC."""
    keys = ("date_modified_gmt", "date_modified", "updated_at")
    return next((found for key in keys if (found := time(message.get(key)))), None)


def event_of(order: WooOrder, changed: datetime | None, shop: str) -> OrderEvent:
    """The order's state; `shop` is the shop's address, for the link to the order."""
    parents = _parents(order.line_items or [])
    lines = {line.id: _line(line, parents.get(line.id, "")) for line in order.line_items or []}
    return OrderEvent(
        external_id=order.id,
        number=order.number or order.order_number,
        placed_at=order.date_created_gmt or order.date_created or order.created_at,
        updated_at=changed,
        payment=_payment(order),
        fulfilment=Fulfilment.FULFILLED if order.status == "completed" else Fulfilment.NONE,
        cancelled=order.status == "cancelled",
        currency=order.currency,
        note=order.customer_note or order.note,
        url=f"{shop}/wp-admin/post.php?post={order.id}&action=edit" if shop else "",
        customer=_customer(order),
        shipping=_shipping(order),
        lines=tuple(lines.values()),
        remarks=tuple(_remarks(order)),
    )


def _payment(order: WooOrder) -> Payment:
    paid = Payment.PAID if order.date_paid_gmt or order.date_paid else Payment.PENDING
    found = PAYMENTS.get(order.status, paid)
    if found is Payment.PAID and _refunded(order):
        total = _amount(order.total)
        return Payment.REFUNDED if 0 < total <= _refunded(order) else Payment.PARTIALLY_REFUNDED
    return found


def _refunded(order: WooOrder) -> Decimal:
    return sum((abs(_amount(refund.total)) for refund in order.refunds), Decimal(0))


def _amount(told: str) -> Decimal:
    try:
        found = Decimal(told)
    except ArithmeticError:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def _line(line: WooLine, parent: str) -> OrderLine:
    variant = _variant_words(line)
    found = personalisation.read(meta.as_property(variant) for meta in line.all_meta)
    return OrderLine(
        external_id=line.id,
        product=line.product_id,
        variant=line.variation_id,
        sku=line.sku,
        title=line.name,
        quantity=line.quantity,
        fields=found.fields,
        attributes=found.attributes,
        design=found.design,
        previews=found.previews,
        removed=line.quantity == 0,
        custom=not line.product_id,  # 0: the product is gone, or there never was one
        parent=parent,
        remarks=found.remarks,
    )


def _variant_words(line: WooLine) -> frozenset[str]:
    """What a variant's title ends with: its attributes, “Shirt – Colour: Black, Size: M”, “Hoodie - Green, No”."""
    if not line.variation_id:
        return frozenset()
    _, _, tail = line.name.replace(" – ", " - ").rpartition(" - ")
    return frozenset(part.strip().lower() for part in tail.split(",") if part.strip())


def _parents(lines: Iterable[WooLine]) -> dict[str, str]:
    """Line → the line that it is a part of: by id, or by the key that the bundle's plug-in made for the cart."""
    meta = {line.id: {entry.key: text(entry.value) for entry in line.all_meta} for line in lines}
    by_key = {own[key]: line_id for line_id, own in meta.items() for key in BUNDLE_KEYS if own.get(key)}
    parents = {}
    for line in lines:
        told = [line.bundled_by, line.composite_parent, *(meta[line.id].get(key, "") for key in PARENT_KEYS)]
        known = (by_key.get(parent, parent) for parent in told if parent)
        parents[line.id] = next((parent for parent in known if parent in meta and parent != line.id), "")
    return parents


def _customer(order: WooOrder) -> Customer:
    bill = order.billing or order.billing_address or WooAddress()
    ship = order.shipping or order.shipping_address or WooAddress()
    names = (bill.full_name, ship.full_name, bill.company, ship.company)
    return Customer(
        id=order.customer_id,
        name=next((name for name in names if name), ""),
        email=bill.email or ship.email,
        phone=bill.phone or ship.phone,
    )


def _shipping(order: WooOrder) -> Shipping:
    place = order.shipping or order.shipping_address or WooAddress()
    return Shipping(
        method=", ".join(line.method_title for line in order.shipping_lines if line.method_title),
        address=Address(
            name=place.full_name, company=place.company, line1=place.address_1, line2=place.address_2, city=place.city,
            region=place.state, postal_code=place.postcode, country=place.country, phone=place.phone,
        ),
    )  # fmt: skip


def _remarks(order: WooOrder) -> Iterable[str]:
    if order.status == "trash":
        yield "The order was put into the trash in WooCommerce."
    elif order.status not in KNOWN:
        yield f"WooCommerce calls the order's status “{order.status}”, which has no meaning here."
    refunded = _refunded(order)
    if refunded and _payment(order) is Payment.PARTIALLY_REFUNDED:
        yield f"WooCommerce refunded {refunded} of {order.total} {order.currency} so far."
    renewed = next((text(meta.value) for meta in order.meta_data if meta.key == "_subscription_renewal"), "")
    if renewed:
        yield f"The order renews the subscription {renewed} by itself: nobody filled in anything anew."
