"""How does the API answer a list? `{"items": […], "next_cursor": …}`, by keyset (`office/keyset.py`)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Query
from pydantic import Field

from makeready.office import keyset
from makeready.office.errors import Fault
from makeready.office.keyset import MOST, USUAL, CursorUnknown, Order, Page

Row = TypeVar("Row", bound=Model)
NEWEST = Order("newest", "pk", descending=True)
"""Newest first: our ids sort by time."""
OLDEST = Order("oldest", "pk")

Limit = Annotated[int, Query(USUAL, description=f"How many at most, 1 to {MOST}."), Field(ge=1, le=MOST)]
Cursor = Annotated[
    str | None,
    Query(None, description="`next_cursor` of the page before; left out for the first."),
    Field(max_length=2000),
]


def listed(
    rows: QuerySet[Row], show: Callable[[Row], dict[str, Any]], *, limit: int, cursor: str | None, order: Order = NEWEST
) -> dict[str, Any]:
    """One page of a table.

    Raises:
        CursorUnknown: not one of this list's.
    """
    return shown_page(keyset.page(rows, order, cursor=cursor, limit=limit), show)


def shown_page(page: Page[Row], show: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    """A page of rows as the API answers it."""
    return {"items": [show(row) for row in page.items], "next_cursor": page.next_cursor}


def listed_values(values: Sequence[dict[str, Any]], *, limit: int, cursor: str | None, key: str) -> dict[str, Any]:
    """One page of a short list that is in memory anyway; `key` names what tells its values apart.

    Raises:
        CursorUnknown: not one of this list's.
    """
    start = 0
    if cursor:
        try:
            last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            start = 1 + next(index for index, value in enumerate(values) if value[key] == last)
        except (ValueError, TypeError, binascii.Error, RecursionError, StopIteration) as why:
            raise CursorUnknown(
                "This cursor does not belong to this list.", errors=[Fault("cursor", "is not a cursor of this list")]
            ) from why
    shown = list(values[start : start + limit])
    if start + limit >= len(values):
        return {"items": shown, "next_cursor": None}
    packed = base64.urlsafe_b64encode(json.dumps(shown[-1][key]).encode())
    return {"items": shown, "next_cursor": packed.decode().rstrip("=")}
