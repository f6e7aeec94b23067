"""Retry, restart, cancel: what a person may do with a job, and what then goes out once more."""

from __future__ import annotations

import pytest
from tests.office.workshop import DESIGN, PRINT, artifacts, end, errors, states, task
from tests.servers.receivers import FtpReceiver
from tests.servers.web import Reply, WebServer

from makeready.office.connections import store as connections
from makeready.office.delivery.models import Receipt
from makeready.office.history.models import Entry
from makeready.office.jobs import again
from makeready.office.jobs.models import Attempt, Job, TaskRun
from makeready.office.pipelines import store
from makeready.office.projects.models import Project


def call(address: str, name: str = "call") -> dict:
    return {**task("invoke-url", url=address), "name": name}


@pytest.fixture
def web():
    with WebServer() as one:
        one.on("/told", Reply())
        one.on("/refused", Reply(422, body=b"no such order"))
        yield one


def test_retry_goes_on_from_the_failed_task(workshop, web):
    job = workshop.run(workshop.job(DESIGN, PRINT, call(f"{web.url}/refused"), end("print")))
    assert (job.status, states(job)["call"]) == ("failed", "failed")
    made = artifacts(job)["print"].pk

    web.on("/refused", Reply())
    retried = again.retry(job, by=workshop.shop.staff)
    assert (retried.pk, retried.status, retried.attempt) == (job.pk, "queued", 2)
    workshop.run(job)

    assert job.status == "succeeded"
    assert errors(job) == {}
    assert artifacts(job)["print"].pk == made
    attempts = dict(TaskRun.objects.filter(job=job).values_list("name", "attempts"))
    assert attempts == {"design": 1, "print": 1, "call": 2, "end": 1}
    assert len({came.headers["idempotency-key"] for came in web.calls("/refused")}) == 1


def test_what_has_gone_out_is_not_sent_by_a_retry(workshop, web):
    job = workshop.run(workshop.job(call(f"{web.url}/told"), call(f"{web.url}/refused", "other"), end()))
    again.retry(job, by=workshop.shop.staff)
    workshop.run(job)
    assert len(web.calls("/told")) == 1
    assert len(web.calls("/refused")) == 2


def test_a_task_of_several_effects_repeats_only_those_that_did_not_happen(workshop):
    with FtpReceiver() as press:
        connections.save(name="press", by=workshop.shop.staff, **press.connection())
        send = task("upload-to-ftp", "design print", connection="press", design="/a/d.json", print="/b/p.pdf")
        job = workshop.job(DESIGN, PRINT, send, end("print"))
        press.lay("/b", b"a file in the way")
        workshop.run(job)
        assert job.status == "failed"
        (press.folder / "b").unlink()
        again.retry(job, by=workshop.shop.staff)
        workshop.run(job)
        assert job.status == "succeeded"
        assert len(press.sent("STOR")) == 2
        assert [receipt.state for receipt in Receipt.objects.order_by("pk")] == ["done", "done"]


def test_a_job_that_waits_for_its_next_try_can_be_tried_at_once(workshop, web):
    web.on("/busy", Reply(503))
    job = workshop.run(workshop.job(call(f"{web.url}/busy"), end()))
    assert job.waits_until
    was = job.run

    web.on("/busy", Reply())
    hurried = again.retry(job, by=workshop.shop.staff)
    assert (hurried.waits_until, hurried.run) == (None, was + 1)
    workshop.run(job)

    assert (job.status, job.attempt) == ("succeeded", 1)
    assert len({came.headers["idempotency-key"] for came in web.calls("/busy")}) == 1
    assert "Tried again at once" in Entry.objects.filter(subject=job.pk, reason__contains="at once").get().reason


@pytest.mark.parametrize("status", ["queued", "running", "succeeded"])
def test_only_what_failed_or_was_cancelled_can_be_retried(workshop, status):
    job = workshop.job(end())
    Job.objects.filter(pk=job.pk).update(status=status)
    with pytest.raises(again.NothingToRetry):
        again.retry(job, by=workshop.shop.staff)


def test_restart_is_a_new_job_with_the_pipeline_as_it_is_now(workshop, web):
    job = workshop.done(call(f"{web.url}/told"), end())
    store.save(
        job.pipeline.name, [call(f"{web.url}/told"), DESIGN, end()], by=workshop.shop.staff, pipeline=job.pipeline
    )
    (told,) = again.what_again(job)
    assert told == f"Calls again {web.url}/told (task “call”)."

    new = workshop.run(again.restart(Job.objects.get(pk=job.pk), by=workshop.shop.staff))
    assert new.pk != job.pk
    assert (new.restarts_id, new.version.number) == (job.pk, 2)
    assert new.status == "succeeded"
    assert len({came.headers["idempotency-key"] for came in web.calls("/told")}) == 2, (
        "a restart is meant to do it again"
    )


def test_an_open_job_cannot_be_restarted(workshop):
    with pytest.raises(again.JobOpen):
        again.restart(workshop.job(end()), by=workshop.shop.staff)


def test_what_a_restart_would_send_again_is_told_for_every_receiver(workshop):
    job = workshop.job(end())
    for number, (kind, to) in enumerate(
        [("sftp", "sftp://a/x"), ("http", "https://b"), ("smtp", "mailto:c@d.example")]
    ):
        Receipt.objects.create(effect=str(number), kind=kind, to=to, job=job.pk, task="t", state="done")
    Receipt.objects.create(effect="begun", kind="ftp", to="ftp://e/x", job=job.pk, task="t")
    assert again.what_again(job) == [
        "Sends the file again to sftp://a/x (task “t”).", "Calls again https://b (task “t”).",
        "Mails again to mailto:c@d.example (task “t”).",
    ]  # fmt: skip


def test_a_job_that_waits_is_cancelled_at_once(workshop):
    job = workshop.job(DESIGN, end("design"))
    before = job.run
    cancelled = again.cancel(job, by=workshop.shop.staff)
    assert cancelled.status == "cancelled"
    assert set(states(job).values()) == {"cancelled"}

    workshop.runner.run(job.pk, before)
    job.refresh_from_db()
    assert (job.status, TaskRun.objects.filter(job=job, attempts__gt=0).count()) == ("cancelled", 0)


def test_no_further_task_begins_after_a_cancel(workshop, web):
    job = workshop.job(call(f"{web.url}/told"), call(f"{web.url}/told", "never"), end())

    def cancelled_meanwhile(_):
        again.cancel(Job.objects.get(pk=job.pk), by=workshop.shop.staff)
        return Reply()

    web.on("/told", cancelled_meanwhile)
    workshop.run(job)
    assert job.status == "cancelled"
    assert states(job) == {"call": "succeeded", "never": "cancelled", "end": "cancelled"}
    assert len(web.calls("/told")) == 1


def test_a_cancelled_job_can_be_retried(workshop):
    job = workshop.job(DESIGN, end("design"))
    again.cancel(job, by=workshop.shop.staff)
    again.retry(job, by=workshop.shop.staff)
    assert workshop.run(job).status == "succeeded"


@pytest.mark.parametrize("status", ["succeeded", "failed", "cancelled"])
def test_what_is_over_cannot_be_cancelled(workshop, status):
    job = workshop.job(end())
    Job.objects.filter(pk=job.pk).update(status=status)
    with pytest.raises(again.NothingToCancel):
        again.cancel(job, by=workshop.shop.staff)


def test_history_tells_who_did_it(workshop, web):
    job = workshop.run(workshop.job(call(f"{web.url}/refused"), end()))
    again.retry(job, by=workshop.shop.staff)
    again.cancel(job, by=workshop.shop.staff)
    told = Entry.objects.filter(subject=job.pk, actor_name="Ada").values_list("now", "reason")
    assert [one for one in told if "Pipeline" not in one[1]] == [
        ("queued", "Retry number 1, from the failed task."), ("cancelled", "Cancelled."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ends", "shown"),
    [(["succeeded"], "done"), (["failed"], "failed"), (["succeeded", "cancelled"], "done"), (["cancelled"], "none")],
)
def test_the_project_shows_how_far_its_print_file_is(workshop, web, ends, shown):
    project = workshop.project()
    for how in ends:
        tasks = [call(f"{web.url}/refused"), end()] if how == "failed" else [end()]
        job = workshop.job(*tasks, project=project)
        assert Project.objects.get(pk=project.pk).processing == "queued"
        if how == "cancelled":
            again.cancel(job, by=workshop.shop.staff)
        else:
            workshop.run(job)
        job.refresh_from_db()
        assert job.status == how
    assert Project.objects.get(pk=project.pk).processing == shown


def test_every_try_is_kept(workshop, web):
    job = workshop.run(workshop.job(call(f"{web.url}/refused"), end()))
    again.retry(job, by=workshop.shop.staff)
    workshop.run(job)
    tries = Attempt.objects.filter(task__job=job, task__name="call").order_by("number")
    assert [(one.number, one.outcome, one.error["code"]) for one in tries] == [
        (1, "failed", "call_refused"), (2, "failed", "call_refused"),
    ]  # fmt: skip
