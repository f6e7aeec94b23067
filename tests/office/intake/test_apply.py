"""An order and its newer versions: what is taken over, what is asked, what stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils import timezone as clock
from tests.office.shop import Shop, at, document, history_of, inline, line, notes_of, problems_of

from makeready.office.accounts.actor import Actor
from makeready.office.history.models import Entry
from makeready.office.intake.usable import OrderUnusable
from makeready.office.orders.models import Line, Order
from makeready.office.projects.arrival import bring
from makeready.office.projects.corrections import Changes, change
from makeready.office.projects.models import Project
from makeready.office.projects.transitions import move
from makeready.office.storefronts.events import Address, Customer, DesignRef, OrderEvent, Payment, Shipping

FAR = clock.now() + timedelta(days=400)


def test_an_order_of_two_lines_becomes_two_new_projects(shop: Shop) -> None:
    applied = shop.sends(shop.event(line("a", 250), line("b", 3, title="Postcards")))

    assert applied.created and applied.changed
    assert applied.outcome == f"Order {applied.order.number} came in: 2 lines, 2 projects."
    first, second = applied.projects
    assert (first.line.external_id, first.quantity, first.status) == ("a", 250, "New")
    assert (first.name, second.name) == ("Business cards – Anna Öz", "Postcards – Anna Öz")
    assert (first.customer_name, first.customer_email) == ("Anna Öz", "anna@shop.example")
    assert second.number == first.number + 1
    assert history_of(first)[0].reason == f"Order {applied.order.number} came in."


def test_an_order_is_kept_as_it_was_told(shop: Shop) -> None:
    shipping = Shipping(method="Express", address=Address(name="Анна Öz", city="Łódź", country="PL"))
    event = shop.event(
        line("9", 3, fields={"Name": "Łucja"}, design=inline()), note="Bitte klingeln", test=True, shipping=shipping
    )

    order = Order.objects.get(pk=shop.sends(event).order.pk)

    assert (order.number, order.note, order.test, order.currency) == (event.number, "Bitte klingeln", True, "EUR")
    assert (order.placed_at, order.store_updated_at) == (event.placed_at, event.updated_at)
    assert order.shipping == shipping.model_dump()
    kept = order.lines.get()
    assert (kept.quantity, kept.fields, kept.design["document"]["name"]) == (3, {"Name": "Łucja"}, "Card")


def test_a_customer_whom_the_store_does_not_know_has_the_name_on_the_parcel(shop: Shop) -> None:
    _, project = shop.project(customer=Customer(), shipping=Shipping(address=Address(name="Jan Kowalski")))

    assert (project.customer_name, project.name) == ("Jan Kowalski", "Business cards – Jan Kowalski")


def test_the_same_external_id_in_two_storefronts_is_two_orders(shop: Shop) -> None:
    event = shop.event()

    assert shop.sends(event).order.pk != Shop(name="Other").sends(event).order.pk


def test_the_same_event_again_changes_nothing_and_says_so(shop: Shop) -> None:
    event = shop.event()
    first = shop.sends(event)
    before = list(Entry.objects.values_list("id", flat=True)), Order.objects.get().updated_at

    again = shop.sends(event)

    assert (again.order.pk, again.created, again.changed) == (first.order.pk, False, False)
    assert [project.pk for project in again.projects] == [project.pk for project in first.projects]
    assert again.outcome == "The order is as it was: nothing was changed."
    assert (list(Entry.objects.values_list("id", flat=True)), Order.objects.get().updated_at) == before


def test_a_newer_time_on_the_same_content_only_moves_the_time(shop: Shop) -> None:
    event = shop.event()
    shop.sends(event)
    before = Entry.objects.count()

    assert not shop.sends(event, updated_at=at(30)).changed

    assert Entry.objects.count() == before
    assert not shop.sends(event, updated_at=at(20), note="older than what is kept").changed
    assert Order.objects.get().note == ""


def test_an_older_version_changes_nothing_and_says_so(shop: Shop) -> None:
    event = shop.event(line("1", 5))
    shop.sends(event)
    before = Entry.objects.count()

    older = shop.sends(event, updated_at=at(-30), note="older", lines=(line("1", 99), line("2")))

    assert older.outcome == (
        "An older version of the order (2026-11-23 09:30:00 UTC) than the one kept (2026-11-23 10:00:00 UTC): "
        "nothing was changed."
    )
    assert [project.quantity for project in older.projects] == [5]
    assert Entry.objects.count() == before


def test_times_are_compared_as_times_not_as_text(shop: Shop) -> None:
    event = shop.event(line("1", 5), updated_at=datetime(2026, 1, 23, 12, tzinfo=UTC))
    shop.sends(event)
    half_past_eleven = datetime(2026, 1, 23, 13, 30, tzinfo=timezone(timedelta(hours=2)))

    assert not shop.sends(event, updated_at=half_past_eleven, lines=(line("1", 99),)).changed


@pytest.mark.parametrize("same", [at(0), None], ids=["the same instant", "no time at all"])
def test_an_equal_time_is_not_older(shop: Shop, same: datetime | None) -> None:
    event = shop.event(line("1", 5))
    shop.sends(event)

    assert shop.sends(event, updated_at=same, lines=(line("1", 7),)).projects[0].quantity == 7


@pytest.mark.parametrize("order", [("pending", "paid"), ("paid", "pending")])
def test_two_messages_of_one_instant_end_paid_whichever_comes_last(shop: Shop, order: tuple[str, str]) -> None:
    event = shop.event()
    for payment in order:
        (project,) = shop.sends(event, payment=Payment(payment)).projects

    assert (Order.objects.get().payment, project.status) == ("paid", "Confirmed")


def test_an_added_line_becomes_one_more_project(shop: Shop) -> None:
    event = shop.event(line("a"))
    (first,) = shop.sends(event).projects

    both = shop.sends(event, lines=(line("b", 4), line("a")), updated_at=at(1)).projects

    assert [(project.line.external_id, project.quantity) for project in both] == [("b", 4), ("a", 1)]
    assert both[1].pk == first.pk
    assert history_of(both[0])[0].reason.endswith("was changed.")


@pytest.mark.parametrize(("counts", "status"), [(False, "New"), (True, "Confirmed")])
def test_a_reserved_payment_counts_where_the_storefront_says_so(shop: Shop, counts: bool, status: str) -> None:
    shop.storefront.settings = {"authorized_is_paid": counts}
    shop.storefront.save()

    event, project = shop.project(payment=Payment.AUTHORIZED)
    assert (project.status, project.order.payment) == (status, "authorized")

    shop.sends(event.model_copy(update={"payment": Payment.PAID, "updated_at": FAR}))
    project.refresh_from_db()
    assert project.status == "Confirmed"
    assert [entry.now for entry in history_of(project) if entry.kind == "status"] == ["New", "Confirmed"]


def test_a_line_added_to_a_paid_order_is_confirmed(shop: Shop) -> None:
    event = shop.event(line("a"), payment=Payment.PAID)
    shop.sends(event)

    both = shop.sends(event, lines=(line("a"), line("b")), updated_at=at(1)).projects

    assert [project.status for project in both] == ["Confirmed", "Confirmed"]


# removed lines


@pytest.mark.parametrize(
    "without",
    [(line("a"),), (line("a"), line("b", 0, removed=True)), (line("a"), line("b", 250, refunded=True))],
    ids=["left out", "marked as removed", "refunded in full"],
)
def test_the_project_of_a_removed_line_keeps_status_and_quantity_and_says_so(shop: Shop, without: tuple) -> None:
    event = shop.event(line("a"), line("b", 250), payment=Payment.PAID)
    shop.sends(event)

    _, gone = shop.sends(event, lines=without, updated_at=at(1)).projects

    gone.refresh_from_db()
    assert (gone.status, gone.quantity) == ("Confirmed", 250)
    problem = gone.problems.get(code="line-removed")
    assert problem.holds_start and "this line" in problem.message
    assert gone.problem_count == gone.problems.count()
    assert history_of(gone, "order")[-1].reason.startswith("The store ")


def test_when_the_line_returns_the_problem_goes_and_reactions_hear_of_it(shop: Shop) -> None:
    event = shop.event(line("a"), line("b", 5))
    before = shop.sends(event).projects
    shop.sends(event, lines=(line("a"),), updated_at=at(1))

    after = shop.sends(event, lines=(line("a"), line("b", 6)), updated_at=at(2)).projects

    assert [project.pk for project in after] == [project.pk for project in before]
    assert "line-removed" not in problems_of(after[1])
    assert after[1].quantity == 6
    assert [entry.reacted_at for entry in history_of(after[1], "order") if "back" in entry.reason] == [None]


def test_a_line_that_was_removed_before_we_saw_it_makes_no_project_and_the_order_says_why(shop: Shop) -> None:
    applied = shop.sends(shop.event(line("a"), line("b", 0, removed=True)))

    assert len(applied.projects) == 1
    assert "removed" in Line.objects.get(external_id="b").no_project_reason


def test_a_removed_line_that_never_was_a_project_becomes_one_when_it_returns(shop: Shop) -> None:
    event = shop.event(line("a"), line("b", 0, removed=True))
    shop.sends(event)

    applied = shop.sends(event, lines=(line("a"), line("b", 2)), updated_at=at(1))

    assert [project.quantity for project in applied.projects] == [1, 2]
    assert Line.objects.get(external_id="b").no_project_reason == ""


# quantities


def test_a_changed_quantity_is_taken_over_and_recorded(shop: Shop) -> None:
    event, project = shop.project(line("1", 5))

    shop.sends(event, lines=(line("1", 7),), updated_at=at(1))

    project.refresh_from_db()
    entry = history_of(project, "order")[-1]
    assert (project.quantity, entry.was, entry.now, entry.actor_kind) == (7, "5", "7", "store")
    assert "quantity-changed" not in problems_of(project)


@pytest.mark.parametrize("status", ["Active", "Completed"])
def test_once_active_a_changed_quantity_is_a_problem_too(shop: Shop, ada: Actor, status: str) -> None:
    event, project = shop.project(line("1", 5))
    move(project, status, by=ada)

    shop.sends(event, lines=(line("1", 7),), updated_at=at(1))
    shop.sends(event, lines=(line("1", 8),), updated_at=at(2))

    project.refresh_from_db()
    assert project.quantity == 8
    assert problems_of(project)["quantity-changed"].startswith("The store changed the quantity from 5 to 8")

    shop.sends(event, lines=(line("1", 5),), updated_at=at(3))
    assert "quantity-changed" not in problems_of(project)


def test_a_fractional_quantity_stays_on_the_line_and_is_rounded_up_with_a_problem(shop: Shop) -> None:
    event, project = shop.project(line("1", "2.5"))

    assert project.quantity == 3
    assert Line.objects.get().quantity == Decimal("2.5")
    assert "2.5; it was rounded up to 3" in problems_of(project)["quantity-rounded"]

    shop.sends(event, lines=(line("1", 4),), updated_at=at(1))
    assert "quantity-rounded" not in problems_of(project)


def test_a_third_is_a_third_however_often_it_is_told(shop: Shop) -> None:
    event, project = shop.project(line("1", "0.33333333333"))
    before = Entry.objects.count()

    shop.sends(event, lines=(line("1", "0.33333333333", remarks=()),), note="other", updated_at=at(1))

    assert [entry.reason for entry in Entry.objects.all()[before:]] == ["The store changed note."]
    assert project.quantity == 1


def test_a_quantity_that_a_person_set_later_stays(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(line("1", 5))
    change(project, Changes(quantity=50), by=ada)

    shop.sends(event, lines=(line("1", 7),), updated_at=at(1))

    project.refresh_from_db()
    assert project.quantity == 50
    assert notes_of(project) == ["The store changed the quantity to 7; 50, set by a person later, stays."]


def test_a_quantity_that_the_store_changes_after_a_person_counts(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(line("1", 5))
    change(project, Changes(quantity=50), by=ada)

    shop.sends(event, lines=(line("1", 7),), updated_at=FAR)

    project.refresh_from_db()
    assert (project.quantity, project.overrides) == (7, {})


# designs and fields


def test_a_changed_design_never_replaces_the_pinned_one_and_offers_itself(shop: Shop) -> None:
    event, project = shop.project(line(design=inline("Anna")))
    assert bring(project.pk)

    shop.sends(
        event, lines=(line(design=DesignRef(url="https://files.example/new.pdf?token=secret")),), updated_at=at(1)
    )

    problem = project.problems.get(code="design-changed")
    assert problem.facts["was"] == "a design document (“Card”)"
    assert problem.facts["now"] == "the file at files.example/new.pdf"
    assert problem.holds_start and "secret" not in problem.message
    project.refresh_from_db()
    assert project.design_due_at is None

    shop.sends(event, updated_at=at(2))
    assert "design-changed" not in problems_of(project)


def test_a_project_that_had_no_design_takes_the_changed_one(shop: Shop) -> None:
    event, project = shop.project()
    assert "no-product" in problems_of(project)

    shop.sends(event, lines=(line(design=inline("Anna")),), updated_at=at(1))
    bring(project.pk)

    project.refresh_from_db()
    assert project.design is not None
    assert problems_of(project) == {}


def test_a_store_that_no_longer_tells_of_the_design_does_not_take_it_away(shop: Shop) -> None:
    event, project = shop.project(line(design=inline("Anna")))
    bring(project.pk)

    shop.sends(event, lines=(line(),), updated_at=at(1))

    project.refresh_from_db()
    assert project.design is not None and problems_of(project) == {}
    assert "no longer tells of a design" in history_of(project, "order")[-1].reason


def test_a_changed_field_never_replaces_the_pinned_one_and_offers_itself(shop: Shop) -> None:
    shop.product("BC-*", design=shop.template())
    event, project = shop.project(line(sku="BC-1", fields={"Name": "Ana", "Paper": "matt"}))
    bring(project.pk)

    newer = line(sku="BC-1", fields={"Name": "Anna", "Paper": "matt"})
    shop.sends(event, lines=(newer,), updated_at=at(1))

    project.refresh_from_db()
    problem = project.problems.get(code="fields-changed")
    assert project.fields["Name"] == "Ana"
    assert problem.facts["changed"] == {"Name": ["Ana", "Anna"]}
    assert "Name: “Ana” → “Anna”" in problem.message and problem.holds_start

    shop.sends(event, updated_at=at(2))
    assert "fields-changed" not in problems_of(project)


def test_a_project_without_a_design_takes_changed_fields(shop: Shop) -> None:
    event, project = shop.project(line(fields={"Name": "Ana"}))

    shop.sends(event, lines=(line(fields={"Name": "Anna"}),), updated_at=at(1))

    project.refresh_from_db()
    assert project.fields == {"Name": "Anna"}
    assert "fields-changed" not in problems_of(project)


def test_a_field_that_was_missing_is_taken_when_the_store_tells_it(shop: Shop) -> None:
    shop.product("BC-*", design=shop.template())
    event, project = shop.project(line(sku="BC-1", fields={"Paper": "matt"}))
    bring(project.pk)
    assert "Name" in problems_of(project)["field-missing"]

    shop.sends(event, lines=(line(sku="BC-1", fields={"Name": "Anna"}),), updated_at=at(1))
    bring(project.pk)

    project.refresh_from_db()
    assert problems_of(project) == {}
    assert project.design.current == 2


def test_fields_that_the_store_no_longer_tells_stay(shop: Shop) -> None:
    event, project = shop.project(line(fields={"Name": "Anna"}))

    shop.sends(event, lines=(line(),), updated_at=at(1))

    project.refresh_from_db()
    assert project.fields == {"Name": "Anna"}


# the rest of the order


def test_a_changed_customer_is_followed_unless_a_person_corrected_it_later(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(line("a"))
    change(project, Changes(customer_name="Anna Öztürk"), by=ada)

    renamed = Customer(id="c1", name="Ana Oz", email="ana@new.example")
    shop.sends(event, customer=renamed, updated_at=at(1))

    project.refresh_from_db()
    assert (project.customer_name, project.customer_email) == ("Anna Öztürk", "ana@new.example")


def test_a_persons_correction_survives_events_that_do_not_touch_it(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(line("a"))
    change(project, Changes(name="Anna's cards", customer_name="Anna Öztürk"), by=ada)

    shop.sends(event, note="Please hurry", updated_at=FAR)

    project.refresh_from_db()
    assert (project.name, project.customer_name) == ("Anna's cards", "Anna Öztürk")


def test_what_changed_on_the_order_is_recorded_with_old_and_new(shop: Shop) -> None:
    event = shop.event()
    order = shop.sends(event).order

    shop.sends(event, payment=Payment.PAID, note="Hurry", updated_at=at(1))

    entry = Entry.objects.filter(order=order.pk, project="", kind="order").last()
    assert entry.reason == "The store changed payment, note."
    assert entry.facts["changed"] == {"payment": ["pending", "paid"], "note": ["", "Hurry"]}


def test_remarks_become_notes_once(shop: Shop) -> None:
    event = shop.event(line("a", remarks=("This line only.",)), line("b"), remarks=("The order was trashed.",))
    first, second = shop.sends(event).projects

    shop.sends(event, note="other", updated_at=at(1))

    assert sorted(notes_of(first)) == ["The order was trashed.", "This line only."]
    assert notes_of(second) == ["The order was trashed."]
    assert first.notes.count() == 2


def test_remarks_on_an_order_without_projects_stay_with_the_order(db: None) -> None:
    shop = Shop(projects_for="personalised")
    event = shop.event(remarks=("The order was trashed.",))
    order = shop.sends(event).order

    shop.sends(event, note="other", updated_at=at(1))

    assert Entry.objects.filter(order=order.pk, kind="note").count() == 1


def test_a_refund_in_part_is_a_note_on_the_projects_concerned(shop: Shop) -> None:
    event = shop.event(line("a", 5), line("b"), payment=Payment.PAID)
    first, second = shop.sends(event).projects

    refunded = (line("a", 3, refunded_quantity=Decimal(2)), line("b"))
    shop.sends(event, lines=refunded, payment=Payment.PARTIALLY_REFUNDED, updated_at=at(1))

    assert notes_of(first) == ["The store refunded 2 of this line."]
    assert notes_of(second) == []
    first.refresh_from_db()
    assert (first.status, first.quantity) == ("Confirmed", 3)


def test_a_refund_in_part_of_nobody_knows_what_is_a_note_on_all(shop: Shop) -> None:
    event = shop.event(line("a"), line("b"), payment=Payment.PAID)
    projects = shop.sends(event).projects

    shop.sends(event, payment=Payment.PARTIALLY_REFUNDED, updated_at=at(1))

    assert [notes_of(project) for project in projects] == [["The store refunded a part of the order."]] * 2


def test_what_is_no_order_changes_nothing_and_says_why(shop: Shop) -> None:
    applied = shop.sends(shop.event(), no_order="The store's connection test: no order.")

    assert (applied.order, applied.outcome) == (None, "The store's connection test: no order.")
    assert Order.objects.count() == 0


def test_a_message_that_only_names_the_order_leaves_a_note_and_nothing_else(shop: Shop) -> None:
    event, project = shop.project(line("1", 5))
    sparse = OrderEvent(external_id=event.external_id, sparse=True, remarks=("The store deleted the order.",))

    assert shop.sends(sparse).outcome == f"Noted on order {event.number}: The store deleted the order."

    project.refresh_from_db()
    assert (project.status, project.quantity, notes_of(project)) == ("New", 5, ["The store deleted the order."])
    assert shop.sends(OrderEvent(external_id="unknown", sparse=True)).order is None


def test_every_fault_of_an_order_is_told_with_its_place_and_nothing_is_kept(shop: Shop) -> None:
    huge = shop.event(line("1", "1e30"), line("1"), line("", 1), external_id="x" * 201)

    with pytest.raises(OrderUnusable) as refused:
        shop.sends(huge)

    assert [fault.path for fault in refused.value.errors] == [
        "external_id", "lines/0/external_id", "lines/0/quantity", "lines/1/external_id", "lines/2/external_id",
    ]  # fmt: skip
    assert Order.objects.count() == 0


def test_a_character_that_no_database_keeps_is_left_out(shop: Shop) -> None:
    _, project = shop.project(line(fields={"Na\0me": "An\0na"}, title="Ca\0rds"), note="\0")

    assert (project.fields, project.name) == ({"Name": "Anna"}, "Cards – Anna Öz")


def test_an_order_with_unusable_lines_still_yields_all_its_projects(shop: Shop) -> None:
    applied = shop.sends(shop.event(
        line("bad"), line("good", design=inline()), line("unknown", design=DesignRef(id="dsn_doesnotexist")),
        line("broken", design=DesignRef(document={"version": 1, "pages": "none"})),
        line("elsewhere", design=DesignRef(url="ftp://files.example/x.pdf")),
        line("designer", design=DesignRef(pending="zk-77", waits_for="Zakeke has not handed the file out yet.")),
    ))  # fmt: skip

    for project in applied.projects:
        bring(project.pk)

    codes = {project.line.external_id: [*problems_of(project)] for project in applied.projects}
    assert codes == {
        "bad": ["no-product"], "good": [], "unknown": ["design-unknown"], "broken": ["design-invalid"],
        "elsewhere": ["design-not-fetched"], "designer": ["design-waits"],
    }  # fmt: skip
    for project in Project.objects.exclude(line__external_id="good"):
        problem = project.problems.get()
        assert problem.message and problem.hint and problem.holds_start


def test_bundles_are_not_printed_twice(shop: Shop) -> None:
    whole = line("set", title="Wedding set", fields={"Names": "Anna & Jan"})
    applied = shop.sends(shop.event(whole, line("menu", parent="set"), line("card", parent="set")))

    assert [project.line.external_id for project in applied.projects] == ["set"]
    assert "part of “Wedding set”" in Line.objects.get(external_id="menu").no_project_reason


def test_the_document_of_the_tests_is_a_valid_design() -> None:
    from makeready.office.designs.store import check_document

    assert check_document(document()).name == "Card"
