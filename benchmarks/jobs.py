"""How many jobs does a worker do, and how long does one wait for it? Empty jobs: the engine alone, no rendering.

Five tasks each: four whose condition says “skip” and the end. Every one is taken up, tried and written down like any
other. Throughput with a queue that is full; the delay with a worker that has nothing else to do.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
from tests.servers.house import House, eventually, new_house

from benchmarks.figures import Figure, percentile

QUEUED = 200
SINGLE = 40
TASKS = [
    *({"name": f"nothing {n}", "type": "set-project-status", "parameters": {"status": "Active", "skipIf": "1 = 1"}}
      for n in range(1, 5)),
    {"name": "end", "type": "finalize"},
]  # fmt: skip


def measure() -> Iterator[Figure]:
    """Jobs per second of one worker with two at a time, and the 95th percentile of what a job waits."""
    with new_house(MAKEREADY_LOG_LEVEL="WARNING") as house:
        house.serve("--no-worker")
        with house.client() as api:
            project, pipeline = furnished(api)
            queued = [queue(api, project, pipeline) for _ in range(QUEUED)]
            house.start("worker")
            over(house, queued)
            yield _throughput(house, queued)
            single = []
            for _ in range(SINGLE):
                single.append(queue(api, project, pipeline))
                time.sleep(0.15)
            over(house, single)
            yield _delay(house, single)


def _throughput(house: House, jobs: list[str]) -> Figure:
    """All jobs over the time from the first begin to the last end; the spread is that of the thirds."""
    ends = sorted(end for _, _, end in moments(house, jobs))
    begin = min(start for _, start, _ in moments(house, jobs))
    third = len(ends) // 3
    marks = [begin, ends[third - 1], ends[2 * third - 1], ends[-1]]
    rates = [third / (after - before) for before, after in pairwise(marks)]
    limit = "the processor: some 30 ms of Python per job of ours, and the engine’s own tables"
    per_second = len(ends) / (ends[-1] - begin)
    return Figure("jobs.empty_five_tasks", per_second, "jobs/s", None, (min(rates), max(rates)), limit, at_most=False)


def _delay(house: House, jobs: list[str]) -> Figure:
    """From the job's row to the moment at which a worker takes it up."""
    waited = [(start - created) * 1000 for created, start, _ in moments(house, jobs)]
    limit = "the queue is looked at ten times a second"
    return Figure("jobs.queue_delay.p95", percentile(waited, 0.95), "ms", None, (min(waited), max(waited)), limit)


def furnished(api: httpx.Client) -> tuple[str, str]:
    """A project without anything, and the empty pipeline."""
    store = _made(api, "/storefronts", {"name": "Bench", "platform": "custom", "start_on": "manual"})["id"]
    pipeline = _made(api, "/pipelines", {"name": "Nothing", "tasks": TASKS})["id"]
    lines = [{"external_id": "1", "quantity": 1}]
    order = _made(api, "/orders", {"storefront": store, "external_id": "1", "lines": lines})
    return str(order["projects"][0]["id"]), str(pipeline)


def queue(api: httpx.Client, project: str, pipeline: str) -> str:
    """One job's id."""
    return str(_made(api, f"/projects/{project}/jobs", {"pipeline": pipeline})["id"])


def over(house: House, jobs: list[str]) -> None:
    """Wait until they are done; counted in the database, so that the web process has nothing to do."""

    def all_done() -> bool:
        return sum(1 for _ in moments(house, jobs)) == len(jobs)

    eventually(all_done, "all jobs are done", within=300)


def moments(house: House, jobs: list[str]) -> list[tuple[float, float, float]]:
    """Created, begun and ended, in seconds, of those that succeeded."""
    wanted = set(jobs)
    question = "select id, created_at, started_at, finished_at from jobs_job where status = 'succeeded'"
    with closing(sqlite3.connect(Path(house.data) / "makeready.sqlite3", timeout=30)) as database:
        rows = [row for row in database.execute(question) if row[0] in wanted]
    return [(_second(created), _second(start), _second(end)) for _, created, start, end in rows]


def _second(told: str) -> float:
    return datetime.fromisoformat(told).timestamp()


def _made(api: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, json=body)
    answer.raise_for_status()
    made: dict[str, Any] = answer.json()
    return made
