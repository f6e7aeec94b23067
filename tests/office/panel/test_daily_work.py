"""A day at the panel: new orders appear, jobs are watched, retried and run again, keys do what a hand would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.office.panel.conftest import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_new_order_appears_without_reload(page: Page, shop: Shop) -> None:
    page.goto("/projects")
    page.evaluate("window.sameAsBefore = true")
    shop.order("Zoë Newcomer")

    page.locator("tbody").get_by_text("Zoë Newcomer").wait_for()
    assert page.evaluate("window.sameAsBefore")


def test_a_queued_job_is_followed_live_to_its_files(page: Page, shop: Shop) -> None:
    project = shop.project()
    page.goto(f"/projects/{project}")
    page.get_by_label("Pipeline").select_option(label="Print file")
    page.get_by_role("button", name="Queue a job").click()
    page.wait_for_url("**/jobs/job_*")

    page.locator("#head").get_by_text("Succeeded").wait_for()
    with page.expect_download() as downloaded:
        page.locator("#side a", has_text=".pdf").click()
    assert downloaded.value.path().read_bytes().startswith(b"%PDF-")


def test_a_failed_job_says_why_and_is_retried_from_there(page: Page, shop: Shop) -> None:
    job = shop.job(shop.project(), shop.ids["failing"], "failed")
    page.goto(f"/jobs/{job}")
    assert "Confirmed" in page.locator("#head .notice").inner_text()
    page.get_by_role("button", name="Retry from “back”").click()

    page.locator("#head").get_by_text("attempt 2").wait_for()
    page.locator("#head").get_by_text("Failed", exact=True).wait_for()


def test_running_all_again_says_what_goes_out_first(page: Page, shop: Shop) -> None:
    page.goto(f"/jobs/{shop.ids['job']}")
    page.get_by_text("Run all again…").click()
    assert page.get_by_text("Nothing has gone out yet").is_visible()
    page.get_by_role("button", name="Run all again").click()

    page.get_by_text("This is the new job.").wait_for()


def test_the_print_file_is_made_as_the_form_says(page: Page, shop: Shop) -> None:
    page.goto(f"/projects/{shop.ids['project']}")
    page.get_by_label("Format").select_option("png")
    page.get_by_label("Pages").fill("1")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download", exact=True).click()

    assert downloaded.value.suggested_filename.endswith(".png")
    assert downloaded.value.path().read_bytes().startswith(b"\x89PNG")


def test_rejecting_asks_for_the_reason_and_keeps_it(page: Page, shop: Shop) -> None:
    page.goto(f"/projects/{shop.project()}")
    page.get_by_role("button", name="Reject…").click()
    page.get_by_label("Why?").fill("The customer asked for it.")
    page.get_by_role("button", name="Set to Rejected").click()

    page.locator("#activity").get_by_text("The customer asked for it.").wait_for()


def test_a_failed_event_is_processed_again(page: Page, shop: Shop) -> None:
    page.goto(f"/inbox/{shop.ids['event']}")
    page.get_by_role("button", name="Process again").click()

    page.get_by_text("It failed again.").wait_for()


def test_keys_walk_search_and_jump(page: Page, shop: Shop) -> None:
    page.goto("/projects")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-picked]").inner_text() == "1"
    page.keyboard.press("Control+k")
    page.keyboard.type("pipel")
    page.locator("#jump-found > :first-child", has_text="Pipelines").wait_for()
    page.keyboard.press("Enter")

    page.wait_for_url("**/pipelines")


def test_who_may_not_change_anything_is_not_shown_the_buttons(visitor: Page, shop: Shop) -> None:
    password = shop.house.person("vera", "viewer")
    visitor.goto(f"/projects/{shop.ids['project']}")
    visitor.get_by_label("Name").fill("vera")
    visitor.get_by_label("Password").fill(password)
    visitor.get_by_role("button", name="Sign in").click()
    visitor.wait_for_url(f"**/projects/{shop.ids['project']}")
    assert visitor.get_by_role("button", name="Queue a job").count() == 0

    answer = visitor.goto(f"/projects/{shop.ids['project']}/editor")
    assert answer
    assert answer.status == 403
    assert "Viewer" in visitor.locator("main").inner_text()


def test_several_projects_are_moved_and_queued_at_once(page: Page, shop: Shop) -> None:
    for name in ("Tom Twin", "Tim Twin"):
        shop.project(name)
    page.goto("/projects")
    page.get_by_label("Search projects").fill("twin")
    page.locator("tbody tr").nth(2).wait_for(state="detached")
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(0).click()
    boxes.nth(1).click(modifiers=["Shift"])
    page.get_by_role("button", name="Queue jobs…").click()
    page.get_by_label("Pipeline").select_option(label="Print file")
    page.get_by_role("button", name="Queue", exact=True).click()
    page.get_by_text("2 projects queued.").wait_for()

    boxes.nth(0).click()
    boxes.nth(1).click(modifiers=["Shift"])
    page.get_by_role("button", name="Set Active…").click()
    assert page.get_by_role("heading", name="Set 2 projects to Active").is_visible()
    page.get_by_role("button", name="Set status").click()
    page.get_by_text("2 projects set to Active.").wait_for()
    assert page.get_by_label("Search projects").input_value() == "twin"


def test_a_pipeline_is_checked_while_it_is_written_and_kept_as_a_version(page: Page, shop: Shop) -> None:
    made = shop.makes("/pipelines", {"name": "To be changed", "tasks": [{"type": "finalize", "name": "end"}]})
    page.goto(f"/pipelines/{made['id']}")
    page.get_by_role("tab", name="JSON").click()
    text = page.locator("#text")
    before = text.input_value()
    text.fill(before.replace('"finalize"', '"finalise"'))
    line = 1 + before[: before.index('"finalize"')].count("\n")
    page.locator("#checked").get_by_role("button", name=f"Line {line}").first.wait_for()
    assert str(line) in page.locator(".numbers .wrong").all_inner_texts()
    text.fill(before.replace('"end"', '"the end"'))
    page.get_by_role("heading", name="Ready to run").wait_for()
    page.get_by_role("button", name="Save as version 2").click()
    page.get_by_text("is kept as version 2").wait_for()

    page.get_by_text("What version 2 changed").click()
    assert "the end" in page.locator(".diff .came").inner_text()


def test_a_secret_of_a_key_is_shown_once(page: Page, shop: Shop) -> None:
    page.goto("/api-keys/new")
    page.get_by_label("Which program uses it?").fill("Import")
    page.get_by_label("Write").uncheck()
    page.get_by_role("button", name="Make the key").click()
    secret = page.locator("#secret").inner_text()
    assert shop.api.get("/projects", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    note = shop.api.post(
        f"/projects/{shop.ids['project']}/notes", json={"text": "no"}, headers={"Authorization": f"Bearer {secret}"}
    )
    assert note.status_code == 403

    page.goto("/api-keys")
    assert secret not in page.content()


def test_the_list_of_jobs_follows_those_that_run(page: Page, shop: Shop) -> None:
    made = shop.makes(f"/projects/{shop.project('Lena Live')}/jobs", {"pipeline": shop.ids["pipeline"]})["id"]
    page.goto("/jobs")

    page.locator("tr", has=page.locator(f"#link-{made}")).get_by_text("Succeeded").wait_for()
