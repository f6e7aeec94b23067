"""What is in a Shopify order? Its message as a typed value, and what that says in our words."""

from __future__ import annotations

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
    Yes,
)

PAYMENTS: dict[str, Payment] = {
    "pending": Payment.PENDING,
    "expired": Payment.PENDING,
    "authorized": Payment.AUTHORIZED,
    "partially_paid": Payment.PARTIALLY_PAID,
    "paid": Payment.PAID,
    "partially_refunded": Payment.PARTIALLY_REFUNDED,
    "refunded": Payment.REFUNDED,
    "voided": Payment.VOIDED,
}
FULFILMENTS: dict[str, Fulfilment] = {"fulfilled": Fulfilment.FULFILLED, "partial": Fulfilment.PARTIAL}

SAYS_PAID = "orders/paid"
SAYS_CANCELLED = "orders/cancelled"
SAYS_FULFILLED: dict[str, Fulfilment] = {
    "orders/fulfilled": Fulfilment.FULFILLED,
    "orders/partially_fulfilled": Fulfilment.PARTIAL,
}


class ShopifyLine(Loose):
    """`line_items[]`."""

    id: Identity
    title: Title = ""
    name: Title = ""
    sku: Short = ""
    quantity: Number = Decimal(0)
    current_quantity: Number | None = None
    fulfillment_status: Word = ""
    product_id: Reference = ""
    variant_id: Reference = ""
    gift_card: Yes = False
    properties: Annotated[list[dict[str, Any]], Items] = []


class ShopifyPerson(Loose):
    """`customer`, and an address: both have names."""

    id: Reference = ""
    name: Title = ""
    first_name: Title = ""
    last_name: Title = ""
    email: Short = ""
    phone: Short = ""
    company: Title = ""
    address1: Title = ""
    address2: Title = ""
    city: Title = ""
    province: Title = ""
    province_code: Short = ""
    zip: Short = ""
    country: Title = ""
    country_code: Short = ""

    @property
    def full_name(self) -> str:
        """The name as it is written on a parcel."""
        return self.name or f"{self.first_name} {self.last_name}".strip()


class ShopifyRefundLine(Loose):
    """`refunds[].refund_line_items[]`."""

    line_item_id: Reference = ""
    quantity: Number = Decimal(0)
    line_item: Annotated[ShopifyLine | None, Maybe] = None

    @property
    def shown(self) -> str:
        """The line as people know it."""
        return self.line_item.title if self.line_item and self.line_item.title else f"line {self.line_item_id}"


class ShopifyRefund(Loose):
    """`refunds[]`, and the body of `refunds/create`."""

    refund_line_items: Annotated[list[ShopifyRefundLine], Items] = []
    note: Text = ""


class ShopifyTitled(Loose):
    """`shipping_lines[]`."""

    title: Title = ""


class ShopifyAttribute(Loose):
    """`note_attributes[]`."""

    name: Title = ""
    value: Text = ""


class ShopifyOrder(Loose):
    """An order of the Admin REST API and of the `orders/…` webhooks. None: the message leaves it out."""

    id: Identity
    name: Short = ""
    created_at: Time = None
    updated_at: Time = None
    cancelled_at: Time = None
    test: Yes = False
    currency: Annotated[Short, Field(max_length=10)] = ""
    note: Text = ""
    email: Short = ""
    contact_email: Short = ""
    phone: Short = ""
    financial_status: Word | None = None
    fulfillment_status: Word | None = None
    customer: Annotated[ShopifyPerson | None, Maybe] = None
    shipping_address: Annotated[ShopifyPerson | None, Maybe] = None
    billing_address: Annotated[ShopifyPerson | None, Maybe] = None
    shipping_lines: Annotated[list[ShopifyTitled], Items] = []
    note_attributes: Annotated[list[ShopifyAttribute], Items] = []
    refunds: Annotated[list[ShopifyRefund], Items] = []
    line_items: Annotated[list[ShopifyLine], Items] | None = None


def event_of(order: ShopifyOrder, topic: str, shop: str) -> OrderEvent:
    """The order's state. `topic` is asked only what the body leaves out; `shop` is the store's domain."""
    payment = _payment(order, topic)
    cancelled = topic == SAYS_CANCELLED if _leaves_out(order, "cancelled_at") else order.cancelled_at is not None
    over = cancelled or payment is Payment.REFUNDED
    refunded = _refunded_quantities(order)
    lines = [_line(line, refunded.get(line.id, Decimal(0)), over) for line in order.line_items or []]
    return OrderEvent(
        external_id=order.id,
        number=order.name,
        placed_at=order.created_at,
        updated_at=order.updated_at,
        payment=payment,
        fulfilment=_fulfilment(order, topic),
        cancelled=cancelled,
        test=order.test,
        currency=order.currency,
        note=_note(order),
        url=f"https://{shop}/admin/orders/{order.id}" if shop else "",
        customer=_customer(order),
        shipping=_shipping(order),
        lines=tuple({line.external_id: line for line in lines}.values()),
    )


def _payment(order: ShopifyOrder, topic: str) -> Payment:
    """What the body says; the topic counts only where the body says nothing (headers are not signed)."""
    if _leaves_out(order, "financial_status"):
        return Payment.PAID if topic == SAYS_PAID else Payment.PENDING
    return PAYMENTS.get(order.financial_status or "", Payment.PENDING)


def _fulfilment(order: ShopifyOrder, topic: str) -> Fulfilment:
    if _leaves_out(order, "fulfillment_status"):
        return SAYS_FULFILLED.get(topic, Fulfilment.NONE)
    return FULFILMENTS.get(order.fulfillment_status or "", Fulfilment.NONE)


def _leaves_out(order: ShopifyOrder, name: str) -> bool:
    return name not in order.model_fields_set


def _refunded_quantities(order: ShopifyOrder) -> dict[str, Decimal]:
    refunded: dict[str, Decimal] = {}
    for refund in order.refunds:
        for line in refund.refund_line_items:
            refunded[line.line_item_id] = refunded.get(line.line_item_id, Decimal(0)) + line.quantity
    return refunded


def _line(line: ShopifyLine, refunded: Decimal, over: bool) -> OrderLine:
    """`over`: the whole order is cancelled or refunded; its lines then keep the quantity that was ordered."""
    left = line.current_quantity if line.current_quantity is not None else max(Decimal(0), line.quantity - refunded)
    found = personalisation.read(
        personalisation.Property(str(entry.get("name") or ""), entry.get("value")) for entry in line.properties
    )
    return OrderLine(
        external_id=line.id,
        product=line.product_id,
        variant=line.variant_id,
        sku=line.sku,
        title=line.title or line.name,
        quantity=line.quantity if over else left,
        fields=found.fields,
        design=found.design,
        previews=found.previews,
        removed=not over and left == 0,
        refunded=not over and refunded >= line.quantity > 0,
        refunded_quantity=refunded,
        fulfilled=line.fulfillment_status == "fulfilled",
        gift_card=line.gift_card,
        custom="product_id" in line.model_fields_set and not line.product_id,
        remarks=found.remarks,
    )


def _note(order: ShopifyOrder) -> str:
    """The order's note and its visible attributes, one a line."""
    attributes = [f"{extra.name}: {extra.value}" for extra in order.note_attributes if extra.name[:1] not in ("", "_")]
    return "\n".join(part for part in (order.note, *attributes) if part)


def _customer(order: ShopifyOrder) -> Customer:
    people = [person for person in (order.customer, order.shipping_address, order.billing_address) if person]
    known = order.customer or ShopifyPerson()
    return Customer(
        id=known.id,
        name=next((person.full_name for person in people if person.full_name), ""),
        email=order.email or order.contact_email or known.email,
        phone=order.phone or next((person.phone for person in people if person.phone), ""),
    )


def _shipping(order: ShopifyOrder) -> Shipping:
    method = ", ".join(line.title for line in order.shipping_lines if line.title)
    place = order.shipping_address
    if place is None:
        return Shipping(method=method)
    return Shipping(
        method=method,
        address=Address(
            name=place.full_name, company=place.company, line1=place.address1, line2=place.address2, city=place.city,
            region=place.province_code or place.province, postal_code=place.zip,
            country=place.country_code or place.country, phone=place.phone,
        ),
    )  # fmt: skip
