"""Custom stores: the order as api.md writes it, by `POST /api/v1/orders` or as a signed webhook.

The same body both ways. A webhook to `/hooks/{storefront}` is signed with
`X-Makeready-Signature` = base64(HMAC-SHA256(raw body, the storefront's secret)).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from makeready.office.errors import Fault, Invalid
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import (
    Address,
    Customer,
    DesignRef,
    Fulfilment,
    OrderEvent,
    OrderLine,
    Payment,
    Shipping,
)
from makeready.office.storefronts.reading import faults_of, json_of, object_in, text
from makeready.office.storefronts.storefront import (
    Envelope,
    HookUnreadable,
    StoreClient,
    Storefront,
    event_key,
    require_hmac,
    storefront,
)

Facts = TypeVar("Facts", bound="OrderFacts")

MAX_LINES = 5000
MAX_QUANTITY = 10**9


class OrderInvalid(Invalid):
    """An order that was handed in is at fault; every place is named."""

    code = "order_invalid"
    title = "The order is not valid"


def _moment(value: Any) -> Any:
    """A time as text with its offset; others are refused, because a guessed zone would put versions out of order."""
    wrong = PydanticCustomError("time", "must be a time such as 2026-11-23T10:00:00Z")
    if not isinstance(value, str):
        raise wrong
    try:
        found = datetime.fromisoformat(value.strip())
        moment = found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong from None
    if found.tzinfo is None:
        raise PydanticCustomError("time", "needs an offset from UTC: a Z behind it, or +01:00 and the like")
    return moment


def _plain(value: str) -> str:
    return text(value) if "\0" in value or "\r" in value else value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PydanticCustomError("number", "must be a number")
    return Decimal(str(value))  # by its text: 0.1 is a tenth


def _field_value(value: Any) -> Any:
    if isinstance(value, dict | list):
        raise PydanticCustomError("field", "must be a text")
    return text(value) if not isinstance(value, str) else value


def _shown_schema(**schema: Any) -> Any:
    return WithJsonSchema(schema)


Id = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_plain)]
Words = Annotated[str, StringConstraints(max_length=500), AfterValidator(_plain)]
Sku = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
Number = Annotated[str, StringConstraints(max_length=100), AfterValidator(_plain)]
Currency = Annotated[str, StringConstraints(max_length=10), AfterValidator(_plain)]
Link = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_plain)]
Long = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_plain)]
Moment = Annotated[datetime, BeforeValidator(_moment), _shown_schema(type="string", format="date-time")]
Quantity = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=1, le=MAX_QUANTITY, max_digits=14, decimal_places=4),
    _shown_schema(type="number", minimum=1, maximum=MAX_QUANTITY),
]
FieldValue = Annotated[Long, BeforeValidator(_field_value), _shown_schema(type="string")]


class Part(BaseModel):
    """Unknown fields are ignored in orders: stores add fields all the time. null is the same as left out."""

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def without_null(cls, value: Any) -> Any:
        """Senders write null for what they do not have."""
        return {key: part for key, part in value.items() if part is not None} if isinstance(value, dict) else value


class CustomerBody(Part):
    """Who bought."""

    id: Words = ""
    name: Words = ""
    email: Words = ""
    phone: Words = ""


class AddressBody(Part):
    """Where to."""

    name: Words = ""
    company: Words = ""
    line1: Words = ""
    line2: Words = ""
    city: Words = ""
    region: Words = ""
    postal_code: Words = ""
    country: Words = ""
    phone: Words = ""


class ShippingBody(Part):
    """How and where to."""

    method: Words = ""
    address: AddressBody = AddressBody()


class DesignBody(Part):
    """How the line refers to its design: exactly one of the three."""

    id: Id | None = None
    """A design stored here (`dsn_…`)."""
    url: Annotated[str, StringConstraints(min_length=1, max_length=8000), AfterValidator(_plain)] | None = None
    """The address of a print-ready file (PDF, PNG, JPEG, TIFF, SVG) or of design JSON."""
    document: dict[str, Any] | None = None
    """A design document, inline."""

    @model_validator(mode="after")
    def exactly_one(self) -> Self:
        """Two designs for one line would have to be guessed between."""
        if sum(part is not None for part in (self.id, self.url, self.document)) != 1:
            raise PydanticCustomError("design", "needs exactly one of id, url and document")
        try:
            json.dumps(self.document, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            raise PydanticCustomError(
                "design", "document holds something that is no text, or is nested too deep"
            ) from None
        return self


class LineBody(Part):
    """One line item."""

    external_id: Id
    """The line's id in the store; the same line keeps it in later versions of the order."""
    product: Words = ""
    """The store's product id."""
    variant: Words = ""
    sku: Sku = ""
    title: Words = ""
    quantity: Quantity
    """How many; a fraction is rounded up for the project."""
    fields: dict[Annotated[str, StringConstraints(min_length=1, max_length=200)], FieldValue] = Field(
        default_factory=dict
    )
    """Personalisation: name → value (a text, or the address of a picture)."""
    design: DesignBody | None = None


class OrderFacts(Part):
    """An order's newest state, whole."""

    external_id: Id
    """The order's id in the store: the same id again is the same order, updated."""
    number: Number = ""
    """What people call the order."""
    placed_at: Moment | None = None
    updated_at: Moment | None = None
    """When the store last changed the order; an older version than the one known changes nothing."""
    payment: Payment = Payment.PENDING
    fulfilment: Fulfilment = Fulfilment.NONE
    cancelled: StrictBool = False
    test: StrictBool = False
    currency: Currency = ""
    note: Long = ""
    url: Link = ""
    """Where a person finds the order in the store."""
    customer: CustomerBody = CustomerBody()
    shipping: ShippingBody = ShippingBody()
    lines: Annotated[list[LineBody], Field(min_length=1, max_length=MAX_LINES)]


class OrderBody(OrderFacts):
    """The body of `POST /api/v1/orders`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "storefront": "sto_…", "external_id": "5001", "number": "#5001",
                    "placed_at": "2026-11-23T10:00:00Z", "payment": "paid", "currency": "EUR",
                    "customer": {"name": "Anna Öz", "email": "anna@shop.example"},
                    "lines": [
                        {"external_id": "1", "sku": "BC-85x55", "title": "Business cards", "quantity": 250,
                         "fields": {"Name": "Anna Öz"}}
                    ],
                }
            ]
        }
    )  # fmt: skip

    storefront: Id
    """The id of the custom storefront that the order belongs to."""


def read_order(body: Any) -> OrderBody:
    """The body of `POST /orders` as a value.

    Raises:
        OrderInvalid: with every fault and its place (`lines/0/quantity`).
    """
    return _read(OrderBody, body)


def to_event(order: OrderFacts) -> OrderEvent:
    """The order's state as an event."""
    facts = order.model_dump(exclude={"lines", "customer", "shipping", "storefront"})
    return OrderEvent(
        **facts,
        customer=Customer(**order.customer.model_dump()),
        shipping=Shipping(method=order.shipping.method, address=Address(**order.shipping.address.model_dump())),
        lines=tuple(_line(line) for line in order.lines),
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an order, as `makeready schema order` prints it."""
    schema = OrderBody.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Order"}


@storefront("custom")
class Custom(Storefront):
    """Any other store, by our own API or our own webhook."""

    label = "Custom"
    kept_headers: ClassVar[tuple[str, ...]] = ("x-makeready-",)

    def verify(self, delivery: Delivery, secret: bytes) -> None:
        """Check `X-Makeready-Signature`."""
        require_hmac(delivery, "X-Makeready-Signature", secret)

    def envelope(self, delivery: Delivery) -> Envelope:
        """The order from `external_id`."""
        key = event_key(delivery, "order")
        try:
            message = object_in(json_of(delivery.body))
        except HookUnreadable:
            return Envelope(key, "order", "")
        told = message.get("external_id")
        return Envelope(key, "order", text(told)[:200] if isinstance(told, str) else "")

    def normalise(self, delivery: Delivery) -> OrderEvent:
        """The order that the body holds."""
        try:
            return to_event(_read(OrderFacts, json_of(delivery.body)))
        except OrderInvalid as why:
            raise HookUnreadable(why.sentence, errors=why.errors) from why

    def changed_since(self, since: datetime, client: StoreClient) -> Iterator[Delivery]:
        """A custom store is not asked: it hands its orders in."""
        return iter(())

    def test(self, client: StoreClient) -> str:
        """Nothing to ask."""
        return "A custom storefront hands its orders in by POST /api/v1/orders; there is nothing to ask it."


def _line(line: LineBody) -> OrderLine:
    design = line.design and DesignRef(
        id=line.design.id or "", url=line.design.url or "", document=line.design.document
    )
    return OrderLine(**line.model_dump(exclude={"design"}), design=design)


def _read(model: type[Facts], body: Any) -> Facts:
    if not isinstance(body, dict):
        raise OrderInvalid("An order is a JSON object.", errors=[Fault("", "must be an object")])
    try:
        order = model.model_validate(body)
    except ValidationError as why:
        raise _invalid([*faults_of(why), *_twice(body.get("lines"))]) from why
    if twice := list(_twice(body["lines"])):
        raise _invalid(twice)
    return order


def _twice(lines: Any) -> Iterator[Fault]:
    """Two lines with one id cannot be two projects."""
    if not isinstance(lines, list):
        return
    ids = [line.get("external_id") if isinstance(line, dict) else None for line in lines]
    count = Counter(line_id for line_id in ids if isinstance(line_id, str))
    for place, line_id in enumerate(ids):
        if isinstance(line_id, str) and count[line_id] > 1:
            yield Fault(f"lines/{place}/external_id", f"“{line_id[:60]}” stands at {count[line_id]} lines")


def _invalid(faults: list[Fault]) -> OrderInvalid:
    told = "; ".join(f"{fault.path or 'the order'} {fault.message}" for fault in faults[:3])
    more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""
    return OrderInvalid(f"The order cannot be taken: {told}{more}.", errors=faults)
