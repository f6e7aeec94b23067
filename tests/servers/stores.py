"""Stores as servers in the test process: they keep orders, sign their webhooks and answer their REST API."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.servers.web import Reply, Request, WebServer

Json = dict[str, Any]
Message = tuple[bytes, dict[str, str]]


def signature(body: bytes, secret: str) -> str:
    """base64(HMAC-SHA256(body)), as Shopify, WooCommerce and our own custom webhooks write it."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Store(WebServer):
    """What both have: orders by id, and hooks for trouble."""

    def __init__(self, secret: str = "s3cret") -> None:
        super().__init__()
        self.secret = secret
        self.orders: dict[int, Json] = {}
        self.notes: dict[int, list[Json]] = {}
        self.trouble: Callable[[Request], Reply | None] = lambda _: None

    def put(self, *orders: Json) -> None:
        for order in orders:
            self.orders[order["id"]] = order
            self.serve(order["id"])

    def serve(self, order: int) -> None:
        """Answer at the order's own address, where the platform has one."""

    def _answer(self, request: Request, act: Callable[[Request], Reply]) -> Reply:
        return self.trouble(request) or act(request)


class ShopifyDouble(Store):
    """Shopify: `X-Shopify-Access-Token`, pages by `Link`, only open orders unless told otherwise."""

    API = "/admin/api/2026-07"
    TOKEN = "shpat_1"

    def __init__(self, secret: str = "s3cret") -> None:
        super().__init__(secret)
        self.on(f"{self.API}/orders.json", lambda request: self._answer(request, self._orders))
        self.on(f"{self.API}/shop.json", lambda request: self._answer(request, self._shop))

    def webhook(self, order: Json, topic: str = "orders/updated") -> Message:
        body = json.dumps(order, ensure_ascii=False).encode()
        event = str(uuid.uuid4())
        return body, {
            "Content-Type": "application/json", "User-Agent": "Shopify-Captain-Hook", "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": signature(body, self.secret), "X-Shopify-Shop-Domain": "cards.myshopify.com",
            "X-Shopify-API-Version": "2026-07", "X-Shopify-Webhook-Id": event, "X-Shopify-Event-Id": event,
            "X-Shopify-Triggered-At": "2026-03-01T09:00:00.123456789Z",
        }  # fmt: skip

    def serve(self, order: int) -> None:
        self.on(f"{self.API}/orders/{order}.json", lambda request: self._answer(request, self._order))

    def _order(self, request: Request) -> Reply:
        order = self.orders[int(request.path.rpartition("/")[2].removesuffix(".json"))]
        if refused := self._refused(request):
            return refused
        if request.method == "PUT":
            order.update(json.loads(request.body)["order"])
        return Reply(body=json.dumps({"order": order}).encode())

    def _shop(self, request: Request) -> Reply:
        shop = {"shop": {"id": 1, "name": "Card shop", "myshopify_domain": "cards.myshopify.com"}}
        return self._refused(request) or Reply(body=json.dumps(shop).encode())

    def _orders(self, request: Request) -> Reply:
        query = request.query
        if refused := self._refused(request):
            return refused
        if "page_info" in query:
            if query.keys() - {"page_info", "limit"}:
                return Reply(400, body=b'{"errors": {"page_info": "Only limit may go with it"}}')
            query = {**json.loads(base64.urlsafe_b64decode(query["page_info"])), **query}
        found = sorted(self._wanted(query), key=lambda order: (moment(order["updated_at"]), order["id"]))
        start, limit = int(query.get("start", 0)), min(int(query.get("limit", 50)), 250)
        headers = {}
        if start + limit < len(found):
            rest = {key: value for key, value in query.items() if key not in ("page_info", "limit")}
            page_info = base64.urlsafe_b64encode(json.dumps({**rest, "start": start + limit}).encode()).decode()
            headers["Link"] = f'<{self.url}{self.API}/orders.json?limit={limit}&page_info={page_info}>; rel="next"'
        return Reply(headers=headers, body=json.dumps({"orders": found[start : start + limit]}).encode())

    def _wanted(self, query: dict[str, str]) -> list[Json]:
        since = moment(query.get("updated_at_min", "1970-01-01T00:00:00Z"))
        return [
            order
            for order in self.orders.values()
            if moment(order["updated_at"]) >= since
            and (query.get("status") == "any" or not (order.get("cancelled_at") or order.get("closed_at")))
        ]

    def _refused(self, request: Request) -> Reply | None:
        if request.headers.get("x-shopify-access-token") == self.TOKEN:
            return None
        return Reply(401, body=b'{"errors": "[API] Invalid API key or access token (unrecognized login)"}')


class WooDouble(Store):
    """WooCommerce: HTTP Basic, numbered pages, sorted by id.

    `old`: a shop that ignores `modified_after`. `plain`: a WordPress with plain permalinks.
    """

    KEY, SECRET = "ck_1", "cs_1"
    ORDERS = "/wp-json/wc/v3/orders"

    def __init__(self, secret: str = "s3cret", *, old: bool = False, totals: bool = True, plain: bool = False) -> None:
        super().__init__(secret)
        self.old, self.totals = old, totals
        self.on("/index.php" if plain else self.ORDERS, lambda request: self._answer(request, self._orders))

    def webhook(self, order: Json, topic: str = "order.updated") -> Message:
        body = json.dumps(order, ensure_ascii=False).encode()
        resource, _, event = topic.partition(".")
        return body, {
            "Content-Type": "application/json", "User-Agent": "WooCommerce/9.4.2 Hookshot (WordPress/6.7)",
            "X-WC-Webhook-Source": "https://shop.example/", "X-WC-Webhook-Topic": topic,
            "X-WC-Webhook-Resource": resource, "X-WC-Webhook-Event": event, "X-WC-Webhook-ID": "7",
            "X-WC-Webhook-Signature": signature(body, self.secret), "X-WC-Webhook-Delivery-ID": uuid.uuid4().hex,
        }  # fmt: skip

    def serve(self, order: int) -> None:
        self.notes.setdefault(order, [])
        self.on(f"{self.ORDERS}/{order}", lambda request: self._answer(request, self._order))
        self.on(f"{self.ORDERS}/{order}/notes", lambda request: self._answer(request, self._notes))

    def _order(self, request: Request) -> Reply:
        order = self.orders[int(request.path.rpartition("/")[2])]
        if refused := self._refused(request):
            return refused
        if request.method == "PUT":
            order.update(json.loads(request.body))
        return Reply(body=json.dumps(order).encode())

    def _notes(self, request: Request) -> Reply:
        notes = self.notes[int(request.path.split("/")[-2])]
        if refused := self._refused(request):
            return refused
        if request.method == "POST":
            notes.append({"id": len(notes) + 1, **json.loads(request.body)})
            return Reply(201, body=json.dumps(notes[-1]).encode())
        return Reply(body=json.dumps(notes).encode())

    def _refused(self, request: Request) -> Reply | None:
        wanted = f"Basic {base64.b64encode(f'{self.KEY}:{self.SECRET}'.encode()).decode()}"
        if request.headers.get("authorization") == wanted:
            return None
        return Reply(401, body=b'{"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list."}')

    def _orders(self, request: Request) -> Reply:
        query = request.query
        if refused := self._refused(request):
            return refused
        if request.path == "/index.php" and query.get("rest_route") != "/wc/v3/orders":
            return Reply(404, body=b'{"code": "rest_no_route"}')
        found = list(self.orders.values())
        if "modified_after" in query and not self.old:
            since = moment(query["modified_after"])
            found = [order for order in found if moment(order["date_modified_gmt"]) > since]
        found.sort(key=lambda order: order["id"], reverse=query.get("order", "desc") == "desc")
        size, page = min(int(query.get("per_page", 10)), 100), int(query.get("page", 1))
        pages = -(-len(found) // size)
        headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)} if self.totals else {}
        return Reply(headers=headers, body=json.dumps(found[(page - 1) * size : page * size]).encode())
