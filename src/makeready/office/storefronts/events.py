"""What does a store tell us? `OrderEvent`: the one normalised form of an order's newest state.

Adapters make it, `intake.apply` applies it. It is a snapshot: everything the store says of the order now.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Payment(StrEnum):
    """What the store says of the money."""

    PENDING = "pending"
    AUTHORIZED = "authorized"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"


class Fulfilment(StrEnum):
    """What the store says of the shipping."""

    NONE = "none"
    PARTIAL = "partial"
    FULFILLED = "fulfilled"


class Value(BaseModel):
    """Immutable values; unknown fields of stores never get here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Customer(Value):
    """Who bought."""

    id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


class Address(Value):
    """Where to."""

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    phone: str = ""


class Shipping(Value):
    """How and where to."""

    method: str = ""
    address: Address = Address()


class DesignRef(Value):
    """How a line refers to its design: exactly one is given.

    id: a design stored here. url: a print-ready file or design JSON. document: design JSON inline.
    pending: the designer's own id, whose file needs a connector or comes later; said in words by `waits_for`.
    """

    id: str = ""
    url: str = ""
    document: dict[str, Any] | None = None
    pending: str = ""
    waits_for: str = ""


class OrderLine(Value):
    """One line item.

    quantity: what is to be made now (may be fractional or, after edits and refunds, 0: then `removed`).
    fields: personalisation that people see (technical keys left out); attributes: those of them that only name
    the variant (“Colour: black”), which nobody wrote for this order. gift_card, custom: shown, but a project
    only when a product maps them. fulfilled, refunded: this line alone. parent: the line of the same order that
    this one is a part of (a bundle); never print both (`storefronts.bundles` says which).
    """

    external_id: str
    product: str = ""
    variant: str = ""
    sku: str = ""
    title: str = ""
    quantity: Decimal
    fields: dict[str, str] = Field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    design: DesignRef | None = None
    previews: tuple[str, ...] = ()
    removed: bool = False
    refunded: bool = False
    refunded_quantity: Decimal = Decimal(0)
    fulfilled: bool = False
    gift_card: bool = False
    custom: bool = False
    parent: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def personalised(self) -> bool:
        """Whether somebody made this line their own: it brings a design, or fields beyond the variant's."""
        return self.design is not None or bool(self.fields.keys() - set(self.attributes))


class OrderEvent(Value):
    """An order's state as its store tells it.

    updated_at: the store's own clock, for "older changes nothing"; None where the store does not tell.
    no_order: it is none for us (draft, cart, test notification, deletion): the sentence why; nothing else counts.
    sparse: only a hint about the order (`{"id": 5}`): record a note, change nothing else.
    remarks: sentences that belong on the order's projects as notes (partial refund, trashed …).
    """

    external_id: str = ""
    number: str = ""
    placed_at: datetime | None = None
    updated_at: datetime | None = None
    payment: Payment = Payment.PENDING
    fulfilment: Fulfilment = Fulfilment.NONE
    cancelled: bool = False
    test: bool = False
    currency: str = ""
    note: str = ""
    url: str = ""
    customer: Customer = Customer()
    shipping: Shipping = Shipping()
    lines: tuple[OrderLine, ...] = ()
    remarks: tuple[str, ...] = ()
    no_order: str = ""
    sparse: bool = False
