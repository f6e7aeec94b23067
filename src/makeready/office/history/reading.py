"""What happened to something, oldest first? The ledger read in pages."""

from __future__ import annotations

from makeready.office.history.models import Entry
from makeready.office.keyset import USUAL, Order, Page, page

OLDEST_FIRST = Order("oldest", "pk")
NEWEST_FIRST = Order("newest", "pk", descending=True)


def entries(
    *,
    project: str = "",
    order: str = "",
    subject: str = "",
    cursor: str | None = None,
    limit: int = USUAL,
    newest_first: bool = False,
) -> Page[Entry]:
    """Entries of a project, an order (with those of its projects), or anything else by id; with none given, all.

    Raises:
        keyset.CursorUnknown, keyset.LimitWrong.
    """
    given = {"project": project, "order": order, "subject": subject}
    rows = Entry.objects.filter(**{column: identity for column, identity in given.items() if identity})
    return page(rows, NEWEST_FIRST if newest_first else OLDEST_FIRST, cursor=cursor, limit=limit)
