"""Which lines become projects, and why the others do not."""

from __future__ import annotations

import pytest
from tests.office.shop import Shop, inline, line

from makeready.office.intake.selection import PLAIN, REMOVED, UNMAPPED, gone, reasons_against
from makeready.office.storefronts.events import OrderLine
from makeready.office.storefronts.models import ProjectsFor

PERSONALISED, ALL = ProjectsFor.PERSONALISED, ProjectsFor.ALL


def reason(told: OrderLine, *, matched: bool = False, rule: ProjectsFor = PERSONALISED) -> str:
    return reasons_against([told], {told.external_id: matched}, {}, rule)[told.external_id]


@pytest.mark.parametrize(
    ("told", "matched", "expected"),
    [
        (line(), False, PLAIN),
        (line(), True, ""),
        (line(design=inline()), False, ""),
        (line(fields={"Name": "Anna"}), False, ""),
        (line(fields={"Colour": "black"}, attributes=("Colour",)), False, PLAIN),
        (line(gift_card=True, fields={"To": "Jan"}), False, UNMAPPED),
        (line(custom=True, fields={"Text": "x"}), False, UNMAPPED),
        (line(custom=True, design=inline()), False, ""),
        (line(gift_card=True), True, ""),
        (line(removed=True), True, REMOVED),
        (line("1", 0), True, REMOVED),
        (line(refunded=True), True, REMOVED),
    ],
    ids=["plain", "matched", "own design", "fields", "attributes only", "gift card", "custom", "custom with design",
         "mapped gift card", "removed", "none left", "refunded"],
)  # fmt: skip
def test_personalised_are_those_with_a_design_fields_or_a_product(told, matched, expected) -> None:  # type: ignore[no-untyped-def]
    assert reason(told, matched=matched) == expected


@pytest.mark.parametrize("told", [line(), line(gift_card=True), line(custom=True)])
def test_all_means_all(told: OrderLine) -> None:
    assert reason(told, rule=ALL) == ""


def test_nothing_is_made_of_what_is_gone() -> None:
    assert [gone(line("1", -1)), gone(line("1", 0.5)), gone(line())] == [True, False, False]


def test_a_plain_line_stands_on_the_order_with_the_reason(db: None) -> None:
    shop = Shop(projects_for="personalised")
    applied = shop.sends(shop.event(line("1", fields={"Name": "Zoë"}), line("2")))

    assert [project.line.external_id for project in applied.projects] == ["1"]
    assert {one.external_id: one.no_project_reason for one in applied.order.lines.all()} == {"1": "", "2": PLAIN}


def test_a_plain_line_that_a_newer_version_personalises_becomes_a_project(db: None) -> None:
    shop = Shop(projects_for="personalised")
    event = shop.event(line("2"))
    shop.sends(event)

    applied = shop.sends(event, lines=(line("2", fields={"Name": "Zoë"}),))

    assert len(applied.projects) == 1
    assert applied.order.lines.get().no_project_reason == ""
