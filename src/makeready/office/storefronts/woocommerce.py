"""WooCommerce: what its webhooks and its REST API say of an order, as our `OrderEvent`.

Signed with `X-WC-Webhook-Signature` = base64(HMAC-SHA256(raw body, the webhook's secret)). WooCommerce decodes HTML
entities in the secret that it stores before it signs; the secret kept here is the decoded text.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from makeready.office.errors import OfficeError
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent
from makeready.office.storefronts.reading import Identity, Loose, checked, is_address, json_of, object_in, text
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
from makeready.office.storefronts.woocommerce_order import (
    NO_ORDERS,
    WooOrder,
    WooRefund,
    changed_at,
    event_of,
)

API = "wp-json/wc/v3/orders"
PLAIN_ROUTE = "/wc/v3/orders"
"""WordPress with “plain” permalinks has no /wp-json: its web server answers 404, and the route goes into the query."""
PAGE = 100
NEWEST_ONLY = 20
"""Pages (of 100) that are looked through in a shop that cannot tell what changed."""

WALKS = 3
"""How often the pages are walked when orders moved between them meanwhile."""

ORDER_TOPICS = ("order.created", "order.updated", "order.restored")
DELETED = "order.deleted"
ABOUT_ORDERS = ("order.", "refund.")


@storefront("woocommerce")
class WooCommerce(Storefront):
    """WooCommerce, by its webhooks and its REST API v3."""

    label = "WooCommerce"
    credential_names = ("consumer_key", "consumer_secret")
    topics = (*ORDER_TOPICS, DELETED)
    kept_headers: ClassVar[tuple[str, ...]] = ("x-wc-webhook-",)

    def verify(self, delivery: Delivery, secret: bytes) -> None:
        """Check `X-WC-Webhook-Signature`."""
        require_hmac(delivery, "X-WC-Webhook-Signature", secret)

    def is_ping(self, delivery: Delivery) -> bool:
        """`webhook_id=N`, form-encoded, without signature and topic: sent when a webhook is saved."""
        kind = delivery.header("Content-Type").partition(";")[0].strip().lower()
        signed = delivery.header("X-WC-Webhook-Signature") or _topic(delivery)
        return (
            not signed
            and kind == "application/x-www-form-urlencoded"
            and re.fullmatch(rb"webhook_id=[0-9]{1,20}", delivery.body) is not None
        )

    def envelope(self, delivery: Delivery) -> Envelope:
        """Topic from its header, the order from `id`."""
        topic = _topic(delivery)
        if topic and not topic.startswith(ABOUT_ORDERS):
            return Envelope(event_key(delivery, topic), topic, "")
        try:
            message = _message(delivery)
            order_id = _refunded_order(message) if _is_refund(message) else checked(_Named, message).id
        except HookUnreadable:
            return Envelope(event_key(delivery, topic), topic, "")
        return Envelope(event_key(delivery, topic), topic, order_id)

    def normalise(self, delivery: Delivery) -> OrderEvent:
        """A webhook's body, or one order of the API, as an event."""
        topic = _topic(delivery)
        if topic and not topic.startswith(ABOUT_ORDERS):
            return OrderEvent(no_order=f"WooCommerce's {topic} is no message about an order.")
        message = _message(delivery)
        if topic == DELETED and "line_items" not in message:  # headers are not signed: a whole order is no deletion
            sentence = "The order was deleted or put into the trash in WooCommerce."
            return OrderEvent(external_id=checked(_Named, message).id, sparse=True, remarks=(sentence,))
        if _is_refund(message):
            refund = checked(WooRefund, message)
            return OrderEvent(external_id=_refunded_order(message), sparse=True, remarks=(refund.sentence,))
        order = checked(WooOrder, message)
        if order.status in NO_ORDERS:
            return OrderEvent(external_id=order.id, no_order=f"No order yet: WooCommerce calls it {order.status}.")
        if order.line_items is None or not order.status:
            raise HookUnreadable("The message is no order: its lines (line_items) or its status are missing.")
        return event_of(order, changed_at(message), _source(delivery))

    def api_headers(self, credentials: Mapping[str, str]) -> dict[str, str]:
        """The REST API's key and secret, as HTTP Basic."""
        pair = f"{credentials.get('consumer_key', '')}:{credentials.get('consumer_secret', '')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"}

    def origin_headers(self, base_url: str) -> dict[str, str]:
        """The shop's address."""
        return {"X-WC-Webhook-Source": base_url}

    def changed_since(self, since: datetime, client: StoreClient) -> Iterator[Delivery]:
        """Orders by id: WooCommerce does not sort by time of change, so every page is walked."""
        yielded: set[str] = set()
        for order in _changed(since, client):
            body = json.dumps(order).encode()
            if (state := f"{order.get('id')}/{changed_at(order)}") not in yielded:
                yielded.add(state)
                yield Delivery(body, {"X-WC-Webhook-Topic": "order.updated"})

    def write_back(self, order: str, news: News, client: StoreWriter) -> str:
        """A private note with the link, and the order's status."""
        known, place = _order(client, order)
        done = []
        text = "\n".join(part for part in (news.note, news.link) if part)
        if text and text not in _notes(client.get(f"{place}/notes")[0]):
            client.send("POST", f"{place}/notes", {"note": text, "customer_note": False})
            done.append("note")
        if news.status and known.get("status") != news.status:
            client.send("PUT", place, {"status": news.status})
            done.append("status")
        return f"Written into WooCommerce: {', '.join(done)}." if done else "WooCommerce has it already."

    def test(self, client: StoreClient) -> str:
        """Whether orders may be read, and how many there are."""
        answer, headers = _orders(client, {"per_page": 1})
        orders_in(answer)
        count = _count(headers, "x-wp-total")
        return f"Connected to the shop; its orders can be read{f' ({count:,})' if count is not None else ''}."


class _Named(Loose):
    id: Identity


def orders_in(answer: Any) -> list[dict[str, Any]]:
    """The orders of a page as the API answers it.

    Raises:
        HookUnreadable: it is no list of orders.
    """
    if not isinstance(answer, list):
        raise HookUnreadable("WooCommerce's answer is no list of orders.")
    return [order for order in answer if isinstance(order, dict)]


def _changed(since: datetime, client: StoreClient) -> Iterator[dict[str, Any]]:
    """Orders changed since then; shops that do not know the question are noticed and only looked through partly."""
    query = {"modified_after": since.strftime("%Y-%m-%dT%H:%M:%S"), "dates_are_gmt": "true", "orderby": "id"}
    for _ in range(WALKS):
        totals = set()
        for orders, headers in _pages(client, {**query, "order": "asc"}):
            if any(_is_outside(order, since) for order in orders):
                client.remark(
                    "This shop cannot tell which orders changed (modified_after needs WooCommerce 5.8): only its "
                    f"newest {NEWEST_ONLY * PAGE:,} orders were looked through."
                )
                yield from _newest(since, client)
                return
            totals.add(_count(headers, "x-wp-total"))
            yield from orders
        if len(totals) < 2:
            return  # the pages held still: none was missed between two of them


def _newest(since: datetime, client: StoreClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page, (orders, _) in enumerate(_pages(client, {"orderby": "id", "order": "desc"}), 1):
        found += [order for order in orders if not _is_outside(order, since)]
        if page == NEWEST_ONLY:
            break
    return found[::-1]


def _pages(client: StoreClient, query: Mapping[str, Any]) -> Iterator[tuple[list[dict[str, Any]], Mapping[str, str]]]:
    page, last = 1, 1
    while page <= last:
        answer, headers = _orders(client, {**query, "per_page": PAGE, "page": page})
        orders = orders_in(answer)
        last = _count(headers, "x-wp-totalpages") or (page + 1 if len(orders) == PAGE else page)
        yield orders, headers
        page += 1


def _orders(client: StoreClient, query: Mapping[str, Any]) -> tuple[Any, Mapping[str, str]]:
    """A page of orders; of a shop whose WordPress has no “pretty” addresses by the plain one."""
    try:
        return client.get(API, query)
    except OfficeError as why:
        if why.facts.get("status") != 404:
            raise
        return client.get("index.php", {"rest_route": PLAIN_ROUTE, **query})


def _order(client: StoreClient, order: str) -> tuple[dict[str, Any], str]:
    """An order as it is now, and its place in the API, “pretty” or plain."""
    place = f"{API}/{order}"
    try:
        return object_in(client.get(place)[0]), place
    except OfficeError as why:
        if why.facts.get("status") != 404:
            raise
        plain = f"index.php?rest_route={PLAIN_ROUTE}/{order}"
        return object_in(client.get(plain)[0]), plain


def _is_outside(order: dict[str, Any], since: datetime) -> bool:
    """Whether an order did not change since then (a minute's grace: the question was cut to seconds)."""
    changed = changed_at(order)
    return changed is not None and (since - changed).total_seconds() > 60


def _count(headers: Mapping[str, str], name: str) -> int | None:
    found = next((value for key, value in headers.items() if key.lower() == name), "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else None


def _topic(delivery: Delivery) -> str:
    return text(delivery.header("X-WC-Webhook-Topic")).lower()[:100]


def _message(delivery: Delivery) -> dict[str, Any]:
    return object_in(json_of(delivery.body), "order", "data")


def _is_refund(message: dict[str, Any]) -> bool:
    """A refund is a resource of its own; its lines count below zero."""
    return "refunded_by" in message and "status" not in message


def _refunded_order(message: dict[str, Any]) -> str:
    """A refund names its order only in its links: …/orders/723."""
    links = message.get("_links")
    ups = links.get("up") if isinstance(links, dict) else None
    for link in ups if isinstance(ups, list) else []:
        address = text(link.get("href")) if isinstance(link, dict) else ""
        if found := re.search(r"/orders/([0-9]{1,20})$", address):
            return found[1]
    raise HookUnreadable("The refund does not say which order it belongs to.")


def _source(delivery: Delivery) -> str:
    """The shop's address as WooCommerce writes it into its header."""
    source = text(delivery.header("X-WC-Webhook-Source"))
    return source.rstrip("/") if is_address(source) and urlsplit(source).hostname else ""


def _notes(answer: Any) -> list[str]:
    """The texts of an order's notes."""
    notes = answer if isinstance(answer, list) else []
    return [str(one.get("note", "")).replace("\r\n", "\n") for one in notes if isinstance(one, dict)]
