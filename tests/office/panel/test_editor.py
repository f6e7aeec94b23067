"""The editor in a real browser: a typo corrected in it is corrected in the print file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from tests.office.panel.conftest import Shop, picture

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

MOTTO, NAME = "pages/0/items/2", "pages/0/items/1"
DRAWN = """() => { window.drawn = path =>
    document.querySelector(`[data-paper] [data-item="${path}"] path`).getAttribute("d") }"""


@pytest.fixture
def project(shop: Shop) -> str:
    """A project of this test alone."""
    return shop.project("Anna Oez")


def test_a_typo_corrected_here_is_corrected_in_the_print_file(page: Page, shop: Shop, project: str) -> None:
    opened(page, project)
    item(page, MOTTO).click()
    words = page.get_by_label("Words", exact=True)
    assert words.input_value() == "Printed with caer"
    before = drawing(page, MOTTO)
    words.fill("Printed with care")
    page.wait_for_function("([path, before]) => drawn(path) !== before", arg=[MOTTO, before])
    page.keyboard.press("Control+s")
    page.get_by_text("Revision 2 saved").wait_for()

    assert "Printed with care" in text_of_print_file(shop, project)
    assert "caer" not in text_of_print_file(shop, project)
    revisions = shop.api.get(f"/projects/{project}/design/revisions").json()["items"]
    assert [one["revision"] for one in revisions] == [2, 1]


def test_a_field_is_filled_wherever_it_stands(page: Page, shop: Shop, project: str) -> None:
    opened(page, project)
    item(page, NAME).click()
    assert page.get_by_text("changes in all 2 places").count() == 1
    page.get_by_label("Name", exact=True).fill("Anna Öz")
    saved(page)

    assert text_of_print_file(shop, project).count("Anna Öz") == 2


def test_files_made_before_are_marked_stale(page: Page, shop: Shop, project: str) -> None:
    shop.job(project, shop.ids["pipeline"], "succeeded")
    opened(page, project)
    item(page, MOTTO).click()
    page.get_by_label("Words", exact=True).fill("Newly set")
    saved(page)
    page.goto(f"/projects/{project}")

    page.locator("#files").get_by_text("Stale").wait_for()


def test_undo_and_redo_walk_through_the_changes(page: Page, project: str) -> None:
    opened(page, project)
    item(page, MOTTO).click()
    page.get_by_label("Words", exact=True).fill("First")
    page.get_by_label("Cyan, per cent").fill("15")
    page.keyboard.press("Control+z")
    assert page.get_by_label("Cyan, per cent").input_value() == "80"
    page.keyboard.press("Control+z")
    assert page.get_by_label("Words", exact=True).input_value() == "Printed with caer"
    assert page.get_by_text("Not saved yet").count() == 0
    page.keyboard.press("Control+y")

    assert page.get_by_label("Words", exact=True).input_value() == "First"


def test_tab_reaches_every_item_and_arrows_move_it(page: Page, project: str) -> None:
    opened(page, project)
    item(page, NAME).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")

    assert page.get_by_label("Left edge").input_value() == "8.1"
    assert page.get_by_label("Top edge").input_value() == "11"
    page.wait_for_function("path => document.activeElement.dataset.item === path", arg=NAME)
    page.keyboard.press("Tab")
    page.wait_for_function("path => document.activeElement.dataset.item === path", arg=MOTTO)


def test_an_item_is_dragged_where_it_shall_be(page: Page, project: str) -> None:
    opened(page, project)
    box = item(page, MOTTO).bounding_box()
    assert box
    scale = page.locator("[data-paper] svg").bounding_box()["width"] / 91  # type: ignore[index]  # mm with bleed
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5 + 10 * scale, box["y"] + 5, steps=5)
    page.mouse.up()

    assert abs(float(page.get_by_label("Left edge").input_value()) - 18) < 0.1


def test_a_picture_is_put_where_none_was(page: Page, shop: Shop, project: str) -> None:
    opened(page, project)
    page.locator("[data-layers]").get_by_text("photo").click()
    chosen = {"name": "face.png", "mimeType": "image/png", "buffer": picture((10, 90, 200), 60)}
    page.locator("[data-inspector] input[type=file]").set_input_files([chosen])  # type: ignore[list-item]
    page.locator("[data-paper] image").wait_for()

    page.locator("[data-inspector]").get_by_text("prints at 85 ppi").wait_for()  # 60 px on 18 mm


def test_text_that_does_not_fit_is_told_at_once(page: Page, project: str) -> None:
    opened(page, project)
    item(page, MOTTO).click()
    page.get_by_label("Words", exact=True).fill("So many words that no box of this size could ever hold them all " * 4)

    page.locator("[data-inspector]").get_by_text("does not fit its box").wait_for()
    assert page.locator("[data-layers] .wrong").count() == 1


def test_who_saves_second_is_told_and_loses_nothing(page: Page, shop: Shop, project: str) -> None:
    opened(page, project)
    current = shop.api.get(f"/projects/{project}/design")
    answer = shop.api.put(
        f"/projects/{project}/design", json=current.json(), headers={"If-Match": current.headers["ETag"]}
    )
    assert answer.status_code == 200
    item(page, MOTTO).click()
    page.get_by_label("Words", exact=True).fill("Mine")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Save mine as the newest").click()
    page.get_by_text("Revision 3 saved").wait_for()

    assert "Mine" in text_of_print_file(shop, project)


def opened(page: Page, project: str) -> None:
    page.goto(f"/projects/{project}/editor")
    page.wait_for_selector(f'[data-paper] [data-item="{MOTTO}"]')
    page.evaluate(DRAWN)


def item(page: Page, path: str) -> Locator:
    return page.locator(f'[data-paper] [data-item="{path}"]')


def drawing(page: Page, path: str) -> str:
    return str(page.evaluate("path => drawn(path)", path))


def saved(page: Page) -> None:
    page.keyboard.press("Control+s")
    page.get_by_text("Saved as revision").wait_for()


def text_of_print_file(shop: Shop, project: str) -> str:
    answer = shop.api.get(f"/projects/{project}/print-file")
    assert answer.status_code == 200, answer.text
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
