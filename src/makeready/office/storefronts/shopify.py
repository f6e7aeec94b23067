"""Shopify: what its webhooks and its Admin API say of an order, as our `OrderEvent`.

Signed with `X-Shopify-Hmac-Sha256` = base64(HMAC-SHA256(raw body, the app's client secret)).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent
from makeready.office.storefronts.reading import (
    Identity,
    Items,
    Loose,
    Reference,
    Short,
    Title,
    Word,
    checked,
    json_of,
    object_in,
    text,
)
from makeready.office.storefronts.shopify_graphql import as_rest, is_graphql
from makeready.office.storefronts.shopify_order import (
    SAYS_CANCELLED,
    SAYS_FULFILLED,
    SAYS_PAID,
    ShopifyOrder,
    ShopifyRefund,
    event_of,
)
from makeready.office.storefronts.storefront import (
    Envelope,
    HookUnreadable,
    News,
    StoreClient,
    Storefront,
    StoreWriter,
    event_key,
    require_hmac,
    storefront,
)

API_VERSION = "2026-07"
PAGE = 250
LINK_NAME = "Print file"
"""What a link is called among an order's additional details."""

SAMPLE_ORDERS = ("820982911946154508", "820982911946154500")
"""The order of “send test notification”; the second is the first one after a program that counts in doubles."""

ORDER_TOPICS = ("orders/create", "orders/updated", SAYS_PAID, SAYS_CANCELLED, *SAYS_FULFILLED)
HINTS = ("orders/", "order_", "refunds/", "fulfillments/", "fulfillment_events/")
"""Topics about an order whose body is not the order: its newest state comes with `orders/updated` or the sweep."""

GONE_WRONG = ("failure", "cancelled", "error")


@storefront("shopify")
class Shopify(Storefront):
    """Shopify, by its webhooks and its Admin REST API."""

    label = "Shopify"
    credential_names = ("access_token",)
    topics = ORDER_TOPICS
    kept_headers: ClassVar[tuple[str, ...]] = ("x-shopify-",)

    def verify(self, delivery: Delivery, secret: bytes) -> None:
        """Check `X-Shopify-Hmac-Sha256`."""
        require_hmac(delivery, "X-Shopify-Hmac-Sha256", secret)

    def envelope(self, delivery: Delivery) -> Envelope:
        """Topic from its header, the order from `id` or `order_id`."""
        topic = _topic(delivery)
        try:
            message = _message(delivery)
            order_id = checked(_Named, {"id": _order_id(topic, message)}).id
        except HookUnreadable:
            return Envelope(event_key(delivery, topic), topic, "")
        return Envelope(event_key(delivery, topic), topic, order_id)

    def normalise(self, delivery: Delivery) -> OrderEvent:
        """A webhook's body, or one order of the API, as an event. What the body is, the body says."""
        topic = _topic(delivery)
        if topic and not topic.startswith(HINTS):
            return OrderEvent(no_order=f"Shopify's {topic} is no message about an order.")
        message = _message(delivery)
        if _is_whole(message) and not _is_order(topic):
            topic = ""  # headers are not signed: a whole order is no deletion, refund or edit, whatever the header says
        if "draft_order" in message or _is_draft(message):
            return OrderEvent(no_order="It is a draft: Shopify will send the order once it is one.")
        if not _is_order(topic) or (not topic and _is_part(message)):
            return _hint(topic, message)
        if _is_part(message):
            raise HookUnreadable(f"The message came as {topic}, but is a part of an order, not an order.")
        order = checked(ShopifyOrder, message)
        if order.test and order.id in SAMPLE_ORDERS:
            return OrderEvent(no_order="It is Shopify's test notification: the connection works.")
        if order.line_items is None and not topic and "admin_graphql_api_id" not in message:
            raise HookUnreadable("The message is no order: its lines (line_items) are missing.")
        if order.line_items is None or (order.created_at is None and order.updated_at is None):
            missing = "its lines (line_items)" if order.line_items is None else "when it changed (updated_at)"
            return OrderEvent(
                external_id=order.id, number=order.name, sparse=True,
                remarks=(f"Shopify's message leaves out {missing}, so that nothing was taken over from it.",),
            )  # fmt: skip
        return event_of(order, topic, _shop(delivery))

    def api_headers(self, credentials: Mapping[str, str]) -> dict[str, str]:
        """The Admin API's access token."""
        return {"X-Shopify-Access-Token": credentials.get("access_token", "")}

    def origin_headers(self, base_url: str) -> dict[str, str]:
        """The shop's domain."""
        return {"X-Shopify-Shop-Domain": urlsplit(base_url).hostname or ""}

    def changed_since(self, since: datetime, client: StoreClient) -> Iterator[Delivery]:
        """Orders by time of change, oldest first; the next page stands in the `Link` header."""
        path: str | None = f"admin/api/{API_VERSION}/orders.json"
        query: dict[str, Any] | None = {
            "status": "any",  # without it, closed and cancelled orders are left out
            "updated_at_min": since.isoformat(timespec="seconds"),
            "order": "updated_at asc",
            "limit": PAGE,
        }
        while path:
            answer, headers = client.get(path, query)
            for order in orders_in(answer):
                yield Delivery(json.dumps(order).encode(), {"X-Shopify-Topic": "orders/updated"})
            path, query = _next_page(headers), None

    def write_back(self, order: str, news: News, client: StoreWriter) -> str:
        """A line in the order's note, a link among its additional details, the status as a tag (it has no own)."""
        place = f"admin/api/{API_VERSION}/orders/{order}.json"
        answer, _ = client.get(place, {"fields": "id,note,note_attributes,tags"})
        known = object_in(answer, "order")
        changes = dict(_news(known, news))
        if not changes:
            return "Shopify has it already."
        client.send("PUT", place, {"order": {"id": int(order), **changes}})
        return f"Written into Shopify: {', '.join(_WRITTEN[name] for name in changes)}."

    def test(self, client: StoreClient) -> str:
        """Who the shop is, and whether orders may be read."""
        answer, _ = client.get(f"admin/api/{API_VERSION}/shop.json")
        shop = object_in(answer, "shop")
        client.get(f"admin/api/{API_VERSION}/orders.json", {"status": "any", "limit": 1})
        shown = checked(_Shop, shop)
        where = f" ({shown.myshopify_domain})" if shown.myshopify_domain else ""
        return f"Connected to {shown.name or 'the shop'}{where}; its orders can be read."


class _Named(Loose):
    id: Identity


class _Shop(Loose):
    name: Title = ""
    myshopify_domain: Short = ""


def orders_in(answer: Any) -> list[dict[str, Any]]:
    """The orders of a list as the API answers it.

    Raises:
        HookUnreadable: it is no list of orders.
    """
    orders = object_in(answer).get("orders")
    if not isinstance(orders, list):
        raise HookUnreadable("Shopify's answer holds no list of orders.")
    return [order for order in orders if isinstance(order, dict)]


def _topic(delivery: Delivery) -> str:
    return text(delivery.header("X-Shopify-Topic")).lower()[:100]


def _is_order(topic: str) -> bool:
    return topic in ORDER_TOPICS or not topic


def _is_draft(message: dict[str, Any]) -> bool:
    """A draft's own marks: its number `#D2`, and the invoice that it waits for."""
    return "invoice_url" in message and str(message.get("name", "")).startswith("#D")


def _is_part(message: dict[str, Any]) -> bool:
    """A fulfilment, refund or payment: it names its order and is none."""
    return "order_id" in message and "order_number" not in message


def _is_whole(message: dict[str, Any]) -> bool:
    """An order with its lines and its state."""
    return not _is_part(message) and "line_items" in message and "financial_status" in message


def _message(delivery: Delivery) -> dict[str, Any]:
    message = object_in(json_of(delivery.body), "data", "order")
    return as_rest(message) if is_graphql(message) else message


def _order_id(topic: str, message: dict[str, Any]) -> Any:
    if topic == "orders/delete" or (_is_order(topic) and not _is_part(message)):
        return message.get("id")
    inner = object_in(message, "order_edit", "refund", "fulfillment", "fulfillment_event", "fulfillment_order")
    return inner.get("order_id") or message.get("id" if topic.startswith("orders/") else "order_id")


def _hint(topic: str, message: dict[str, Any]) -> OrderEvent:
    """What happened to an order, without its newest state."""
    order_id = checked(_Named, {"id": _order_id(topic, message)}).id
    happened = _happened(topic, message)
    if happened:
        return OrderEvent(external_id=order_id, sparse=True, remarks=(happened,))
    what = topic or "It"
    return OrderEvent(external_id=order_id, no_order=f"{what} tells nothing that the order's next version does not.")


_WRITTEN = {"note": "note", "note_attributes": "link", "tags": "status, as a tag"}


def _news(known: dict[str, Any], news: News) -> Iterator[tuple[str, Any]]:
    """What has to change of an order so that it tells the news; what it tells already is left out."""
    note = str(known.get("note") or "")
    if news.note and news.note not in note.splitlines():
        yield "note", f"{note}\n{news.note}".strip()
    details = [one for one in known.get("note_attributes") or [] if isinstance(one, dict)]
    if news.link and news.link not in [one.get("value") for one in details]:
        yield "note_attributes", [*details, {"name": LINK_NAME, "value": news.link}]
    tags = [tag.strip() for tag in str(known.get("tags") or "").split(",") if tag.strip()]
    if news.status and news.status not in tags:
        yield "tags", ", ".join([*tags, news.status])


def _happened(topic: str, message: dict[str, Any]) -> str:
    """What a person should read of it; "" where the order's next version says it all."""
    if topic == "orders/delete":
        return "The order was deleted in Shopify."
    if topic == "orders/edited":
        changes = object_in(message, "order_edit").get("line_items")
        edit = checked(_Edit, changes if isinstance(changes, dict) else {})
        return f"The order was edited in Shopify: lines added {len(edit.additions)}, taken away {len(edit.removals)}."
    if topic.startswith("refunds/"):
        refund = checked(ShopifyRefund, object_in(message, "refund"))
        lines = [f"{line.quantity} × {line.shown}" for line in refund.refund_line_items]
        return f"Shopify refunded {', '.join(lines) or 'money'}{f' ({refund.note})' if refund.note else ''}."
    fulfilment = checked(_Fulfilment, object_in(message, "fulfillment"))
    if topic.startswith("fulfillments/") and fulfilment.status in GONE_WRONG:
        return f"Shopify says of the fulfilment {fulfilment.name or fulfilment.id}: {fulfilment.status}."
    return ""


class _Edit(Loose):
    additions: Annotated[list[dict[str, Any]], Items] = []
    removals: Annotated[list[dict[str, Any]], Items] = []


class _Fulfilment(Loose):
    id: Reference = ""
    name: Short = ""
    status: Word = ""


def _shop(delivery: Delivery) -> str:
    domain = delivery.header("X-Shopify-Shop-Domain").strip().lower()
    return domain if re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,250}", domain) else ""


def _next_page(headers: Mapping[str, str]) -> str | None:
    """`Link: <https://…?page_info=…>; rel="next"`."""
    link = re.search(r'<([^>]+)>\s*;\s*rel="?next"?', headers.get("link", "") or headers.get("Link", ""))
    return link[1] if link else None
