"""Which orders are meant? The list's filters and sorting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from makeready.office.keyset import USUAL, Page, page
from makeready.office.keyset import Order as Sorting
from makeready.office.orders.models import Order

SORTS = {
    sign + name: Sorting(sign + name, name, descending=bool(sign)) for name in ("created_at",) for sign in ("", "-")
}
"""What a list of orders can be sorted by."""
USUAL_SORT = "-created_at"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; all that is given must hold. q: part of number, external id or customer."""

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
    for word in filters.q.replace("\0", "").split():
        wanted &= (
            Q(number__icontains=word)
            | Q(external_id__icontains=word)
            | Q(customer__name__icontains=word)
            | Q(customer__email__icontains=word)
        )
    return Order.objects.filter(wanted).select_related("storefront")
