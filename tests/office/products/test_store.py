"""Setting products up: checked as a whole, recorded, never over somebody else's change."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from tests.office.shop import Shop

from makeready.office.accounts.actor import Actor
from makeready.office.errors import StaleVersion
from makeready.office.history.models import Entry
from makeready.office.products.models import Product
from makeready.office.products.store import (
    MatchWish,
    NoSuchProduct,
    PrintWish,
    ProductInvalid,
    ProductWish,
    create,
    named,
    update,
)


def test_a_product_is_kept_and_recorded(shop: Shop, ada: Actor) -> None:
    template = shop.template()
    wish = ProductWish(
        name=" Card ", match=MatchWish(storefront=shop.storefront.pk, skus=["BC-*", "BC-*"], external_ids=["77"]),
        design=template.pk, fields={"Imię": "Name"}, start_on="manual", print=PrintWish(dpi=300),
    )  # fmt: skip

    product = named(create(wish, by=ada).pk)

    assert (product.name, product.skus, product.external_ids) == ("Card", ["BC-*"], ["77"])
    assert (product.design, product.fields, product.print) == (template, {"Imię": "Name"}, {"dpi": 300})
    assert (product.storefront, product.start_on, product.version) == (shop.storefront, "manual", 1)
    entry = Entry.objects.get(subject=product.pk)
    assert (entry.kind, entry.now, entry.actor_name, entry.reacted_at) == ("setup", "Card", "Ada", None)


def test_every_fault_is_told_with_its_place_and_nothing_is_kept(shop: Shop, ada: Actor) -> None:
    wish = ProductWish(
        name="Card", match=MatchWish(storefront="sto_none"), design=shop.template().pk, pipeline="ppl_none",
        fields={"Imię": "Nam"},
    )  # fmt: skip

    with pytest.raises(ProductInvalid) as refused:
        create(wish, by=ada)

    assert [fault.path for fault in refused.value.errors] == ["match/storefront", "pipeline", "fields/Imię"]
    assert "it has “Name”" in refused.value.errors[-1].message
    assert Product.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"name": 7}, "name"), ({"name": ""}, "name"), ({}, "name"), ({"name": "x", "nmae": "y"}, "nmae"),
        ({"name": "x", "match": {"skus": "BC-*"}}, "skus"), ({"name": "x", "match": {"skus": [""]}}, "skus"),
        ({"name": "x", "start_on": "Tuesday"}, "start_on"), ({"name": "x", "print": {"dpi": 0}}, "dpi"),
        ({"name": "x", "print": {"colour": "cmyk"}}, "colour"),
    ],
)  # fmt: skip
def test_wrong_types_and_unknown_names_are_told_with_their_place(wrong: dict, place: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ProductWish.model_validate(wrong)

    assert place in str([error["loc"] for error in refused.value.errors()])


def test_a_change_raises_the_version_and_says_what_changed(shop: Shop, ada: Actor) -> None:
    product = create(ProductWish(name="Card"), by=ada)

    changed = update(product, ProductWish(name="Visiting card"), by=ada, expected_version=1)

    assert (changed.name, changed.version) == ("Visiting card", 2)
    entry = Entry.objects.filter(subject=product.pk).last()
    assert (entry.was, entry.now, entry.facts) == ("Card", "Visiting card", {"changed": ["name"]})


def test_a_change_that_changes_nothing_records_nothing(shop: Shop, ada: Actor) -> None:
    product = create(ProductWish(name="Card"), by=ada)

    assert update(product, ProductWish(name="Card"), by=ada).version == 1
    assert Entry.objects.filter(subject=product.pk).count() == 1


def test_who_saw_an_older_version_is_refused(shop: Shop, ada: Actor) -> None:
    product = create(ProductWish(name="Card"), by=ada)
    update(product, ProductWish(name="First"), by=ada, expected_version=1)

    with pytest.raises(StaleVersion):
        update(product, ProductWish(name="Second"), by=ada, expected_version=1)

    assert Product.objects.get().name == "First"


def test_an_unknown_product_is_said(db: None) -> None:
    with pytest.raises(NoSuchProduct, match="prd_none"):
        named("prd_none")
