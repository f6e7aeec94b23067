"""One run of a job: order, outcomes, pauses, and what a run that is not the newest may do (nothing)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from tests.office.shop import document
from tests.office.workshop import DESIGN, PRINT, artifacts, end, errors, log, states, task
from tests.servers.web import Reply, WebServer

from makeready.office.connections import store as connections
from makeready.office.delivery.failures import DeliveryFailed
from makeready.office.designs.store import revise
from makeready.office.history.models import Entry
from makeready.office.jobs import endings, faults, fence, start
from makeready.office.jobs.endings import PAUSES
from makeready.office.jobs.models import Artifact, Attempt, Job, TaskRun
from makeready.office.jobs.runner import Runner
from makeready.office.pipelines import store
from makeready.office.pipelines.models import PipelineVersion
from makeready.office.tasks.finalize import Finalize


@pytest.fixture
def web():
    with WebServer() as one:
        one.on("/told", Reply())
        one.on("/busy", Reply(503))
        yield one


def call(address: str, **more) -> dict:
    return {**task("invoke-url", url=address, **more), "name": "call"}


def test_the_same_start_key_is_the_same_job(workshop):
    project, pipeline = workshop.project(), workshop.pipeline(end())
    by = {"by": workshop.shop.staff, "cause": "asked for"}
    first = start.start(project, pipeline, start_key="status/1", **by)
    assert start.start(project, pipeline, start_key="status/1", **by).pk == first.pk
    assert start.start(project, pipeline, **by).pk != first.pk


def test_a_job_keeps_the_version_it_began_with(workshop):
    job = workshop.job(DESIGN, end("design"))
    store.save(job.pipeline.name, [end()], by=workshop.shop.staff, pipeline=job.pipeline)
    workshop.run(job)
    assert list(states(job)) == ["design", "end"]
    assert job.version.number == 1


def test_a_run_that_was_taken_over_changes_nothing(workshop):
    job = workshop.job(DESIGN, end("design"))
    Job.objects.filter(pk=job.pk).update(run=job.run + 1)
    workshop.runner.run(job.pk, job.run)
    job.refresh_from_db()
    assert (job.status, job.worker) == ("queued", "")
    assert set(states(job).values()) == {"pending"}


def test_a_late_worker_writes_neither_outcome_nor_artifact_nor_receipt(workshop, web):
    """Taken over while its call was under way: its answer counts no more."""
    job = workshop.job(DESIGN, call(f"{web.url}/told"), end("design"))

    def meanwhile(_):
        endings.hand_back(job.pk, job.run)
        return Reply()

    web.on("/told", meanwhile)
    workshop.runner.run(job.pk, job.run)
    assert states(job) == {"design": "succeeded", "call": "pending", "end": "pending"}
    job.refresh_from_db()
    assert job.run == 2

    web.on("/told", Reply())
    workshop.run(job)
    assert job.status == "succeeded"
    assert len({came.headers["idempotency-key"] for came in web.calls("/told")}) == 1


def test_what_a_task_made_is_there_only_with_its_success(workshop, monkeypatch):
    job = workshop.job(DESIGN, PRINT, end("print"))
    real = fence.held
    writes = iter(range(100))

    def dies(identity, run):
        if next(writes) == 4:  # begin, attempt, done, attempt, | done
            raise fence.TakenOver
        return real(identity, run)

    monkeypatch.setattr(fence, "held", dies)
    workshop.runner.run(job.pk, job.run)
    assert states(job)["print"] == "running"
    assert list(artifacts(job)) == ["design"]


def test_an_attempt_that_was_cut_off_is_kept_as_lost(workshop):
    job = workshop.job(DESIGN, end("design"))
    first = TaskRun.objects.get(job=job, position=0)
    TaskRun.objects.filter(pk=first.pk).update(status="running", attempts=1)
    Attempt.objects.create(task=first, number=1, worker="dead", started_at=timezone.now())
    workshop.run(job)
    tries = Attempt.objects.filter(task=first).order_by("number").values_list("number", "outcome", "error__code")
    assert list(tries) == [(1, "failed", "worker_lost"), (2, "succeeded", None)]


def test_a_transient_fault_waits_without_a_worker_with_growing_pauses(workshop, web):
    job = workshop.job(call(f"{web.url}/busy"), end())
    for number, pause in enumerate(PAUSES, 1):
        began = timezone.now()
        workshop.run(job)
        assert (job.status, job.worker, job.enqueued_at, job.run) == ("running", "", None, number + 1)
        assert job.waits_until is not None
        assert timedelta(seconds=pause - 1) < job.waits_until - began < timedelta(seconds=pause + 5)
        assert errors(job)["call"]["code"] == "delivery_failed", "while it waits it says why"
    workshop.run(job)
    assert (job.status, job.waits_until) == ("failed", None)
    assert len(web.calls("/busy")) == len(PAUSES) + 1


def test_a_receiver_that_names_its_pause_gets_it(workshop, web):
    web.on("/busy", Reply(429, {"Retry-After": "90"}))
    job = workshop.run(workshop.job(call(f"{web.url}/busy"), end()))
    assert job.waits_until - timezone.now() > timedelta(seconds=80)


def test_a_success_forgets_the_failures_before_it(workshop, web):
    job = workshop.run(workshop.job(call(f"{web.url}/busy"), end()))
    web.on("/busy", Reply())
    workshop.run(job)
    task_run = TaskRun.objects.get(job=job, name="call")
    assert (job.status, task_run.failures, task_run.error, task_run.attempts) == ("succeeded", 0, None, 2)


def test_a_worker_that_is_told_to_end_begins_no_further_task(workshop):
    job = workshop.job(DESIGN, end("design"))
    workshop.run(job, Runner("ending", workshop.runner.helpers, lambda: True))
    assert (job.status, job.worker, job.run) == ("running", "", 2)
    assert set(states(job).values()) == {"pending"}
    assert workshop.run(job).status == "succeeded"


def test_conditions_skip_tasks_and_the_log_says_which(workshop):
    job = workshop.done(
        DESIGN,
        {**PRINT, "parameters": {"skipIfAny": ["{{project.quantity}} != 250", "{{project.status}} = New"]}},
        end("design"),
    )  # fmt: skip
    assert states(job)["print"] == "skipped"
    assert "Skipped: skipIfAny" in log(job)


def test_a_fault_of_ours_is_told_without_a_traceback(workshop, monkeypatch):
    monkeypatch.setattr(Finalize, "run", lambda *_: 1 / 0)
    job = workshop.run(workshop.job(end()))
    error = errors(job)["end"]
    assert (job.status, error["code"]) == ("failed", "internal")
    assert "Traceback" not in str(error) + log(job)
    assert "ZeroDivisionError" in error["message"]


def test_a_database_that_did_not_answer_is_a_matter_of_time(workshop, monkeypatch):
    def locked(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(Finalize, "run", locked)
    job = workshop.run(workshop.job(end()))
    assert (job.status, errors(job)["end"]["code"]) == ("running", "database_busy")
    assert job.waits_until
    monkeypatch.undo()
    assert workshop.run(job).status == "succeeded"


def test_a_definition_that_cannot_be_read_any_more_fails_the_job_in_words(workshop):
    job = workshop.job(DESIGN, end("design"))
    PipelineVersion.objects.filter(pk=job.version_id).update(definition={"tasks": [{"kind": "of another age"}]})
    workshop.run(job)
    assert job.status == "failed"
    assert errors(job)["design"]["code"] == "internal"


def test_a_task_type_of_another_version_is_told(workshop):
    job = workshop.job(DESIGN, end("design"))
    tasks = [{"name": "design", "type": "fold-leaflet"}, {"name": "end", "type": "finalize"}]
    PipelineVersion.objects.filter(pk=job.version_id).update(definition={"tasks": tasks})
    workshop.run(job)
    assert errors(job)["design"]["code"] == "task_unknown"


def test_a_finished_job_is_not_run_again(workshop):
    job = workshop.done(end())
    count = Attempt.objects.count()
    workshop.runner.run(job.pk, job.run)
    assert Attempt.objects.count() == count


def test_the_end_stands_in_the_projects_history(workshop, web):
    job = workshop.run(workshop.job(call(f"{web.url}/refused"), end()))
    last = Entry.objects.filter(subject=job.pk).latest("pk")
    assert (last.kind, last.now, last.actor_kind) == ("job", "failed", "pipeline")
    assert last.reason.startswith("Task “call” failed: ")


def test_a_design_changed_while_the_job_ran_makes_its_print_file_stale(workshop, web):
    project = workshop.project()
    job = workshop.job(DESIGN, call(f"{web.url}/told"), PRINT, end("print"), project=project)

    def corrected(_):
        revise(project.design, document(words="Anna Özdemir"), by=workshop.shop.staff)
        return Reply()

    web.on("/told", corrected)
    workshop.run(job)
    assert job.status == "succeeded"
    assert Artifact.objects.get(job=job).stale


def test_secrets_are_masked_in_what_the_job_says(workshop, web):
    connections.save(
        name="mis", type="http", host="127.0.0.1", port=web.port, username="ada", password="correct horse",
        options={"scheme": "http"}, by=workshop.shop.staff,
    )  # fmt: skip
    web.on("/echo", lambda came: Reply(422, body=f"bad: {came.headers['authorization']} or correct horse".encode()))
    job = workshop.run(workshop.job(call("/echo", connection="mis"), end()))
    told = str(errors(job)) + log(job) + str(list(Attempt.objects.values_list("error", flat=True)))
    assert "•••" in told
    assert "correct horse" not in told
    assert "YWRhOmNvcnJlY3QgaG9yc2U" not in told


def test_faults_that_pass_by_themselves_are_known():
    assert faults.is_transient(OperationalError("locked"))
    assert faults.is_transient(DeliveryFailed("cut", transient=True))
    assert not faults.is_transient(DeliveryFailed("refused"))
    assert not faults.is_transient(ValueError("x"))


def test_a_task_that_fails_after_somebody_asked_to_stop_ends_the_job_as_cancelled(workshop, web):
    job = workshop.job(call(f"{web.url}/told"), end())

    def meanwhile(_):
        Job.objects.filter(pk=job.pk).update(cancel_asked_at=timezone.now())
        return Reply(400)

    web.on("/told", meanwhile)
    workshop.run(job)
    assert job.status == "cancelled"
    assert states(job) == {"call": "failed", "end": "cancelled"}
    assert errors(job)["call"]["code"] == "call_refused"
