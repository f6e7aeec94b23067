"""The list of projects: filters, sorting, pages, and the search for parts of words; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.office.shop import Shop, inline, line

from makeready.office.accounts.actor import Actor
from makeready.office.keyset import CursorUnknown, LimitWrong
from makeready.office.products import store as products
from makeready.office.projects import search
from makeready.office.projects.corrections import Changes, change
from makeready.office.projects.models import Project
from makeready.office.projects.search import SORTS, Filters, counts, list_projects
from makeready.office.projects.statuses import Status
from makeready.office.projects.transitions import move
from makeready.office.storefronts.events import Customer, Payment


@pytest.fixture
def busy(each_database: str) -> Shop:
    """A shop with four projects: of Łucja, Jörg, Анна and nobody known."""
    shop = Shop()
    shop.product("BC-*", fields={})
    lucja = Customer(name="Łucja Żak", email="lucja@mail.example")
    shop.sends(shop.event(line(sku="BC-85x55", fields={"Imię": "Łucja", "Motto": "100%_sure"}), customer=lucja,
                          number="#A-1", payment=Payment.PAID))  # fmt: skip
    joerg = Customer(name="Jörg Groß", email="joerg@mail.example")
    shop.sends(shop.event(line(title="Postcards", sku="PC-9"), customer=joerg, number="#A-2"))
    shop.sends(
        shop.event(line(title="Mug", sku="MUG", design=inline()), customer=Customer(name="Анна Öz"), number="#B-1")
    )
    shop.sends(shop.event(line(title="Poster", sku="PO"), customer=Customer(), number="#B-2"))
    return shop


def found(**filters: object) -> list[str]:
    """The order numbers of the projects that a filter leaves, oldest first."""
    page = list_projects(Filters(**filters), sort="created_at")  # type: ignore[arg-type]
    return [project.order.number for project in page.items]


def test_the_search_finds_parts_of_words_wherever_they_stand_in_any_letter_case(busy: Shop) -> None:
    expected = {
        "": ["#A-1", "#A-2", "#B-1", "#B-2"], "#a-": ["#A-1", "#A-2"], "b-2": ["#B-2"],
        "ŁUCJA": ["#A-1"], "żak": ["#A-1"], "ucj": ["#A-1"], "GROSS": ["#A-2"], "groß": ["#A-2"], "анна": ["#B-1"],
        "mail.example": ["#A-1", "#A-2"], "joerg@": ["#A-2"], "bc-85": ["#A-1"], "postc": ["#A-2"], "imię": ["#A-1"],
        "product bc": ["#A-1"], "100%_sure": ["#A-1"], "%": ["#A-1"], "_": ["#A-1"], "100_sure": [], "'; --": [],
        "jörg postcards": ["#A-2"], "postcards jörg pc-9": ["#A-2"], "jörg mug": [], "nobody": [],
    }  # fmt: skip
    assert {q: found(q=q) for q in expected} == expected


def test_one_character_written_in_two_ways_is_one(busy: Shop) -> None:
    assert found(q="Jo\u0308rg") == ["#A-2"]


def test_a_project_is_found_by_its_number(busy: Shop) -> None:
    newest = Project.objects.latest("number")

    assert str(newest.number) in "1234"
    assert "#B-2" in found(q=str(newest.number))


def test_the_filters_hold_together(busy: Shop, ada: Actor) -> None:
    product = Project.objects.get(order__number="#A-1").product
    mug = Project.objects.get(order__number="#B-1")
    move(mug, "Active", by=ada)

    assert found(status=(Status.NEW,)) == ["#A-2", "#B-2"]
    assert found(status=(Status.CONFIRMED, Status.ACTIVE)) == ["#A-1", "#B-1"]
    assert found(status=(Status.REJECTED,)) == []
    assert found(processing=("none",)) == found() and found(processing=("failed", "done")) == []
    assert found(storefront=busy.storefront.pk) == found() and found(storefront="sto_none") == []
    assert found(order=mug.order_id) == ["#B-1"]
    assert found(product=product.pk) == ["#A-1"]
    assert found(customer="LUCJA@") == found(customer="ucja ż") == ["#A-1"]
    assert found(customer="postcards") == []
    assert found(problems=False) == ["#B-1"] and "#A-2" in found(problems=True)
    assert found(created_after=mug.created_at) == ["#B-2"]
    assert found(created_before=mug.created_at) == ["#A-1", "#A-2"]
    assert found(q="a", status=(Status.NEW,), customer="jör", storefront=busy.storefront.pk) == ["#A-2"]


def test_what_is_corrected_is_found_at_once(busy: Shop, ada: Actor) -> None:
    change(Project.objects.get(order__number="#B-2"), Changes(customer_name="Zoë"), by=ada)

    assert found(q="zoë") == found(customer="ZOË") == ["#B-2"]


def test_a_product_that_was_renamed_is_found_by_its_new_name(busy: Shop, ada: Actor) -> None:
    product = Project.objects.get(order__number="#A-1").product
    products.update(product, products.ProductWish(name="Visiting card"), by=ada)
    search.index_product(product.pk)

    assert found(q="visiting") == ["#A-1"]


@pytest.mark.parametrize("few", [0, 2000], ids=["along the list", "few first"])
def test_both_ways_of_searching_find_the_same(busy: Shop, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", few)

    assert found(q="mail.example") == ["#A-1", "#A-2"]
    assert found(q="mail.example", status=(Status.NEW,)) == ["#A-2"]
    assert list_projects(Filters(q="mail"), sort="-created_at", limit=1).items[0].order.number == "#A-2"


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_paged_through_is_complete_and_stable_while_orders_arrive(each_database: str, sort: str) -> None:
    shop = Shop()
    made = [project.pk for _ in range(5) for project in shop.sends(shop.event(line("a"), line("b"))).projects]
    column = sort.lstrip("-")
    wanted = sorted(Project.objects.all(), key=lambda one: getattr(one, column), reverse=sort.startswith("-"))

    seen, cursor = [], None
    while True:
        page = list_projects(cursor=cursor, limit=3, sort=sort)
        seen += [project.pk for project in page.items]
        if (cursor := page.next_cursor) is None:
            break
        shop.project()

    assert len(seen) == len(set(seen))
    assert [pk for pk in seen if pk in made] == [project.pk for project in wanted]


def test_projects_of_one_instant_are_told_apart(each_database: str) -> None:
    shop = Shop()
    for _ in range(6):
        shop.project()
    moment = Project.objects.earliest("created_at").created_at
    Project.objects.update(created_at=moment)

    first = list_projects(limit=4)
    second = list_projects(limit=4, cursor=first.next_cursor)

    assert len({project.pk for project in (*first.items, *second.items)}) == 6
    assert second.next_cursor is None


@pytest.fixture
def cursor(shop: Shop) -> Iterator[str]:
    for _ in range(3):
        shop.project()
    given = list_projects(limit=1).next_cursor
    assert given
    return given


@pytest.mark.parametrize(
    "spoil",
    [lambda c: "not-a-cursor", lambda c: c[:-4], lambda c: c + "AAAA", lambda c: "ż", lambda c: "W10", lambda c: "e30"],
    ids=["words", "cut off", "longer", "not base64", "an empty list", "an object"],
)
def test_a_cursor_that_no_list_gave_is_refused_by_name(cursor: str, spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CursorUnknown) as refused:
        list_projects(cursor=spoil(cursor))

    assert refused.value.errors[0].path == "cursor"


def test_a_cursor_of_another_order_is_refused(cursor: str) -> None:
    with pytest.raises(CursorUnknown):
        list_projects(cursor=cursor, sort="created_at")


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_has_1_to_200_rows(db: None, limit: int) -> None:
    with pytest.raises(LimitWrong) as refused:
        list_projects(limit=limit)

    assert refused.value.errors[0].path == "limit"


def test_an_inline_document_is_not_read_for_a_list(shop: Shop) -> None:
    shop.project(line(design=inline()))

    assert "design" in list_projects().items[0].line.get_deferred_fields()


def test_a_page_takes_two_queries_and_a_search_three(shop: Shop, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        shop.project()

    with django_assert_num_queries(2):
        for project in list_projects().items:
            assert project.order.number and project.line.title and project.product is None
    with django_assert_num_queries(3):
        list_projects(Filters(q="anna"))


def test_statuses_are_counted_no_further_than_asked(busy: Shop) -> None:
    Shop(name="Other").project()

    assert counts() == {
        Status.NEW: 4, Status.CONFIRMED: 1, Status.ACTIVE: 0, Status.COMPLETED: 0, Status.REJECTED: 0,
    }  # fmt: skip
    assert counts(storefront=busy.storefront.pk)[Status.NEW] == 3
    assert counts(most=2)[Status.NEW] == 3  # “more than two”


def test_filters_are_values(busy: Shop) -> None:
    narrow = replace(
        Filters(), q="mug", created_after=Project.objects.earliest("number").created_at - timedelta(days=1)
    )

    assert [project.order.number for project in list_projects(narrow).items] == ["#B-1"]
