"""How does a long list go on where a page stopped? By the last row's sort key, in an opaque cursor (keyset paging).

Unlike page numbers it neither repeats nor leaves out rows while new ones arrive, and page 1,000 costs what page 1 does.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from makeready.office.errors import Fault, Invalid

Row = TypeVar("Row", bound=Model)
MOST = 200
USUAL = 50


class CursorUnknown(Invalid):
    """A cursor that no list gave out."""

    code = "cursor_unknown"
    title = "Unknown cursor"
    fix = "Use `next_cursor` of the page before as it came, with the same `sort`; or leave `cursor` out to begin anew."


class LimitWrong(Invalid):
    """A page of an impossible size."""

    code = "limit_wrong"
    title = "Impossible page size"
    fix = f"Ask for 1 to {MOST} rows."


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursor for the next ones (None: that was all)."""

    items: tuple[Row, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: by a column, then by primary key; both in one direction.

    name: how the outside calls it, part of each cursor: a cursor of another order is refused.
    """

    name: str
    column: str
    descending: bool = False

    @property
    def by(self) -> tuple[str, ...]:
        """For `order_by`."""
        sign = "-" if self.descending else ""
        return (f"{sign}pk",) if self.column == "pk" else (f"{sign}{self.column}", f"{sign}pk")


def page(rows: QuerySet[Row], order: Order, *, cursor: str | None = None, limit: int = USUAL) -> Page[Row]:
    """The rows after `cursor`, at most `limit` (1–200).

    Raises:
        CursorUnknown: not a cursor of this list and order. LimitWrong: not 1–200.
    """
    checked_limit(limit)
    after = rows if not cursor else rows.filter(_after(order, _decode(cursor, order, rows.model)))
    found = list(after.order_by(*order.by)[: limit + 1])
    more = len(found) > limit
    items = tuple(found[:limit])
    return Page(items, _encode(order, items[-1]) if more else None)


def checked_limit(limit: int) -> int:
    """The limit itself.

    Raises:
        LimitWrong: not 1–200.
    """
    if not 1 <= limit <= MOST:
        raise LimitWrong(
            f"A page has 1 to {MOST} rows, not {limit}.", errors=[Fault("limit", f"must be 1 to {MOST}, not {limit}")]
        )
    return limit


def _after(order: Order, key: Sequence[Any]) -> Q:
    beyond = "lt" if order.descending else "gt"
    if order.column == "pk":
        return Q(**{f"pk__{beyond}": key[0]})
    first, pk = key
    # The first condition alone lets the database start in the index at the right place; OR alone would not.
    return Q(**{f"{order.column}__{beyond}e": first}) & (
        Q(**{f"{order.column}__{beyond}": first}) | Q(**{f"pk__{beyond}": pk})
    )


def _encode(order: Order, row: Model) -> str:
    columns = ["pk"] if order.column == "pk" else [order.column, "pk"]
    values = [getattr(row, column) for column in columns]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps([order.name, *plain]).encode()).decode().rstrip("=")


def _decode(cursor: str, order: Order, model: type[Model]) -> list[Any]:
    columns = ["pk"] if order.column == "pk" else [order.column, "pk"]
    try:
        name, *plain = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if name != order.name or len(plain) != len(columns):
            raise ValueError("of another list")
        return [_typed(model, column, value) for column, value in zip(columns, plain, strict=True)]
    except (ValueError, TypeError, binascii.Error, RecursionError) as why:
        raise CursorUnknown(
            "This cursor does not belong to this list.", errors=[Fault("cursor", "is not a cursor of this list")]
        ) from why


def _typed(model: type[Model], column: str, value: Any) -> Any:
    field = model._meta.pk if column == "pk" else model._meta.get_field(column)
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a time without its zone")
        return moment
    wanted = int if "Integer" in kind or "Auto" in kind else str
    if type(value) is not wanted or (isinstance(value, int) and not 0 <= value < 1 << 63) or "\0" in str(value):
        raise ValueError("not the kind of value that this list sorts by")
    return value
