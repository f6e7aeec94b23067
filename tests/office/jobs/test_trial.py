"""A pipeline tried out on a real project: everything is made, every effect outside is told, none is done."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.office.workshop import DESIGN, PRINT, artifacts, end, log, task
from tests.servers.receivers import FtpReceiver
from tests.servers.web import Reply, WebServer

from makeready.office import outgoing
from makeready.office.connections import store as connections
from makeready.office.delivery.models import Receipt
from makeready.office.history.models import Entry
from makeready.office.jobs import again, leftovers
from makeready.office.jobs.models import Artifact, Job, TaskRun
from makeready.office.outgoing.reading import OnlyReading
from makeready.office.tasks.configure_artifacts import ConfigureArtifacts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web():
    with WebServer() as one:
        one.on("/told", Reply())
        yield one


def would(job) -> dict:
    return {one.name: [(told["kind"], told["to"], told["what"], told["size"] > 0) for told in one.would]
            for one in TaskRun.objects.filter(job=job).order_by("position") if one.would}  # fmt: skip


def everything(web) -> list[dict]:
    return [
        DESIGN, PRINT,
        {**task("upload-to-ftp", "print", connection="press", print="/in/{{project.quantity}}.pdf"), "name": "send"},
        {**task("invoke-url", url=f"{web.url}/told", body="{{job.id}}"), "name": "call"},
        {**task("send-email", connection="mail", recipients="a@x.example", subject="Done"), "name": "mail"},
        {**task("set-project-status", status="Active"), "name": "move"},
        {**task("approval"), "name": "ask"},
        {**task("wait-until", time="2h"), "name": "wait"},
        end("print"),
    ]  # fmt: skip


def test_every_effect_is_told_and_none_is_done(workshop, web):
    with FtpReceiver() as ftp:
        connections.save(name="press", **ftp.connection(), by=workshop.shop.staff)
        connections.save(name="mail", type="smtp", host="127.0.0.1", port=9, username="us@x.example",
                         by=workshop.shop.staff)  # fmt: skip
        project = workshop.project()
        before = (project.status, project.processing, Entry.objects.filter(project=project.pk).count())
        job = workshop.run(workshop.job(*everything(web), project=project, trial=True))
        assert (job.status, ftp.files(), web.calls("/told")) == ("succeeded", {}, []), log(job)
    told = would(job)
    assert told["send"] == [("ftp", f"ftp://127.0.0.1:{ftp.connection()['port']}/in/250.pdf", "250.pdf", True)]
    assert told["call"] == [("http", f"{web.url}/told", "POST", True)]
    assert told["mail"] == [("smtp", "mailto:a@x.example", "Done", True)]
    assert told["move"] == [("status", "Active", "The project's status.", False)]
    assert {"ask", "wait"} <= set(told)
    project.refresh_from_db()
    assert (project.status, project.processing, Entry.objects.filter(project=project.pk).count()) == before
    assert not Receipt.objects.filter(job=job.pk).exists()
    assert not Artifact.objects.filter(job=job, final=True).exists()
    assert "print" in artifacts(job)


def test_a_past_job_is_replayed_in_its_version_and_its_files_go_after_a_day(workshop, web):
    job = workshop.done(DESIGN, {**task("invoke-url", url=f"{web.url}/told"), "name": "call"}, end("design"))
    trial = workshop.run(again.try_out(job, by=workshop.shop.staff))
    assert (trial.trial, trial.status, trial.version_id) == (True, "succeeded", job.version_id)
    assert len(web.calls("/told")) == 1
    assert again.what_again(trial) == []

    Job.objects.filter(pk=trial.pk).update(finished_at=timezone.now() - leftovers.TRIED_WITHIN * 2)
    leftovers.clear()
    assert artifacts(trial) == {}
    assert set(artifacts(job)) == {"design"}


def test_a_trial_run_again_is_a_trial(workshop):
    job = workshop.run(workshop.job(end(), trial=True))
    assert again.restart(job, by=workshop.shop.staff).trial


def test_what_a_task_forgot_to_tell_does_not_go_out_either(workshop, web, monkeypatch):
    def careless(*_):
        outgoing.call("POST", f"{web.url}/told")

    monkeypatch.setattr(ConfigureArtifacts, "run", careless)
    job = workshop.run(workshop.job(DESIGN, task("configure-artifacts", "design"), end(), trial=True))
    assert TaskRun.objects.get(job=job, position=1).error["code"] == OnlyReading.code
    assert web.calls("/told") == []
