"""kill -9 of a worker at each task of a pipeline: nothing is lost, nothing goes out twice.

Several jobs go down with one worker: some at a point at which a receiver holds them, one in the middle of a task that
is over in a moment (the worker is made to stand still there, then killed). Another worker goes on,
alive or started anew.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.office.shop import document
from tests.servers.house import House, eventually, new_house
from tests.servers.receivers import FtpReceiver, Refused
from tests.servers.web import Reply, WebServer

pytestmark = pytest.mark.crash


@dataclass
class Floor:
    """A house with a web process, workers by hand, and receivers."""

    house: House
    api: httpx.Client
    ftp: FtpReceiver
    web: WebServer
    pipeline: str = ""
    storefront: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def furnish(self) -> None:
        self.post("/connections", {"name": "press", **self.ftp.connection()})
        self.pipeline = self.post("/pipelines", {"name": "To the press", "tasks": tasks(self.web.url)})["id"]
        self.storefront = self.post("/storefronts", {"name": "Shop", "platform": "custom", "start_on": "manual"})["id"]

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.api.post(path, json=body)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    def get(self, path: str) -> dict[str, Any]:
        answer = self.api.get(path)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def new_job(self) -> dict[str, Any]:
        """A project with a design, and its job, queued."""
        number = str(time.time_ns())
        line = {"external_id": "1", "quantity": 100, "title": "Card", "fields": {"Name": f"Anna {number}"},
                "design": {"document": document()}}  # fmt: skip
        order = self.post("/orders", {"storefront": self.storefront, "external_id": number, "lines": [line]})
        project = order["projects"][0]["id"]
        eventually(lambda: self.get(f"/projects/{project}")["design"], "the design is there")
        return self.post(f"/projects/{project}/jobs", {"pipeline": self.pipeline})

    def hire(self) -> None:
        """Start a worker; not waited for."""
        self.workers.append(self.house.start("worker", "--concurrency", "3"))

    def ready(self) -> list[int]:
        """The processes that have signed on and live."""
        living = {worker.pid for worker in self.workers if worker.poll() is None}
        return sorted(living & {pid for (pid,) in self.rows("select pid from jobs_worker where stopped_at is null")})

    def staff(self, count: int) -> None:
        """See that so many workers are ready."""
        while len([worker for worker in self.workers if worker.poll() is None]) < count:
            self.hire()
        eventually(lambda: len(self.ready()) >= count, f"{count} workers are ready")

    def dismiss(self) -> None:
        """No worker any more."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait()

    def rows(self, question: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.house.data / "makeready.sqlite3", timeout=30)) as database:
            return database.execute(question, values).fetchall()

    def at_work(self, job: str) -> int:
        """The process that has a job in hand; 0 where none has."""
        ((name,),) = self.rows("select worker from jobs_job where id = ?", job)
        return int(name.split("-")[-2]) if name else 0

    def running(self, job: str) -> str:
        """The task that runs now, or ""."""
        found = self.rows("select name from jobs_taskrun where job_id = ? and status = 'running'", job)
        return found[0][0] if found else ""

    def catch_at(self, task: str) -> tuple[dict[str, Any], int]:
        """A job whose worker stands still in the middle of this task, and the worker.

        A task may be over before the process stands still; then another job is sent after it.
        """
        for _ in range(25):
            job = self.new_job()
            end = time.monotonic() + 30
            while self.running(job["id"]) != task:
                assert time.monotonic() < end, f"{task} never ran"
                if self.over(job["id"]):
                    break
            worker = self.at_work(job["id"])
            if worker:
                os.kill(worker, signal.SIGSTOP)
                if self.running(job["id"]) == task and self.at_work(job["id"]) == worker:
                    return job, worker
                os.kill(worker, signal.SIGCONT)
            eventually(lambda job=job: self.over(job["id"]), "the job that slipped through ends")
        raise AssertionError(f"{task} was always over before its worker stood still")

    def over(self, job: str) -> bool:
        ((status,),) = self.rows("select status from jobs_job where id = ?", job)
        return status in ("succeeded", "failed", "cancelled")

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        next(worker for worker in self.workers if worker.pid == pid).wait()

    def ends_well(self, job: dict[str, Any], within: float = 40) -> dict[str, Any]:
        """The job as it is when it is over; all that must be true of it."""
        eventually(lambda: self.over(job["id"]), f"{job['id']} ends", within)
        now = self.get(f"/jobs/{job['id']}")
        assert now["status"] == "succeeded", now
        assert {task["status"] for task in now["tasks"]} == {"succeeded"}
        receipts = self.rows("select task, kind, state from delivery_receipt where job = ? order by id", job["id"])
        assert receipts == [("upload", "ftp", "done"), ("call", "http", "done")]
        assert [len(task["receipts"]) for task in now["tasks"] if task["name"] in ("upload", "call")] == [1, 1]
        calls = [call for call in self.web.calls("/told") if call.body.decode() == job["project"]]
        assert len({call.headers["idempotency-key"] for call in calls}) == 1
        history = self.get(f"/projects/{job['project']}/history?limit=200")["items"]
        assert [entry["to"] for entry in history if entry["kind"] == "status"].count("Active") == 1
        return now

    def was_sent_once(self, now: dict[str, Any]) -> None:
        """The file lies at the press, as the artifact is, and was given its name once."""
        path = f"/in/{now['project']}.pdf"
        (artifact,) = now["artifacts"]
        data = self.api.get(f"/artifacts/{artifact['id']}/file").content
        assert data.startswith(b"%PDF")
        assert self.ftp.files()[path] == data
        assert [name for name in self.ftp.files() if ".part" in name] == []

    def log_of(self, now: dict[str, Any]) -> str:
        return " ".join(text for (text,) in self.rows("select text from jobs_logline where job_id = ?", now["id"]))

    def stored(self, now: dict[str, Any]) -> int:
        """How often the job's file was sent."""
        ((temporary,),) = self.rows("select temporary from delivery_receipt where job = ? and kind = 'ftp'", now["id"])
        return self.ftp.sent("STOR").count(temporary)


def tasks(address: str) -> list[dict[str, Any]]:
    return [
        {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
        {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["print"]},
        {"name": "sheet", "type": "impose", "inputArtifacts": ["print"], "outputArtifacts": ["sheet"],
         "parameters": {"sheetWidth": 320, "sheetHeight": 450, "gutter": 4}},
        {"name": "upload", "type": "upload-to-ftp", "inputArtifacts": ["sheet"],
         "parameters": {"connection": "press", "sheet": "/in/{{project.id}}.pdf"}},
        {"name": "call", "type": "invoke-url", "parameters": {"url": f"{address}/told", "body": "{{project.id}}"}},
        {"name": "status", "type": "set-project-status", "parameters": {"status": "Active"}},
        {"name": "end", "type": "finalize", "finalArtifacts": ["sheet"]},
    ]  # fmt: skip


@pytest.fixture(scope="module")
def floor() -> Iterator[Floor]:
    with new_house() as house, FtpReceiver() as ftp, WebServer() as web:
        web.on("/told", Reply(body=b"ok"))
        house.serve("--no-worker")
        with house.client() as api:
            one = Floor(house, api, ftp, web)
            one.furnish()
            yield one
            one.dismiss()


@pytest.fixture(autouse=True)
def _receivers_behave(floor: Floor) -> Iterator[None]:
    yield
    floor.ftp.at.clear()
    floor.web.on("/told", Reply(body=b"ok"))


class Hold:
    """A point at which a server keeps the first that comes: `reached` tells that a worker stands there."""

    def __init__(self, then: type[Exception] | None = None) -> None:
        self.reached, self.released = threading.Event(), threading.Event()
        self._then = then

    def __call__(self, path: str) -> None:
        if self.reached.is_set():
            return
        self.reached.set()
        self.released.wait(60)
        if self._then:
            raise self._then("550 Gone")


@dataclass
class Passenger:
    """A job that goes down at a point where a receiver holds it. taken: what the RIP takes away meanwhile."""

    name: str
    point: str
    then: type[Exception] | None = None
    taken: str = ""
    sent: int = 1

    def board(self, floor: Floor) -> None:
        self.hold = Hold(self.then)
        if self.point == "call":
            floor.web.on("/told", lambda request: self.hold("") or Reply(body=b"ok"))
        else:
            floor.ftp.at[self.point] = self.hold
        self.job = floor.new_job()
        assert self.hold.reached.wait(30), f"{self.name} never came to {self.point}"

    def leave(self, floor: Floor) -> None:
        """Its worker is dead: the receiver goes on, the RIP takes what it takes."""
        if self.taken:
            question = "select temporary from delivery_receipt where job = ? and kind = 'ftp'"
            ((temporary,),) = floor.rows(question, self.job["id"])
            gone = f"/in/{self.job['project']}.pdf" if self.taken == "file" else temporary
            (floor.ftp.folder / gone.lstrip("/")).unlink()
        self.hold.released.set()

    def is_well(self, floor: Floor) -> None:
        now = floor.ends_well(self.job)
        assert floor.stored(now) == self.sent, f"{self.name}: sent {floor.stored(now)} times"
        if not self.taken:
            floor.was_sent_once(now)
            return
        ((answer,),) = floor.rows("select answer from delivery_receipt where job = ? and kind = 'ftp'", now["id"])
        assert "the receiver has taken it" in json.loads(answer)["note"]
        assert "the receiver has taken it" in floor.log_of(now)
        assert f"/in/{now['project']}.pdf" not in floor.ftp.files()


BEGINNING = Passenger("before a byte was sent", "store", ConnectionAbortedError, sent=2)
PLACED = Passenger("placed, not renamed", "rename", Refused)
RENAMED = Passenger("renamed, not answered", "renamed")
CALLED = Passenger("called, not answered", "call")
FILE_TAKEN = Passenger("taken by the RIP right after the rename", "renamed", taken="file")
TEMPORARY_GONE = Passenger("the temporary file gone after it was placed", "rename", Refused, taken="temporary")


@pytest.mark.parametrize(
    ("task", "passengers"),
    [
        ("design", [BEGINNING, CALLED]),
        ("print", [PLACED, RENAMED]),
        ("sheet", [FILE_TAKEN, TEMPORARY_GONE]),
        ("status", []),
    ],
)
def test_killed_at_any_task_a_worker_started_anew_finishes_the_jobs(floor, task, passengers):
    floor.staff(1)
    for passenger in passengers:
        passenger.board(floor)
    job, worker = floor.catch_at(task)

    floor.kill(worker)
    for passenger in passengers:
        passenger.leave(floor)
    floor.staff(1)

    now = floor.ends_well(job)
    floor.was_sent_once(now)
    attempts = {one["name"]: one["attempts"] for one in now["tasks"]}
    assert {name: count for name, count in attempts.items() if count > 1} == {task: 2}
    for passenger in passengers:
        passenger.is_well(floor)


def test_a_worker_that_is_alive_takes_over_within_seconds(floor):
    floor.staff(2)
    upload = Passenger("in the middle of an upload", "store", ConnectionAbortedError, sent=2)
    upload.board(floor)
    first = floor.at_work(upload.job["id"])

    floor.kill(first)
    upload.leave(floor)
    eventually(lambda: floor.at_work(upload.job["id"]) not in (0, first), "another worker has the job", 30)

    upload.is_well(floor)


def test_elements_and_branches_survive_their_worker_each_by_itself(floor: Floor) -> None:
    """Killed three times while four elements and another branch are at work: every call has one key and its receipt."""
    elements = 16
    floor.web.on("/slow", Reply(pieces=[b"o", b"k"], pause=0.3))
    many = {"url": f"{floor.web.url}/slow", "body": "{{project.id}}/{{index}}"}
    made = floor.post("/pipelines", {"name": "Many", "tasks": [
        {"name": "each", "type": "invoke-url", "needs": [], "parameters": many,
         "forEach": {"in": ",".join(map(str, range(elements))), "atOnce": 4}},
        {"name": "other", "type": "invoke-url", "needs": [], "parameters": {**many, "body": "{{project.id}}/other"}},
        {"name": "end", "type": "finalize"},
    ]})  # fmt: skip
    floor.staff(1)
    project = floor.new_job()["project"]
    job = floor.post(f"/projects/{project}/jobs", {"pipeline": made["id"]})["id"]

    def answered() -> int:
        question = "select count(*) from delivery_receipt where job = ? and state = 'done'"
        return int(floor.rows(question, job)[0][0])

    for so_many in (2, 6, 11):
        eventually(lambda so_many=so_many: answered() >= so_many, f"{so_many} calls were answered", 60)
        if worker := floor.at_work(job):
            floor.kill(worker)
        floor.staff(1)
    eventually(lambda: floor.over(job), "the job ends", 60)

    now = floor.get(f"/jobs/{job}")
    assert now["status"] == "succeeded", now
    assert now["tasks"][0]["elements"]["succeeded"] == elements
    keys: dict[str, set[str]] = {}
    for call in floor.web.calls("/slow"):
        keys.setdefault(call.body.decode(), set()).add(call.headers["idempotency-key"])
    assert {len(of_one) for of_one in keys.values()} == {1}
    assert len(keys) == len({next(iter(of_one)) for of_one in keys.values()}) == elements + 1 == answered()
    assert len(floor.web.calls("/slow")) <= elements + 1 + 3 * 5, "only what was at work is called again"
