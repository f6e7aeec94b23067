"""How long does a person wait for the print file of a business card? `GET …/print-file` of a real server, on loopback.

Each card bears another name, so that the whole way is gone each time: key and rights, the project, design and record
from the database, layout, PDF, the answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import httpx
from tests.servers.house import eventually, new_house

from benchmarks.figures import Figure, figure_of, percentile
from benchmarks.press_card import card

CARDS = 40
ROUNDS = 5
WARM_UP = 2
GOAL_MS = 25.0


def measure() -> Iterator[Figure]:
    """The median of each round over forty cards, asked for one after another over one connection."""
    with new_house(MAKEREADY_LOG_LEVEL="WARNING") as house:
        house.serve("--no-worker")
        with house.client() as api:
            projects = ordered(api)
            rounds = [asked(api, projects) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    yield figure_of(
        "http.print_file.card.p50",
        [percentile(one, 0.5) for one in rounds],
        "ms",
        GOAL_MS,
        limit="Django: eight small queries are almost half, the walled print engine a third; the client shares cores",
    )
    yield figure_of("http.print_file.card.p99", [percentile(one, 0.99) for one in rounds], "ms", None)


def ordered(api: httpx.Client) -> list[str]:
    """Projects of one order, a card each."""
    store = _made(api, "/storefronts", {"name": "Bench", "platform": "custom", "start_on": "manual"})
    document = json.loads(card())
    lines = [
        {
            "external_id": str(number), "quantity": 250, "fields": {"Name": f"Anna Öz {number}"},
            "design": {"document": document},
        }
        for number in range(CARDS)
    ]  # fmt: skip
    order = _made(api, "/orders", {"storefront": store["id"], "external_id": "1", "lines": lines})
    projects = [project["id"] for project in order["projects"]]
    for project in projects:
        eventually(lambda at=f"/projects/{project}": api.get(at).json()["design"], "its design")
    return projects


def asked(api: httpx.Client, projects: list[str]) -> list[float]:
    """How long each print file took, ms."""
    took = []
    for project in projects:
        began = time.perf_counter()
        answer = api.get(f"/projects/{project}/print-file")
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200 or not answer.content.startswith(b"%PDF"):
            raise RuntimeError(f"no print file: {answer.status_code} {answer.text[:300]}")
    return took


def _made(api: httpx.Client, path: str, body: dict[str, object]) -> dict[str, object]:
    answer = api.post(path, json=body)
    answer.raise_for_status()
    made: dict[str, object] = answer.json()
    return made
