"""A run that broke off without a word is noticed by the worker that holds it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.office.workshop import DESIGN, PRINT, Workshop, end, states

from makeready.office.jobs import engine
from makeready.office.jobs.lost import LostRuns
from makeready.office.jobs.models import Job, JobStatus

WORKER = "worker-1-abc"


@pytest.fixture
def engine_of_this_test(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the engine says that the worker holds, and what it is told; its own tables have tests of their own."""
    told: dict[str, Any] = {"held": [], "cancelled": []}
    monkeypatch.setattr(engine, "held_by", lambda worker: list(told["held"]))
    monkeypatch.setattr(engine, "cancel", lambda job, run: told["cancelled"].append((job, run)))
    return told


def broken_off(workshop: Workshop) -> Job:
    """A job that a worker took up and then, without a word, works on no more."""
    job = workshop.job(DESIGN, PRINT, end("print"))
    Job.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING, worker=WORKER)
    return job


def test_what_is_held_and_idle_at_two_looks_in_a_row_is_handed_on(
    workshop: Workshop, engine_of_this_test: dict[str, Any]
) -> None:
    job = broken_off(workshop)
    lost = LostRuns(WORKER, set)

    assert lost.look() == 0, "a run may be idle for a moment"
    assert lost.look() == 1
    job.refresh_from_db()
    assert (job.run, job.worker, job.enqueued_at) == (2, "", None)
    assert engine_of_this_test["cancelled"] == [(job.pk, 1)]
    assert lost.look() == 0

    assert workshop.run(job).status == JobStatus.SUCCEEDED
    assert set(states(job).values()) == {"succeeded"}


def test_what_is_worked_on_or_held_for_a_moment_is_left_alone(
    workshop: Workshop, engine_of_this_test: dict[str, Any]
) -> None:
    job = broken_off(workshop)
    busy = {(job.pk, 1)}
    lost = LostRuns(WORKER, lambda: busy)

    assert [lost.look(), lost.look()] == [0, 0]
    busy.clear()
    assert lost.look() == 0
    busy.add((job.pk, 1))
    assert lost.look() == 0
    busy.clear()
    assert lost.look() == 0, "not two looks in a row"


def test_a_run_that_the_engine_handed_out_and_nobody_began_is_handed_on(
    workshop: Workshop, engine_of_this_test: dict[str, Any]
) -> None:
    job = workshop.job(DESIGN, PRINT, end("print"))
    engine_of_this_test["held"].append((job.pk, 1))
    lost = LostRuns(WORKER, set)

    assert [lost.look(), lost.look()] == [0, 1]
    job.refresh_from_db()
    assert (job.status, job.run) == (JobStatus.QUEUED, 2)


def test_a_run_that_is_over_here_and_open_in_the_engine_changes_nothing(
    workshop: Workshop, engine_of_this_test: dict[str, Any]
) -> None:
    job = workshop.done(DESIGN, PRINT, end("print"))
    engine_of_this_test["held"].append((job.pk, 1))
    lost = LostRuns(WORKER, set)
    lost.look()
    lost.look()

    job.refresh_from_db()
    assert (job.status, job.run) == (JobStatus.SUCCEEDED, 1)
