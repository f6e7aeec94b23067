"""Which orders are meant? The list's filters and sorting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from makeready.office.folding import folded, holds
from makeready.office.keyset import USUAL, Page, page
from makeready.office.keyset import Order as Sorting
from makeready.office.orders.models import Order, OrderWords

SORTS = {
    sign + name: Sorting(sign + name, name, descending=bool(sign)) for name in ("created_at",) for sign in ("", "-")
}
"""What a list of orders can be sorted by."""
USUAL_SORT = "-created_at"
MOST_TEXT = 2000
"""Characters of one order's words: what goes beyond is not searched."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; all that is given must hold. q: words, each of which must occur in number,
    external id, customer, the name on the parcel or the note.
    """

    storefront: str = ""
    external_id: str = ""
    number: str = ""
    test: bool | None = None
    q: str = ""
    created_after: datetime | None = None
    created_before: datetime | None = None


def list_orders(
    filters: Filters | None = None, cursor: str | None = None, limit: int = USUAL, sort: str = USUAL_SORT
) -> Page[Order]:
    """One page of orders with their storefront; sort: a key of `SORTS`.

    Raises:
        keyset.CursorUnknown, keyset.LimitWrong.
    """
    return page(found(filters or Filters()), SORTS[sort], cursor=cursor, limit=limit)


def found(filters: Filters) -> QuerySet[Order]:
    """The orders that a filter leaves, unsorted."""
    wanted = Q()
    for column in ("storefront", "external_id", "number"):
        if value := getattr(filters, column):
            wanted &= Q(**{column: value})
    if filters.test is not None:
        wanted &= Q(test=filters.test)
    if filters.created_after:
        wanted &= Q(created_at__gt=filters.created_after)
    if filters.created_before:
        wanted &= Q(created_at__lt=filters.created_before)
    rows = Order.objects.filter(wanted).select_related("storefront")
    sought = [holds("text", word) for word in filters.q.split()]
    return rows.filter(Exists(OrderWords.objects.filter(*sought, order=OuterRef("pk")))) if sought else rows


def index(order: Order) -> None:
    """Keep what the search looks through, in the transaction that changes it."""
    words = (
        order.number, order.external_id, order.customer.get("name", ""), order.customer.get("email", ""),
        order.shipping.get("address", {}).get("name", ""), order.note,
    )  # fmt: skip
    text = folded("\n".join(word for word in words if word))[:MOST_TEXT]
    OrderWords.objects.update_or_create(order=order, defaults={"text": text})
