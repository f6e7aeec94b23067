"""How are texts compared in a search? Folded: letter case and the ways to write one character do not count."""

from __future__ import annotations

import unicodedata

from django.db.models import Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan


def folded(text: str) -> str:
    """A text as it is compared, and as it is kept for comparing."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("\0", "")


def holds(column: str, part: str) -> GreaterThan:
    """A condition: the column, kept folded, has this part; `%` and `_` are characters like others.

    A plain search for bytes, the same on SQLite and on a PostgreSQL without extensions, where folding and patterns
    of the database's own would differ for all but ASCII.
    """
    return GreaterThan(StrIndex(column, Value(folded(part))), 0)
