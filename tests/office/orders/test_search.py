"""The list of orders."""

from __future__ import annotations

from datetime import timedelta

from tests.office.shop import Shop

from makeready.office.orders.models import Order
from makeready.office.orders.search import Filters, list_orders
from makeready.office.storefronts.events import Customer


def found(**filters: object) -> list[str]:
    return [order.number for order in list_orders(Filters(**filters), sort="created_at").items]  # type: ignore[arg-type]


def test_orders_are_filtered_and_searched(each_database: str) -> None:
    shop, other = Shop(), Shop(name="Other")
    shop.sends(shop.event(number="#1", external_id="x1", customer=Customer(name="Łucja Żak", email="l@mail.example")))
    shop.sends(shop.event(number="#2", external_id="x2", test=True, customer=Customer(name="Jörg 100%")))
    other.sends(other.event(number="#1", external_id="x1"))
    second = Order.objects.get(external_id="x2")

    assert found() == ["#1", "#2", "#1"]
    assert found(storefront=shop.storefront.pk) == ["#1", "#2"]
    assert found(storefront=other.storefront.pk, external_id="x1") == ["#1"]
    assert found(number="#2") == found(test=True) == found(q="X2") == found(q="100%") == found(q="JÖRG #2") == ["#2"]
    assert found(q="%") == ["#2"] and found(q="mail.EXAMPLE") == ["#1"] and found(q="nobody") == []
    assert found(created_after=second.created_at) == ["#1"]
    assert found(created_before=second.created_at + timedelta(microseconds=1)) == ["#1", "#2"]


def test_orders_are_paged_newest_first(shop: Shop) -> None:
    numbers = [shop.sends(shop.event()).order.number for _ in range(5)]

    first = list_orders(limit=3)
    second = list_orders(cursor=first.next_cursor, limit=3)

    assert [order.number for order in (*first.items, *second.items)] == numbers[::-1]
    assert second.next_cursor is None
