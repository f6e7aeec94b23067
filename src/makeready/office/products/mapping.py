"""Which product is meant by a store's line? By the store's own id before a SKU pattern, the narrowest first."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from django.db.models import Q

from makeready.office.products.models import Product
from makeready.office.storefronts.models import Storefront


class LineLike(Protocol):
    """What a line tells of its product: the store's ids of product and variant, and the SKU."""

    @property
    def product(self) -> str:
        """The store's id of the product, "" where it has none."""
        ...

    @property
    def variant(self) -> str:
        """The store's id of the variant."""
        ...

    @property
    def sku(self) -> str:
        """The stock-keeping unit."""
        ...


def match(storefront: Storefront, line: LineLike, among: Iterable[Product] | None = None) -> Product | None:
    """The product of a line, or None.

    A product that names the store's id (variant before product) goes before one that matches the SKU; one of this
    storefront before one of all; the pattern with more literal characters before the shorter; then the older one.
    among: `candidates(storefront)`, to ask the database once for many lines.
    """
    ranked = [
        (rank, product)
        for product in (candidates(storefront) if among is None else among)
        if (rank := _rank(product, line)) is not None
    ]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def candidates(storefront: Storefront) -> list[Product]:
    """The products that lines of a storefront can mean: its own, and those of all."""
    ours = Q(storefront=storefront) | Q(storefront__isnull=True)
    return list(Product.objects.filter(ours).select_related("design"))


def sku_matches(pattern: str, sku: str) -> bool:
    """Whether a SKU is meant by a pattern: `*` stands for any characters, `?` for one; letter case does not count."""
    return bool(sku) and _pattern(pattern).fullmatch(sku.strip()) is not None


_Rank = tuple[int, int, int, datetime, str]


def _rank(product: Product, line: LineLike) -> _Rank | None:
    elsewhere = 0 if product.storefront_id else 1
    for place, identity in enumerate((line.variant, line.product)):
        if identity and identity in product.external_ids:
            return (place, elsewhere, 0, product.created_at, product.pk)
    literal = [_literal_length(pattern) for pattern in product.skus if sku_matches(pattern, line.sku)]
    return (2, elsewhere, -max(literal), product.created_at, product.pk) if literal else None


def _literal_length(pattern: str) -> int:
    """How narrow a pattern is: twice its literal characters, and one more where it has no `*` or `?` at all."""
    literal = sum(1 for character in pattern if character not in "*?")
    return 2 * literal + (literal == len(pattern))


@lru_cache(maxsize=4096)
def _pattern(pattern: str) -> re.Pattern[str]:
    # `fnmatch` writes patterns that never go back over what they have matched; `[` has no meaning of its own in ours.
    return re.compile(fnmatch.translate(pattern.strip().replace("[", "[[]")), re.IGNORECASE)
