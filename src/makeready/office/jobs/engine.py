"""When is a job run, and by whom? The engine's queue (DBOS): the only file that imports it.

What was done stands in our own tables, guarded by a fence (`Job.run`); the engine only hands each
`job:run` to one worker. Its tables lie beside ours: a file of its own on SQLite, a schema on PostgreSQL.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSClient
from django.db import connection

QUEUE = "jobs"
WORKFLOW = "run-job"
VERSION = "1"
"""By hand: a worker takes only work of its own version. It changes when waiting jobs could not be run by new code."""

POLL_SECONDS = 0.1
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")

Run = Callable[[str, int], None]
"""What a worker does with a job: called with its id and run."""

logger = logging.getLogger(__name__)


def prepare() -> None:
    """Make or bring up to date the engine's tables. Safe while workers run, and in several processes at once."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(_file(), timeout=30) as database:
            database.execute("PRAGMA journal_mode=WAL")  # kept in the file: readers and the writer do not wait
        database.close()
    DBOS.migrate(_address())


def enqueue(job: str, run: int) -> None:
    """Hand one run of a job to the engine; the same again is harmless."""
    _client().enqueue(
        {"workflow_name": WORKFLOW, "queue_name": QUEUE, "workflow_id": workflow_id(job, run), "app_version": VERSION},
        job,
        run,
    )


def begin(worker: str, concurrency: int, run: Run) -> None:
    """Take work from the queue, `concurrency` jobs at a time, each in a thread."""
    prepare()
    DBOS(
        config={
            "name": "makeready", "system_database_url": _address(), "executor_id": worker,
            "application_version": VERSION, "run_admin_server": False, "log_level": "WARNING",
            "console_log_level": "WARNING",
        }  # type: ignore[typeddict-unknown-key]
    )  # fmt: skip

    @DBOS.workflow(name=WORKFLOW)
    def run_job(job: str, number: int) -> None:
        run(job, number)

    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=concurrency, polling_interval_sec=POLL_SECONDS)


def end(seconds: int) -> None:
    """Take no more work; give what runs so many seconds to come to an end."""
    DBOS.destroy(workflow_completion_timeout_sec=seconds)


def held_by(worker: str) -> list[tuple[str, int]]:
    """(job, run) of all that a worker has taken and not ended."""
    found = _client().list_workflows(status="PENDING", executor_id=worker, load_input=False, load_output=False)
    return [split(workflow.workflow_id) for workflow in found]


def states(runs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """How the engine sees these runs; what it does not know is not there."""
    ids = [workflow_id(job, run) for job, run in runs]
    if not ids:
        return {}
    found = _client().list_workflows(workflow_ids=ids, load_input=False, load_output=False)
    return {split(workflow.workflow_id): str(workflow.status) for workflow in found}


def forget(runs: Iterable[tuple[str, int]]) -> None:
    """Delete runs from the engine's tables: ours keep the history."""
    ids = [workflow_id(job, run) for job, run in runs]
    if ids:
        _client().delete_workflows(ids)


def cancel(job: str, run: int) -> None:
    """Take a run out of the engine's hands; where it still goes on, the fence stops it."""
    _client().cancel_workflow(workflow_id(job, run))


def ended(limit: int = 500) -> list[tuple[str, int]]:
    """Runs that the engine is done with, oldest first."""
    found = _client().list_workflows(status=list(ENDED), limit=limit, load_input=False, load_output=False)
    return [split(workflow.workflow_id) for workflow in found]


def workflow_id(job: str, run: int) -> str:
    """The engine's name of a job's run."""
    return f"{job}:{run}"


def split(identity: str) -> tuple[str, int]:
    """The engine's name back into job and run."""
    job, _, run = identity.rpartition(":")
    return job, int(run)


_clients: dict[str, DBOSClient] = {}
_making = threading.Lock()


def _client() -> Any:
    """This process's way to the engine's tables, made at first use."""
    address = _address()
    with _making:
        if address not in _clients:
            prepare()
            _clients[address] = DBOSClient(system_database_url=address, retry_connection_errors=False)
        return _clients[address]


def _address() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{_file()}"
    from sqlalchemy import URL

    host = settings["HOST"] or None
    socket = {"host": host} if host and host.startswith("/") else {}
    url = URL.create(
        "postgresql", settings["USER"] or None, settings["PASSWORD"] or None, None if socket else host,
        int(settings["PORT"]) if settings["PORT"] else None, settings["NAME"], query=socket,
    )  # fmt: skip
    return url.render_as_string(hide_password=False)


def _file() -> Path:
    """Beside our own database file: `makeready.sqlite3` → `engine.sqlite3`."""
    ours = Path(str(connection.settings_dict["NAME"]))
    return ours.with_name("engine.sqlite3" if ours.stem == "makeready" else f"{ours.stem}-engine.sqlite3")
