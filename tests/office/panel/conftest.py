"""What the panel's tests stand on: a furnished shop in a house of its own, a real browser, people signed in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.servers.browser import ARGUMENTS, MISSING, present
from tests.servers.house import House, eventually, new_house

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CARD = {
    "version": 1,
    "name": "Business card",
    "fields": [{"name": "Name", "type": "text", "required": True}, {"name": "Photo", "type": "image"}],
    "pages": [
        {"name": "front", "width": 85, "height": 55, "bleed": 3, "safe": 3, "items": [
            {"type": "rectangle", "name": "ground", "locked": True, "x": -3, "y": -3, "width": 91, "height": 61,
             "fill": {"cmyk": [5, 10, 25, 0]}},
            {"type": "text", "name": "name", "x": 8, "y": 10, "width": 60, "height": 10, "text": "{{Name}}", "size": 14,
             "fill": {"cmyk": [0, 0, 0, 100]}},
            {"type": "text", "name": "motto", "x": 8, "y": 26, "width": 60, "height": 8, "text": "Printed with caer",
             "size": 10, "fill": {"cmyk": [80, 20, 0, 10]}},
            {"type": "image", "name": "photo", "x": 60, "y": 30, "width": 18, "height": 18, "src": "{{Photo}}"},
        ]},
        {"name": "back", "width": 85, "height": 55, "bleed": 3, "items": [
            {"type": "text", "x": 8, "y": 20, "width": 69, "height": 10, "text": "{{Name}}", "size": 10},
        ]},
    ],
}  # fmt: skip
PRINT = [
    {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
    {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["print"]},
    {"name": "end", "type": "finalize", "finalArtifacts": ["print"]},
]
FAILING = [
    {"name": "press", "type": "set-project-status", "parameters": {"status": "Active"}},
    {"name": "back", "type": "set-project-status", "parameters": {"status": "Confirmed"}},
    {"name": "end", "type": "finalize"},
]

ASKING = [
    {"name": "proof", "type": "approval", "parameters": {"question": "Is the name right?"}},
    {"name": "end", "type": "finalize"},
]


@dataclass
class Shop:
    """A furnished house: its API with all rights, and the ids of one thing of each kind."""

    house: House
    api: httpx.Client
    password: str
    ids: dict[str, str] = field(default_factory=dict)
    count: int = 5000

    def makes(self, path: str, body: Any) -> Any:
        """Make something by the API."""
        answer = self.api.post(path, json=body)
        assert answer.status_code in (200, 201, 202), answer.text
        return answer.json()

    def order(self, name: str = "Anna Öz", sku: str = "BC-1", **more: Any) -> Any:
        """A paid order of one line; the answer of the API."""
        self.count += 1
        line = {"external_id": "1", "sku": sku, "title": "Business cards", "quantity": 250, "fields": {"Name": name}}
        return self.makes("/orders", {
            "storefront": self.ids["storefront"], "external_id": str(self.count), "number": f"#{self.count}",
            "payment": "paid", "customer": {"name": name, "email": "anna@shop.example"}, "lines": [{**line, **more}],
        })  # fmt: skip

    def project(self, name: str = "Anna Öz", **more: Any) -> str:
        """The id of a new project whose design is there."""
        made: str = self.order(name, **more)["projects"][0]["id"]
        eventually(lambda: self.api.get(f"/projects/{made}").json()["design"], "a design")
        return made

    def job(self, project: str, pipeline: str, status: str) -> str:
        """The id of a job that came to this end."""
        made: str = self.makes(f"/projects/{project}/jobs", {"pipeline": pipeline})["id"]
        eventually(lambda: self.api.get(f"/jobs/{made}").json()["status"] == status, f"a job that {status}")
        return made


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """One of everything: storefront, template, product, pipelines, connection, orders, jobs, a failed event."""
    with new_house() as house:
        house.serve()
        password = house.person("ada", "administrator")
        with house.client() as api:
            one = Shop(house, api, password)
            _furnish(one)
            yield one


def _furnish(shop: Shop) -> None:
    ids = shop.ids
    ids["storefront"] = shop.makes("/storefronts", {"name": "Card shop", "platform": "custom"})["id"]
    ids["design"] = shop.makes("/designs", {"name": "Business card", "document": CARD})["id"]
    ids["pipeline"] = shop.makes("/pipelines", {"name": "Print file", "tasks": PRINT})["id"]
    ids["failing"] = shop.makes("/pipelines", {"name": "Back from press", "tasks": FAILING})["id"]
    wanted = {"name": "Cards", "match": {"skus": ["BC-*"]}, "design": ids["design"], "start_on": "manual"}
    ids["product"] = shop.makes("/products", wanted)["id"]
    ftp = {"name": "press-ftp", "type": "ftp", "host": "ftp.press.example", "username": "press", "password": "secret"}
    ids["connection"] = shop.makes("/connections", ftp)["id"]
    ids["order"] = shop.order("Béla Őz")["id"]
    shop.order("Ida Noproduct", sku="TOTE-1")
    ids["project"] = shop.project()
    ids["job"] = shop.job(ids["project"], ids["pipeline"], "succeeded")
    ids["failed_job"] = shop.job(ids["project"], ids["failing"], "failed")
    asking = shop.makes("/pipelines", {"name": "Proof", "tasks": ASKING})["id"]
    ids["asking_job"] = shop.job(shop.project("Ida Wait"), asking, "running")
    asked = eventually(lambda: shop.api.get("/approvals?open=true").json()["items"], "a question")
    ids["token"] = asked[0]["link"].rpartition("/")[2]
    ids["person"] = next(one["id"] for one in shop.api.get("/people").json()["items"])
    ids["asset"] = _upload(shop)
    ids["webhook"] = shop.makes("/webhooks", {"name": "ERP", "url": "http://127.0.0.1:9/hook?token=x"})["id"]
    ids["delivery"] = shop.makes(f"/webhooks/{ids['webhook']}/test", None)["id"]
    ids["event"] = _unreadable_event(shop)


def _upload(shop: Shop) -> str:
    made = shop.api.post("/assets", files={"file": ("red.png", picture((200, 40, 60)), "image/png")})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def _unreadable_event(shop: Shop) -> str:
    """A rightly signed webhook that nobody can read: it stays in the inbox as failed."""
    import base64
    import hmac

    store = shop.makes(
        "/storefronts",
        {"name": "Woo", "platform": "woocommerce", "secret": "whispered", "base_url": "https://woo.example"},
    )
    body = b'{"id": "not a number", "line_items": 5}'
    signature = base64.b64encode(hmac.digest(b"whispered", body, "sha256")).decode()
    headers = {
        "X-WC-Webhook-Signature": signature,
        "X-WC-Webhook-Topic": "order.updated",
        "Content-Type": "application/json",
    }
    assert (
        httpx.post(f"{shop.house.url}/hooks/{store['id']}", content=body, headers=headers, trust_env=False).status_code
        == 200
    )
    found = eventually(lambda: shop.api.get("/inbox").json()["items"], "an event in the inbox")
    return str(found[0]["id"])


def picture(color: tuple[int, int, int], size: int = 400) -> bytes:
    """A PNG of one colour."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (size, size), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium. Ended with the module: while it runs, Django takes this thread for an asynchronous one."""
    found = present()
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found[0], args=list(ARGUMENTS))
        yield running
        running.close()


def _is_meant(said: str) -> bool:
    """Whether what the console calls an error is none: a tested refusal, a question overtaken by the next."""
    return "status of 4" in said or said.startswith(("htmx:sendAbort", "htmx:afterRequest"))


@pytest.fixture
def visitor(browser: Browser, shop: Shop) -> Iterator[Page]:
    """A page that nobody signed in on; a script's error or a refused style fails the test."""
    context = browser.new_context(
        base_url=shop.house.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce", locale="en-GB",
        timezone_id="UTC", accept_downloads=True,
    )  # fmt: skip
    context.set_default_timeout(15_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" and not _is_meant(said.text) else None,
    )
    yield page
    context.close()
    assert not faults


_session: dict[str, Any] = {}


@pytest.fixture
def page(visitor: Page, shop: Shop) -> Page:
    """A page where Ada, administrator, is signed in."""
    if shop.house.url not in _session:
        visitor.goto("/sign-in")
        visitor.get_by_label("Name").fill("ada")
        visitor.get_by_label("Password").fill(shop.password)
        visitor.get_by_role("button", name="Sign in").click()
        visitor.wait_for_url("**/")
        _session[shop.house.url] = visitor.context.cookies()
    visitor.context.add_cookies(_session[shop.house.url])
    return visitor
