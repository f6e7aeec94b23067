"""What is too hard, too much at once, or deadly for the process that draws it never hurts the house."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers.house import House, eventually, new_house

CARD = {
    "version": 1,
    "pages": [{"width": 105, "height": 148, "items": [
        {"type": "text", "x": 8, "y": 10, "width": 60, "height": 10, "text": "Anna"}
    ]}],
}  # fmt: skip
HARD = {"format": "tiff", "dpi": "2400"}
"""139 million pixels, once for each ink: many seconds of work."""


@pytest.fixture(scope="module")
def small_house() -> Iterator[House]:
    """One file at a time, nobody waits, two seconds each."""
    with new_house(MAKEREADY_RENDERS="1", MAKEREADY_RENDER_WAIT="0", MAKEREADY_RENDER_SECONDS="2") as house:
        house.serve("--no-worker")
        yield house


@pytest.fixture(scope="module")
def address(small_house: House) -> str:
    """Of a project's print file."""
    with small_house.client() as api:
        store = api.post("/storefronts", json={"name": "S", "platform": "custom", "start_on": "manual"}).json()
        line = {"external_id": "1", "quantity": 1, "fields": {"Name": "x"}, "design": {"document": CARD}}
        order = api.post("/orders", json={"storefront": store["id"], "external_id": "1", "lines": [line]}).json()
        project = order["projects"][0]["id"]
        eventually(lambda: api.get(f"/projects/{project}").json()["design"], "its design")
    return f"/projects/{project}/print-file"


def test_a_file_that_takes_too_long_is_refused_in_words_and_the_next_one_is_made(small_house, address):
    with small_house.client() as api:
        hard = api.get(address, params=HARD)
        easy = api.get(address)

    assert hard.status_code == 422
    assert "longer than 2 seconds" in hard.json()["detail"]
    assert hard.json()["hint"]
    assert easy.content.startswith(b"%PDF")


def test_while_all_places_are_taken_a_wish_is_told_when_to_come_back_and_lists_go_on(small_house, address):
    with small_house.client() as api, _meanwhile(small_house, lambda busy: busy.get(address, params=HARD)) as hard:
        refused = eventually(lambda: _refused(api.get(address)), "that it is busy")
        lists = api.get("/projects")
    with small_house.client() as api:
        later = api.get(address)

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert refused.json()["code"] == "too_many_renders"
    assert "job" in refused.json()["hint"]
    assert lists.status_code == 200
    assert hard[0].status_code == 422
    assert later.content.startswith(b"%PDF")


def test_a_process_that_crashes_over_a_file_costs_that_one_answer(small_house, address):
    with small_house.client() as api, _meanwhile(small_house, lambda busy: busy.get(address, params=HARD)) as crashed:
        eventually(lambda: _refused(api.get(address)), "that it is drawing")
        for child in _children(small_house):
            os.kill(child, signal.SIGSEGV)
    with small_house.client() as api:
        next_one = api.get(address)

    assert crashed[0].status_code == 422
    assert "broke down" in crashed[0].json()["detail"]
    assert next_one.content.startswith(b"%PDF")
    assert "Traceback" not in small_house.said()


def _refused(answer: httpx.Response) -> httpx.Response | None:
    return answer if answer.status_code == 503 else None


class _meanwhile:
    """A request under way; its answer once the block is left."""

    def __init__(self, house: House, ask: Callable[[httpx.Client], httpx.Response]) -> None:
        self._answers: list[httpx.Response] = []

        def work() -> None:
            with house.client() as api:
                self._answers.append(ask(api))

        self._thread = threading.Thread(target=work)

    def __enter__(self) -> list[httpx.Response]:
        self._thread.start()
        return self._answers

    def __exit__(self, *_: object) -> None:
        self._thread.join()


def _children(house: House) -> list[int]:
    """The processes that the web process started."""
    web = house.processes[0].pid
    return [int(child) for task in Path(f"/proc/{web}/task").iterdir()
            for child in (task / "children").read_text().split()]  # fmt: skip
