"""Hundreds of jobs, and workers killed at random all the while: none lost, none doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from typing import Any

import pytest

from tests.office.shop import document
from tests.servers.house import eventually, new_house
from tests.servers.receivers import FtpReceiver
from tests.servers.web import Reply, WebServer

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]

JOBS = int(os.environ.get("TORTURE_JOBS", "300"))
KILLS = int(os.environ.get("TORTURE_KILLS", "30"))
WORKERS = 2


def tasks(address: str) -> list[dict[str, Any]]:
    """Five: design, print, upload, call, end."""
    return [
        {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
        {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["print"]},
        {"name": "upload", "type": "upload-to-ftp", "inputArtifacts": ["print"],
         "parameters": {"connection": "press", "print": "/in/{{job.id}}.pdf"}},
        {"name": "call", "type": "invoke-url", "parameters": {"url": f"{address}/told", "body": "{{job.id}}"}},
        {"name": "end", "type": "finalize", "finalArtifacts": ["print"]},
    ]  # fmt: skip


def test_no_job_is_lost_and_no_file_sent_twice_however_often_workers_die(capsys):
    dice = random.Random(20260301)
    took: list[str] = []
    with new_house() as house, FtpReceiver() as ftp, WebServer() as web:
        web.on("/told", Reply(body=b"ok"))
        ftp.at["renamed"] = lambda path: took.append(path)  # each time a file comes to its name
        house.serve("--no-worker")
        with house.client() as api:

            def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
                answer = api.post(path, json=body)
                assert answer.status_code < 300, answer.text
                return dict(answer.json())

            made("/connections", {"name": "press", **ftp.connection()})
            pipeline = made("/pipelines", {"name": "To the press", "tasks": tasks(web.url)})["id"]
            store = made("/storefronts", {"name": "Shop", "platform": "custom", "start_on": "manual"})["id"]
            lines = [
                {"external_id": str(n), "quantity": 1, "design": {"document": document(words=f"Card {n}")}}
                for n in range(10)
            ]
            order = made("/orders", {"storefront": store, "external_id": "1", "lines": lines})
            projects = [project["id"] for project in order["projects"]]
            eventually(
                lambda: all(api.get(f"/projects/{one}").json()["design"] for one in projects), "designs are there"
            )
            jobs = [made(f"/projects/{projects[n % 10]}/jobs", {"pipeline": pipeline})["id"] for n in range(JOBS)]

            began, kills = time.monotonic(), 0
            workers: list[subprocess.Popen[bytes]] = []

            def done() -> int:
                return int(sum(api.get(f"/jobs/{job}").json()["status"] == "succeeded" for job in jobs))

            while True:
                workers = [worker for worker in workers if worker.poll() is None]
                while len(workers) < WORKERS:
                    workers.append(house.start("worker", "--concurrency", "2"))
                if kills < KILLS:
                    time.sleep(dice.uniform(1.5, 6))
                    victim = dice.choice(workers)
                    os.kill(victim.pid, signal.SIGKILL)
                    victim.wait()
                    kills += 1
                elif done() == JOBS or time.monotonic() - began > 1800:
                    break
                else:
                    time.sleep(2)
            seconds = time.monotonic() - began
            states = [api.get(f"/jobs/{job}").json() for job in jobs]
            files = {path: data for path, data in ftp.files().items() if not path.endswith(".part")}
            left = [path for path in ftp.files() if path.endswith(".part")]
            succeeded = [job for job in states if job["status"] == "succeeded"]
            made_of = {job["id"]: api.get(f"/artifacts/{job['artifacts'][0]['id']}/file").content for job in succeeded}
            same = {job: data == files.get(f"/in/{job}.pdf") for job, data in made_of.items()}

    keys: dict[str, set[str]] = {}
    for call in web.calls("/told"):
        keys.setdefault(call.body.decode(), set()).add(call.headers["idempotency-key"])
    figures = {
        "jobs": JOBS, "kills": kills, "seconds": round(seconds), "lost": JOBS - len(same),
        "files": len(files), "given their name twice": len(took) - len(set(took)), "left half-done": len(left),
        "calls": len(web.calls("/told")), "keys": sum(map(len, keys.values())),
        "tasks repeated": sum(task["attempts"] - 1 for job in states for task in job["tasks"]),
    }  # fmt: skip
    with capsys.disabled():
        print(f"\n{json.dumps(figures)}")
    assert [job for job in states if job["status"] != "succeeded"] == []
    assert set(files) == {f"/in/{job}.pdf" for job in jobs}
    assert all(same.values())
    assert len(took) == len(set(took)) == JOBS
    assert left == []
    assert {job: len(all_of) for job, all_of in keys.items()} == dict.fromkeys(jobs, 1)
