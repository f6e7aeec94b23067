"""Webhooks in the panel: made with a secret shown once, tried out, looked into, turned off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.office.panel.conftest import Shop
from tests.servers.web import Reply, WebServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_webhook_is_made_tested_and_looked_into(page: Page, shop: Shop) -> None:
    with WebServer() as web:
        web.on("/told", Reply(body=b"thank you"))
        page.goto("/webhooks/new")
        page.get_by_label("Name").fill("Chat")
        page.get_by_label("Address").fill(f"{web.url}/told?token=hush")
        page.get_by_label("job.failed").check()
        page.get_by_role("button", name="Add").click()
        assert page.locator("#secret").inner_text().startswith("whsec_")

        page.get_by_role("link", name="Done").click()
        page.get_by_role("button", name="Send a test").click()
        assert "It answered 200" in page.locator("main").inner_text()
        page.get_by_role("link", name="ping").click()
        assert "thank you" in page.locator("main").inner_text()

        page.goto("/webhooks")
        row = page.get_by_role("row", name="Chat")
        assert "job.failed" in row.inner_text()
        assert "hush" not in page.content()


def test_one_that_does_not_answer_says_so(page: Page, shop: Shop) -> None:
    page.goto(f"/webhooks/{shop.ids['webhook']}")
    page.get_by_role("button", name="Send a test").click()

    assert "cannot be reached" in page.locator("main").inner_text()


def test_one_is_turned_off_and_says_so(page: Page, shop: Shop) -> None:
    page.goto(f"/webhooks/{shop.ids['webhook']}/change")
    page.get_by_label("It is told (turned on)").uncheck()
    page.get_by_role("button", name="Save").click()

    assert "Turned off by a person." in page.locator("main").inner_text()


def test_a_wrong_address_is_said_at_its_field(page: Page) -> None:
    page.goto("/webhooks/new")
    page.get_by_label("Name").fill("Chat")
    page.get_by_label("Address").fill("ftp://erp.example")
    page.get_by_role("button", name="Add").click()

    assert "whole http or https address" in page.locator(".fault").first.inner_text()
    assert page.get_by_label("Name").input_value() == "Chat"
