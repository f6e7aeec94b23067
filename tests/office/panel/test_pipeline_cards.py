"""A pipeline as cards: the same document as its JSON, changed by hand, by key and by mouse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.office.panel.conftest import PRINT, Shop
from tests.office.panel.test_every_page import violations

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def cards(page: Page, shop: Shop, request: pytest.FixtureRequest) -> Page:
    """The page of a pipeline of three tasks: design, print, end."""
    made = shop.makes("/pipelines", {"name": request.node.name, "tasks": PRINT})
    page.goto(f"/pipelines/{made['id']}")
    page.locator(".task-card").first.wait_for()
    return page


def document(page: Page) -> list[dict[str, Any]]:
    """The tasks as the JSON tab has them."""
    tasks: list[dict[str, Any]] = json.loads(page.locator("#text").input_value())["tasks"]
    return tasks


def card(page: Page, number: int) -> Locator:
    return page.locator(".task-card").nth(number - 1)


def field(page: Page, number: int, place: str) -> Locator:
    return card(page, number).locator(f'[data-place="{place}"] :is(input, select, textarea)').first


def test_each_task_is_a_card_with_what_it_takes_and_makes(cards: Page) -> None:
    said = cards.locator(".card-head").all_inner_texts()

    assert [one.split("\n")[0] for one in said] == ["design", "print", "end"]
    assert card(cards, 2).locator(".chip.in").inner_text().startswith("design")
    assert card(cards, 2).locator(".chip.out").inner_text().startswith("print")


def test_a_form_changes_the_same_document_as_the_json(cards: Page) -> None:
    card(cards, 2).locator(".card-head").click()
    field(cards, 2, "name").fill("make print file")
    card(cards, 2).get_by_label("Add to parameters").select_option("hiResOutputDpi")
    field(cards, 2, "parameters/hiResOutputDpi").fill("450")
    card(cards, 2).get_by_label("Add to parameters").select_option("hiResOutputColorSpace")
    field(cards, 2, "parameters/hiResOutputColorSpace").select_option(label="grayscale")

    task = document(cards)[1]
    assert task["name"] == "make print file"
    assert task["parameters"] == {"hiResOutputDpi": 450, "hiResOutputColorSpace": "grayscale"}
    assert "make print file" in card(cards, 2).locator(".card-head").inner_text()


def test_what_the_json_says_is_what_the_cards_show(cards: Page) -> None:
    cards.get_by_role("tab", name="JSON").click()
    tasks = document(cards)
    tasks[1]["name"] = "said in JSON"
    cards.locator("#text").fill(json.dumps({"tasks": tasks}))
    cards.get_by_role("tab", name="Cards").click()
    assert "said in JSON" in card(cards, 2).inner_text()

    cards.get_by_role("tab", name="JSON").click()
    cards.locator("#text").fill("{")
    cards.get_by_role("tab", name="Cards").click()
    assert "cannot be read as a list of tasks" in cards.locator("[data-cards]").inner_text()


def test_a_task_moved_before_what_it_takes_shows_what_is_missing_at_its_chip(cards: Page) -> None:
    card(cards, 2).locator(".card-head").press("Alt+ArrowUp")

    assert [task["name"] for task in document(cards)] == ["print", "design", "end"]
    assert card(cards, 1).locator(".chip.missing").inner_text().startswith("design")
    card(cards, 1).locator(".card-faults, .fault").get_by_text("There is no artifact “design” here.").wait_for()
    assert cards.evaluate("document.activeElement.closest('.task-card').dataset.index") == "0"


def test_a_card_is_dragged_to_another_place(cards: Page) -> None:
    card(cards, 1).locator(".card-line").drag_to(card(cards, 2).locator(".card-line"))

    assert [task["name"] for task in document(cards)] == ["print", "design", "end"]


def test_a_task_is_added_filled_in_checked_and_kept(cards: Page, shop: Shop) -> None:
    cards.get_by_label("Add a task").select_option("upload-to-ftp")
    assert [task["type"] for task in document(cards)][-2:] == ["upload-to-ftp", "finalize"]
    assert document(cards)[2]["inputArtifacts"] == ["print"]
    card(cards, 3).locator(".fault, .card-faults li").first.wait_for()

    field(cards, 3, "parameters/print").fill("/in/{{project.orderNumber}}.pdf")
    card(cards, 3).get_by_label("Add to parameters").select_option("connection")
    field(cards, 3, "parameters/connection").fill("press-ftp")
    cards.get_by_role("heading", name="Ready to run").wait_for()
    assert card(cards, 3).locator(".fault, .card-faults li").count() == 0

    cards.get_by_role("button", name="Save as version 2").click()
    cards.get_by_text("is kept as version 2").wait_for()
    assert card(cards, 3).locator("code").inner_text() == "upload-to-ftp"


def test_artifacts_are_pressed_and_parameters_taken_out(cards: Page) -> None:
    card(cards, 3).locator(".card-head").click()
    card(cards, 3).get_by_role("group", name="Keeps with the project").get_by_role("button", name="design").click()
    assert document(cards)[2]["finalArtifacts"] == ["print", "design"]

    card(cards, 2).locator(".card-head").click()
    card(cards, 2).get_by_label("Add to parameters").select_option("hiResOutputToSeparateFiles")
    assert document(cards)[1]["parameters"] == {"hiResOutputToSeparateFiles": False}
    card(cards, 2).get_by_role("button", name="Take hiResOutputToSeparateFiles out").click()
    assert document(cards)[1]["parameters"] == {}


def test_a_task_is_doubled_under_a_name_of_its_own_and_taken_out(cards: Page) -> None:
    cards.get_by_role("button", name="Double: print").click()
    assert [task["name"] for task in document(cards)] == ["design", "print", "print-2", "end"]

    cards.get_by_role("button", name="Take out: print-2").click()
    assert [task["name"] for task in document(cards)] == ["design", "print", "end"]


def test_what_no_form_knows_stays_in_the_document(page: Page, shop: Shop) -> None:
    page.goto("/pipelines/new")
    page.get_by_role("tab", name="JSON").click()
    strange = {"tasks": [{"type": "no-such-task", "parameters": {"deep": {"a": [1, 2]}}}, {"type": "finalize"}]}
    page.locator("#text").fill(json.dumps(strange))
    page.get_by_role("tab", name="Cards").click()
    card(page, 1).locator(".card-head").click()
    field(page, 1, "description").fill("kept")

    assert document(page)[0] == {**strange["tasks"][0], "description": "kept"}
    assert "There is no such task in this version." in card(page, 1).inner_text()


def test_open_cards_have_no_axe_finding(cards: Page) -> None:
    card(cards, 2).locator(".card-head").click()
    card(cards, 2).get_by_label("Add to parameters").select_option("hiResOutputDpi")
    card(cards, 3).locator(".card-head").click()

    assert violations(cards) == []


def test_how_a_task_runs_is_said_on_its_card(cards: Page) -> None:
    card(cards, 2).locator(".card-head").click()
    card(cards, 2).get_by_label("Add to running").select_option("timeout")
    field(cards, 2, "timeout").fill("90s")
    card(cards, 2).get_by_label("Add to running").select_option("retry")
    field(cards, 2, "retry").fill('{"attempts": 3}')

    assert document(cards)[1]["timeout"] == "90s"
    assert document(cards)[1]["retry"] == {"attempts": 3}
    cards.get_by_role("heading", name="Ready to run").wait_for()


def test_what_a_branch_makes_is_there_only_for_those_that_need_it(page: Page, shop: Shop) -> None:
    tasks = [
        {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
        {"name": "look", "type": "render-preview", "inputArtifacts": ["design"], "outputArtifacts": ["look"]},
        {"name": "print", "type": "render-hires", "needs": ["design"], "inputArtifacts": ["look"],
         "outputArtifacts": ["print"]},
        {"name": "end", "type": "finalize", "needs": ["look", "print"], "finalArtifacts": ["look", "print"]},
    ]  # fmt: skip
    page.goto("/pipelines/new")
    page.get_by_role("tab", name="JSON").click()
    page.locator("#text").fill(json.dumps({"tasks": tasks}))
    page.get_by_role("tab", name="Cards").click()

    assert card(page, 3).locator(".chip.missing").count() == 1
    assert card(page, 4).locator(".chip.missing").count() == 0
