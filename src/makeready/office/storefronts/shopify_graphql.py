"""How does Shopify's GraphQL API write an order? The same facts under other names, as the REST API writes them."""

from __future__ import annotations

from typing import Any

SAME = ("id", "name", "email", "phone", "note", "test")
RENAMED = {
    "createdAt": "created_at",
    "updatedAt": "updated_at",
    "cancelledAt": "cancelled_at",
    "currencyCode": "currency",
}
FULFILMENTS = {"FULFILLED": "fulfilled", "PARTIALLY_FULFILLED": "partial"}


def is_graphql(message: dict[str, Any]) -> bool:
    """Whether an order is a node of the GraphQL API."""
    return str(message.get("id", "")).startswith("gid://shopify/Order/")


def as_rest(node: dict[str, Any]) -> dict[str, Any]:
    """An order node with the names of the REST API; what the node leaves out stays left out."""
    order: dict[str, Any] = {key: node[key] for key in SAME if key in node}
    order["admin_graphql_api_id"] = node.get("id")
    order |= {new: node[old] for old, new in RENAMED.items() if old in node}
    if "displayFinancialStatus" in node:
        order["financial_status"] = str(node["displayFinancialStatus"] or "pending").lower()
    if "displayFulfillmentStatus" in node:
        order["fulfillment_status"] = FULFILMENTS.get(str(node["displayFulfillmentStatus"]), "")
    if "lineItems" in node:
        order["line_items"] = [_line(line) for line in _nodes(node["lineItems"])]
    order["refunds"] = [_refund(refund) for refund in _nodes(node.get("refunds"))]
    order["shipping_lines"] = _nodes(node.get("shippingLines"))
    order["note_attributes"] = _attributes(node.get("customAttributes"))
    for old, new in (("customer", "customer"), ("shippingAddress", "shipping_address"),
                     ("billingAddress", "billing_address")):  # fmt: skip
        if isinstance(node.get(old), dict):
            order[new] = _person(node[old])
    return order


def _line(node: dict[str, Any]) -> dict[str, Any]:
    line: dict[str, Any] = {key: node[key] for key in ("id", "title", "name", "sku", "quantity") if key in node}
    for old, new in (("currentQuantity", "current_quantity"), ("isGiftCard", "gift_card")):
        if node.get(old) is not None:
            line[new] = node[old]
    for old, new in (("product", "product_id"), ("variant", "variant_id")):
        if old in node:
            line[new] = _identity(node[old])
    if node.get("unfulfilledQuantity") == 0 and node.get("quantity"):
        line["fulfillment_status"] = "fulfilled"
    line["properties"] = _attributes(node.get("customAttributes"))
    return line


def _refund(node: dict[str, Any]) -> dict[str, Any]:
    lines = _nodes(node.get("refundLineItems"))
    return {
        "note": node.get("note"),
        "refund_line_items": [
            {"line_item_id": _identity(line.get("lineItem")), "quantity": line.get("quantity", 0)} for line in lines
        ],
    }


def _person(node: dict[str, Any]) -> dict[str, Any]:
    names = {"firstName": "first_name", "lastName": "last_name", "provinceCode": "province_code",
             "countryCodeV2": "country_code", "countryCode": "country_code"}  # fmt: skip
    return {names.get(key, key): value for key, value in node.items()}


def _attributes(value: Any) -> list[dict[str, Any]]:
    return [{"name": entry.get("key"), "value": entry.get("value")} for entry in _nodes(value)]


def _nodes(value: Any) -> list[dict[str, Any]]:
    """A connection's nodes, whether given as `nodes`, as `edges` or as a plain list."""
    if isinstance(value, dict):
        edges = _list(value.get("edges"))
        value = value.get("nodes") or [edge.get("node") for edge in edges if isinstance(edge, dict)]
    return [node for node in value if isinstance(node, dict)] if isinstance(value, list) else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _identity(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else None
