"""Which product a line means: the narrowest rule wins, always the same one."""

from __future__ import annotations

import itertools

import pytest
from tests.office.shop import Shop, line

from makeready.office.products.mapping import candidates, match, sku_matches
from makeready.office.products.models import Product


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop()


def product(name: str, shop: Shop | None = None, **columns: object) -> Product:
    storefront = shop.storefront if shop else None
    return Product.objects.create(name=name, storefront=storefront, **columns)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("pattern", "sku", "expected"),
    [
        ("BC-85x55", "BC-85x55", True), ("BC-*", "BC-85x55", True), ("BC-*", "BC-", True), ("BC-*", "XBC-1", False),
        ("*-85x55", "BC-85x55", True), ("BC-?", "BC-1", True), ("BC-?", "BC-12", False), ("bc-*", "BC-1", True),
        ("BC.1", "BCx1", False), ("BC[1]", "BC1", False), ("BC[1]", "BC[1]", True), ("*", "anything", True),
        ("*", "", False), ("BC-1", " BC-1 ", True), ("(a+)+b*", "(a+)+bc", True),
    ],
)  # fmt: skip
def test_a_pattern_has_stars_and_question_marks_and_nothing_else(pattern: str, sku: str, expected: bool) -> None:
    assert sku_matches(pattern, sku) is expected


def test_the_stores_own_id_goes_before_a_sku_pattern(shop: Shop) -> None:
    product("by sku", shop, skus=["BC-85x55"])
    by_id = product("by id", external_ids=["77"])

    assert match(shop.storefront, line(sku="BC-85x55", product="77")) == by_id


def test_the_variants_id_goes_before_the_products(shop: Shop) -> None:
    product("all sizes", shop, external_ids=["77"])
    large = product("large", shop, external_ids=["77-L"])

    assert match(shop.storefront, line(product="77", variant="77-L")) == large


def test_a_product_of_the_storefront_goes_before_one_of_all(shop: Shop) -> None:
    product("general", skus=["BC-85x55"])
    special = product("special", shop, skus=["BC-*"])

    assert match(shop.storefront, line(sku="BC-85x55")) == special


def test_the_longest_pattern_wins_and_an_exact_one_over_its_like(shop: Shop) -> None:
    product("short", shop, skus=["B*"])
    longer = product("longer", shop, skus=["BC-*", "X*"])
    exact = product("exact", shop, skus=["BC-1"])
    product("starred", shop, skus=["BC-1*"])

    assert match(shop.storefront, line(sku="BC-2")) == longer
    assert match(shop.storefront, line(sku="BC-1")) == exact


def test_of_equals_the_older_one_wins_in_whatever_order_they_are_looked_at(shop: Shop) -> None:
    made = [product(f"equal {number}", shop, skus=["BC-*"]) for number in range(3)]

    for order in itertools.permutations(made):
        assert match(shop.storefront, line(sku="BC-1"), order) == made[0]


def test_products_of_other_storefronts_are_not_meant(shop: Shop) -> None:
    product("theirs", Shop(name="Other"), skus=["*"], external_ids=["77"])

    assert candidates(shop.storefront) == []
    assert match(shop.storefront, line(sku="BC-1", product="77")) is None


def test_a_line_that_tells_nothing_means_no_product(shop: Shop) -> None:
    product("all", shop, skus=["*"], external_ids=[""])

    assert match(shop.storefront, line(sku="", product="", variant="")) is None


def test_a_pattern_of_many_stars_holds_nobody_up():
    assert not sku_matches("*A" * 12 + "*B", "A" * 200)
    assert sku_matches("*A*A*-[x]*", "aa-[X]9")
