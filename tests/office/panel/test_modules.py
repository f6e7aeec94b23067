"""Single modules of the panel's scripts, run in a real browser without any page of ours."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from makeready.office.panel.components import ages
from makeready.office.panel.static_files import content_hash

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def call(page: Page, module: str, function: str, argument: Any) -> Any:
    """What a module's code answers; the module comes from the server, as in the panel."""
    page.goto("/sign-in")
    code = f"async given => {{ const it = await import('/static/{content_hash()}/panel/{module}'); {function} }}"
    return page.evaluate(code, argument)


def test_the_browser_says_ages_as_the_server_does(visitor: Page) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    moments = [now - timedelta(seconds=seconds) for seconds in (0, 44, 45, 90, 3569, 3570, 86_399, 86_400, 9**7)]
    given = {"now": now.timestamp() * 1000, "moments": [one.timestamp() * 1000 for one in moments]}
    said = call(
        visitor, "behaviour/times.js", "return given.moments.map(one => it.age(new Date(one), given.now))", given
    )

    assert said == [ages.age(one, now) for one in moments]


def test_a_change_keeps_what_it_does_not_touch_and_undo_takes_it_back(visitor: Page) -> None:
    document = {"pages": [{"items": [{"x": 1}, {"x": 2}]}]}
    code = """
        const state = new it.State({ document: given, values: {}, version: 1, revision: 1 })
        const before = state.draft.document
        state.change("pages/0/items/1", { x: 5 })
        const after = state.draft.document
        const shared = after.pages[0].items[0] === before.pages[0].items[0]
        state.undo()
        const undone = state.draft.document === before && !state.dirty
        state.redo()
        return { shared, undone, redone: state.item("pages/0/items/1").x, untouched: given.pages[0].items[1].x }
    """

    assert call(visitor, "editor/state.js", code, document) == {
        "shared": True, "undone": True, "redone": 5, "untouched": 2,
    }  # fmt: skip


def test_typing_on_in_one_place_is_one_step_of_undo(visitor: Page) -> None:
    code = """
        const state = new it.State({ document: given, values: {}, version: 1, revision: 1 })
        for (const text of ["A", "An", "Ann", "Anna"]) state.change("pages/0/items/0", { text }, "words")
        state.undo()
        return state.item("pages/0/items/0").text
    """
    document = {"pages": [{"items": [{"text": ""}]}]}

    assert call(visitor, "editor/state.js", code, document) == ""


def test_a_picture_that_could_not_be_drawn_in_time_is_asked_for_again_a_few_times(visitor: Page) -> None:
    asked: list[str] = []
    dot = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        late = "late" in route.request.url and asked.count(route.request.url) == 2
        route.fulfill(status=200, body=dot, content_type="image/png") if late else route.fulfill(body=b"no picture")

    visitor.route("**/picture.png*", answer)
    code = """
        it.attachPictures(document, 10)
        const shown = word => new Promise(done => {
            const picture = document.createElement("img")
            let failures = 0
            picture.addEventListener("load", () => done("shown"))
            picture.addEventListener("error", () => { if (++failures === 4) done("given up") })
            picture.src = `/designs/x/picture.png?${word}`
            document.body.append(picture)
        })
        return [await shown("late"), await shown("never")]
    """

    assert call(visitor, "behaviour/pictures.js", code, None) == ["shown", "given up"]
    assert [sum(word in url for url in asked) for word in ("late", "never")] == [2, 4]
