"""Every page of the registry, light and dark, without an axe finding; what is no page is named here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.office.panel.conftest import Shop

from makeready.office.panel import urls
from makeready.office.panel.page import registered

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SCRIPT = Axe().axe_script
NO_PAGES = {
    "jump", "projects/changes", "projects/<project>/live", "jobs/<job>/events",
    "projects/<project>/picture.png", "designs/<design>/picture.png", "projects/<project>/print-file",
    "projects/<project>/design-file", "designs/<design>/file", "pipelines/<pipeline>/file",
    "artifacts/<artifact>/file", "assets/<asset>/file",
    "sign-in",
}  # fmt: skip
"""Parts of pages and files; signing in has its own test."""
FURTHER = (
    "jobs/{failed_job}", "jobs/{asking_job}",
    "projects?q=nothinglikethis", "orders?q=nothinglikethis", "jobs?project=none", "nothing-here",
    "assets?kind=profile", "projects?attention=yes", "projects/{project}/editor#pages/0/items/1",
    "storefronts/new?platform=woocommerce", "connections/new?type=sftp",
)  # fmt: skip


def pages() -> list[str]:
    """Addresses of all that is a page, with places to fill in."""
    assert urls.urlpatterns
    shown = [address for address in registered("GET") if address not in NO_PAGES]
    return [*(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address) for address in shown), *FURTHER]


@pytest.mark.parametrize("address", pages())
def test_has_no_axe_finding_in_light_and_dark(page: Page, shop: Shop, address: str) -> None:
    wanted = "/" + address.format(**shop.ids, key="", artifact="")
    page.goto(wanted)
    if "editor" in wanted:
        page.wait_for_selector("[data-paper] svg")
    in_light = violations(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")

    assert in_light == []
    assert violations(page, rules=["color-contrast"]) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
    assert page.locator("h1").count() == 1


def test_the_page_of_signing_in_has_no_finding_either(visitor: Page) -> None:
    visitor.goto("/sign-in")

    assert violations(visitor) == []


def test_axe_is_awake_and_finds_a_planted_fault(page: Page) -> None:
    page.goto("/projects")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")

    assert "button-name" in [rule for rule, _ in violations(page)]


def violations(page: Page, rules: list[str] | None = None) -> list[tuple[str, str]]:
    """Rules that are broken, with the first element that does. rules: only these (None: all there are).

    What differs in the dark are colours alone: the rest of axe's rules look at the same elements again.
    """
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(SCRIPT)
    options = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
