"""Which worker is alive, what becomes of a dead one's jobs, and what a crash leaves in the engine's queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from tests.office.workshop import DESIGN, end, states

from makeready.office.jobs import endings, engine, leases, start, sweep
from makeready.office.jobs.models import Attempt, Job, TaskRun, Worker


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """The watcher's own clock."""
    now = [1000.0]
    monkeypatch.setattr(leases.time, "monotonic", lambda: now[0])
    return now


def running_at(worker: str, job: Job) -> Job:
    """As a worker has it in hand, in the middle of its first task."""
    Job.objects.filter(pk=job.pk).update(status="running", worker=worker)
    task = TaskRun.objects.get(job=job, position=0)
    TaskRun.objects.filter(pk=task.pk).update(status="running", attempts=1)
    Attempt.objects.create(task=task, number=1, worker=worker, started_at=timezone.now())
    return job


def test_every_life_of_a_worker_has_a_name_of_its_own(db):
    assert leases.sign_on() != leases.sign_on()
    assert Worker.objects.filter(stopped_at=None).count() == 2


def test_a_silent_workers_jobs_are_taken_over(workshop, clock):
    dead, mine = leases.sign_on(), leases.sign_on()
    job = running_at(dead, workshop.job(DESIGN, end("design")))
    watch = leases.Watch(mine)
    assert watch.look() == 0
    clock[0] += leases.SILENT_SECONDS - 0.1
    assert watch.look() == 0
    clock[0] += 0.2
    assert watch.look() == 1

    job.refresh_from_db()
    assert (job.worker, job.run, job.enqueued_at) == ("", 2, None)
    assert states(job)["design"] == "pending"
    assert Attempt.objects.get().outcome == "cancelled"
    assert workshop.run(job).status == "succeeded"


def test_clocks_of_other_machines_count_for_nothing(db, clock):
    """Its heartbeat lies an hour back by our clock, but it moves: it lives."""
    other, mine = leases.sign_on(), leases.sign_on()
    watch = leases.Watch(mine)
    for beat in range(5):
        behind = timezone.now() - timedelta(hours=1) + timedelta(seconds=beat)
        Worker.objects.filter(pk=other).update(heard_at=behind)
        assert watch.look() == 0
        clock[0] += leases.SILENT_SECONDS - 1


def test_nobody_takes_over_from_itself(db, clock):
    mine = leases.sign_on()
    watch = leases.Watch(mine)
    watch.look()
    clock[0] += 60
    assert watch.look() == 0


def test_a_worker_that_comes_back_is_watched_again(workshop, clock):
    """A machine slept, was given up, woke up, took new jobs, and then died for good."""
    sleeper, mine = leases.sign_on(), leases.sign_on()
    watch = leases.Watch(mine)
    watch.look()
    clock[0] += 60
    assert watch.look() == 1

    leases.beat(sleeper)
    job = running_at(sleeper, workshop.job(DESIGN, end("design")))
    assert watch.look() == 0
    clock[0] += 60
    assert watch.look() == 1
    job.refresh_from_db()
    assert job.worker == ""


def test_a_worker_that_ends_in_order_hands_on_what_it_had(workshop):
    worker = leases.sign_on()
    job = running_at(worker, workshop.job(DESIGN, end("design")))
    leases.sign_off(worker)
    job.refresh_from_db()
    assert (job.worker, job.run) == ("", 2)
    assert Worker.objects.get().stopped_at


def test_a_job_that_was_to_be_cancelled_when_its_worker_died_is_cancelled_by_the_next(workshop):
    worker = leases.sign_on()
    job = running_at(worker, workshop.job(DESIGN, end("design")))
    Job.objects.filter(pk=job.pk).update(cancel_asked_at=timezone.now())
    leases.take_over_from(worker)
    assert workshop.run(job).status == "cancelled"


def test_what_was_over_is_not_begun_again_by_a_take_over(workshop):
    worker = leases.sign_on()
    job = workshop.done(DESIGN, end("design"))
    Job.objects.filter(pk=job.pk).update(worker=worker)
    leases.take_over_from(worker)
    sweep.hand_over_due()
    job.refresh_from_db()
    assert (job.status, job.run) == ("succeeded", 1)


def test_a_job_is_handed_to_the_engine_once_it_is_committed(workshop):
    job = workshop.job(end())
    job.refresh_from_db()
    assert job.enqueued_at
    assert engine.states([(job.pk, 1), (job.pk, 2)]) == {(job.pk, 1): "ENQUEUED"}


def test_the_same_run_handed_over_twice_is_one(workshop):
    job = workshop.job(end())
    Job.objects.filter(pk=job.pk).update(enqueued_at=None)
    sweep.hand_over_due()
    assert engine.states([(job.pk, 1)]) == {(job.pk, 1): "ENQUEUED"}


def test_what_a_crash_kept_from_the_engine_is_found(workshop, monkeypatch):
    def down(*_):
        raise OperationalError("the engine's tables are out of reach")

    monkeypatch.setattr(start.engine, "enqueue", down)
    job = workshop.job(end())
    assert Job.objects.get(pk=job.pk).enqueued_at is None
    monkeypatch.undo()
    sweep.hand_over_due()
    assert Job.objects.get(pk=job.pk).enqueued_at
    assert engine.states([(job.pk, 1)])


def test_a_job_that_waits_is_handed_over_when_its_pause_is_over(workshop):
    job = workshop.job(end())
    Job.objects.filter(pk=job.pk).update(
        enqueued_at=None, run=2, waits_until=timezone.now() + timedelta(minutes=1), status="running"
    )
    sweep.hand_over_due()
    assert not engine.states([(job.pk, 2)])
    Job.objects.filter(pk=job.pk).update(waits_until=timezone.now() - timedelta(seconds=1))
    sweep.hand_over_due()
    assert engine.states([(job.pk, 2)])


def test_a_run_that_broke_off_without_a_word_goes_on(workshop, monkeypatch):
    """The database was away when the outcome should be written: the engine is done with the run, our tables are not."""
    job = workshop.job(DESIGN, end("design"))

    def away(*_):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(endings, "done", away)
        with pytest.raises(OperationalError):
            workshop.runner.run(job.pk, job.run)
    engine.cancel(job.pk, job.run)  # as the engine ends a run that raised
    job.refresh_from_db()
    assert (job.status, states(job)["design"]) == ("running", "running")

    sweep.forget_ended()
    job.refresh_from_db()
    assert (job.run, job.worker, job.enqueued_at) == (2, "", None)
    assert not engine.states([(job.pk, 1)])
    assert workshop.run(job).status == "succeeded"


def test_the_engines_tables_are_emptied_of_what_is_over(workshop):
    job = workshop.done(end())
    engine.cancel(job.pk, 1)
    sweep.forget_ended()
    assert not engine.states([(job.pk, 1)])
    job.refresh_from_db()
    assert (job.status, job.run) == ("succeeded", 1)
