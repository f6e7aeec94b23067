"""What no database keeps does not reach one; what cannot be kept at all is refused with its places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office.shop import Shop, inline, line, problems_of

from makeready.office.intake.usable import OrderUnusable, fingerprint, usable
from makeready.office.orders.models import Line
from makeready.office.projects.arrival import bring
from makeready.office.storefronts.events import Customer, DesignRef, OrderEvent


def document(value: Any) -> OrderEvent:
    return OrderEvent(external_id="1", lines=(line(design=DesignRef(document={"x": value})),))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("a\0b", "ab"), ("\ud83d\ude00", "😀"), ("half \ud83d", "half �"), (float("nan"), None), ([1e999], [None]),
        ({"k\0": "v"}, {"k": "v"}), (1.5, 1.5), (None, None), (True, True),
    ],
)  # fmt: skip
def test_what_no_database_keeps_is_replaced(told: Any, kept: Any) -> None:
    clean = usable(document(told))

    assert clean.lines[0].design is not None
    assert clean.lines[0].design.document == {"x": kept}
    assert len(fingerprint(clean)) == 64


def test_what_is_nested_too_deeply_is_refused() -> None:
    deep: Any = "x"
    for _ in range(5000):
        deep = [deep]

    with pytest.raises(OrderUnusable, match="nested too deeply"):
        usable(document(deep))


@pytest.mark.parametrize("quantity", ["NaN", "Infinity", "1e10"])
def test_a_quantity_that_is_no_number_is_refused(quantity: str) -> None:
    event = OrderEvent.model_construct(
        external_id="1", lines=(line().model_copy(update={"quantity": Decimal(quantity)}),)
    )

    with pytest.raises(OrderUnusable) as refused:
        usable(event)

    assert [fault.path for fault in refused.value.errors] == ["lines/0/quantity"]


def test_the_longest_texts_are_kept_as_far_as_there_is_room(each_database: str) -> None:
    shop, much = Shop(name="S" * 200), "ż" * 5000
    whole = line("set", title=much, fields={much: much})
    event = shop.event(
        line("1", sku=much, title=much, product=much, variant=much, design=inline(), remarks=(much,)),
        whole, line("part", parent="set"),
        number=much, currency=much, note=much, url=f"https://{much}", remarks=(much * 3,),
        customer=Customer(name=much, email=much),
    )  # fmt: skip

    applied = shop.sends(event)

    for project in applied.projects:
        bring(project.pk)
    assert problems_of(applied.projects[0]) == {}
    assert len(applied.projects[0].name) == 500
    assert len(Line.objects.get(external_id="part").no_project_reason) == 500
    assert not shop.sends(event).changed


texts = st.text(st.characters(codec="utf-8"), max_size=20)


lines = st.builds(
    line, st.text("abc", min_size=1, max_size=2), st.decimals(-10, 10**6, places=3), sku=texts, title=texts,
    fields=st.dictionaries(texts, texts, max_size=3),
)  # fmt: skip
events = st.builds(
    OrderEvent, external_id=st.text("0123456789", min_size=1, max_size=9), number=texts, note=texts, currency=texts,
    url=texts, customer=st.builds(Customer, name=texts, email=texts), remarks=st.lists(texts, max_size=2).map(tuple),
    lines=st.lists(lines, max_size=3, unique_by=lambda one: one.external_id).map(tuple),
)  # fmt: skip


@given(events)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_store_tells_is_kept_and_the_second_time_changes_nothing(shop: Shop, event: OrderEvent) -> None:
    shop.sends(event)

    assert not shop.sends(event).changed
