"""What would the store send? A sample order as Shopify, WooCommerce or a program of one's own tells it, signed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from makeready.office.demo.orders import SampleOrder
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.storefront import hmac_sha256


@dataclass(frozen=True)
class Moment:
    """What the store says of an order, placed then, at one time."""

    placed: datetime
    at: datetime
    paid: bool = False
    fulfilled: bool = False
    cancelled: bool = False


def delivery(platform: str, order: SampleOrder, moment: Moment, *, title: str, photos: str, secret: str) -> Delivery:
    """The webhook of a store about an order. photos: the address below which customers' photos lie."""
    fields = {name: f"{photos}/{value}" if name == "Photo" else value for name, value in order.fields.items()}
    body = json.dumps(_BODIES[platform](order, moment, title, fields), ensure_ascii=False).encode()
    return Delivery(body=body, headers=_HEADERS[platform](body, order, moment, secret))


def road(order: SampleOrder, now: datetime) -> tuple[Moment, ...]:
    """The events on the way to the status that the order has come to."""
    placed = now - timedelta(days=order.days)
    new = Moment(placed, placed)
    paid = Moment(placed, placed + timedelta(minutes=14), paid=True)
    fulfilled = Moment(placed, placed + timedelta(days=order.days * 0.6), paid=True, fulfilled=True)
    cancelled = Moment(placed, placed + timedelta(hours=5), cancelled=True)
    return {
        "New": (new,),
        "Confirmed": (new, paid),
        "Active": (new, paid),
        "Completed": (new, paid, fulfilled),
        "Rejected": (new, cancelled),
    }[order.end]


def _shopify(order: SampleOrder, moment: Moment, title: str, fields: Mapping[str, str]) -> dict[str, Any]:
    first, _, last = order.customer.partition(" ")
    extra = [_shopify_line(order.number * 10 + 2, order.extra, "", 1, {})] if order.extra else []
    return {
        "id": 5_400_000_000_000 + order.number, "name": f"#{order.number}", "order_number": order.number, "test": False,
        "created_at": _iso(moment.placed), "updated_at": _iso(moment.at), "currency": "EUR", "note": order.note or None,
        "financial_status": "paid" if moment.paid else "pending",
        "fulfillment_status": "fulfilled" if moment.fulfilled else None,
        "cancelled_at": _iso(moment.at) if moment.cancelled else None,
        "email": _email(order), "customer": {"id": 7000 + order.number, "first_name": first, "last_name": last, "email": _email(order)},
        "shipping_address": {"name": order.customer, "city": order.city, "country_code": order.country},
        "shipping_lines": [{"title": "Tracked parcel"}],
        "line_items": [_shopify_line(order.number * 10 + 1, title, order.sku, order.quantity, fields), *extra],
    }  # fmt: skip


def _shopify_line(identity: int, title: str, sku: str, quantity: int, fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": identity, "product_id": 900_000 + identity % 1000, "title": title, "sku": sku, "quantity": quantity,
        "current_quantity": quantity, "properties": [{"name": k, "value": v} for k, v in fields.items()],
    }  # fmt: skip


def _woo(order: SampleOrder, moment: Moment, title: str, fields: Mapping[str, str]) -> dict[str, Any]:
    first, _, last = order.customer.partition(" ")
    status = (
        "cancelled"
        if moment.cancelled
        else "completed"
        if moment.fulfilled
        else "processing"
        if moment.paid
        else "pending"
    )
    address = {"first_name": first, "last_name": last, "city": order.city, "country": order.country}
    extra = [_woo_line(order.number * 10 + 2, order.extra, "", 1, {})] if order.extra else []
    return {
        "id": order.number, "number": str(order.number), "status": status, "currency": "EUR", "customer_note": order.note,
        "date_created_gmt": _iso(moment.placed).removesuffix("Z"), "date_modified_gmt": _iso(moment.at).removesuffix("Z"),
        "billing": {**address, "email": _email(order)}, "shipping": address,
        "shipping_lines": [{"method_title": "Letter post"}],
        "line_items": [_woo_line(order.number * 10 + 1, title, order.sku, order.quantity, fields), *extra],
    }  # fmt: skip


def _woo_line(identity: int, title: str, sku: str, quantity: int, fields: Mapping[str, str]) -> dict[str, Any]:
    meta = [
        {"id": n, "key": k, "value": v, "display_key": k, "display_value": v}
        for n, (k, v) in enumerate(fields.items(), 1)
    ]
    return {
        "id": identity,
        "name": title,
        "product_id": identity % 1000,
        "variation_id": 0,
        "sku": sku,
        "quantity": quantity,
        "meta_data": meta,
    }


def _custom(order: SampleOrder, moment: Moment, title: str, fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        "external_id": str(order.number), "number": f"M-{order.number}", "placed_at": _iso(moment.placed),
        "updated_at": _iso(moment.at), "payment": "paid" if moment.paid else "pending",
        "fulfilment": "fulfilled" if moment.fulfilled else "none", "cancelled": moment.cancelled, "currency": "EUR",
        "note": order.note, "customer": {"name": order.customer, "email": _email(order)},
        "shipping": {"method": "Standard", "address": {"name": order.customer, "city": order.city, "country": order.country}},
        "lines": [{"external_id": "1", "sku": order.sku, "title": title, "quantity": order.quantity, "fields": dict(fields)}],
    }  # fmt: skip


def _shopify_headers(body: bytes, order: SampleOrder, moment: Moment, secret: str) -> dict[str, str]:
    topic = (
        "orders/cancelled"
        if moment.cancelled
        else "orders/fulfilled"
        if moment.fulfilled
        else "orders/paid"
        if moment.paid
        else "orders/create"
    )
    event = f"{order.number}-{int(moment.at.timestamp())}"
    return {
        "Content-Type": "application/json", "X-Shopify-Topic": topic, "X-Shopify-Event-Id": event, "X-Shopify-Webhook-Id": event,
        "X-Shopify-Hmac-Sha256": hmac_sha256(body, secret.encode()), "X-Shopify-Shop-Domain": "linden-quill.example",
    }  # fmt: skip


def _woo_headers(body: bytes, order: SampleOrder, moment: Moment, secret: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json", "X-WC-Webhook-Topic": "order.updated" if moment.paid or moment.cancelled else "order.created",
        "X-WC-Webhook-ID": "7", "X-WC-Webhook-Delivery-ID": f"{order.number}-{int(moment.at.timestamp())}",
        "X-WC-Webhook-Signature": hmac_sha256(body, secret.encode()),
    }  # fmt: skip


def _custom_headers(body: bytes, order: SampleOrder, moment: Moment, secret: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "X-Makeready-Signature": hmac_sha256(body, secret.encode())}


_BODIES: dict[str, Callable[[SampleOrder, Moment, str, Mapping[str, str]], dict[str, Any]]] = {
    "shopify": _shopify, "woocommerce": _woo, "custom": _custom,
}  # fmt: skip
_HEADERS: dict[str, Callable[[bytes, SampleOrder, Moment, str], dict[str, str]]] = {
    "shopify": _shopify_headers, "woocommerce": _woo_headers, "custom": _custom_headers,
}  # fmt: skip


def _email(order: SampleOrder) -> str:
    return order.fields.get("Email") or f"customer{order.number}@mail.example"


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
