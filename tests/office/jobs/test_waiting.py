"""What waits without a worker: for a person, a time, a status; each with a deadline, each woken when it has come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.office.workshop import DESIGN, end, errors, log, states
from tests.servers.web import Reply, WebServer

from makeready.office import reactions
from makeready.office.errors import OfficeError
from makeready.office.history.models import Entry
from makeready.office.jobs import again, approvals
from makeready.office.jobs.models import Approval, Job, TaskRun
from makeready.office.projects import transitions
from makeready.office.tasks.wait_until import TimeUnclear, moment

pytestmark = pytest.mark.django_db(transaction=True)


def ask(**parameters) -> dict:
    return {"name": "proof", "type": "approval", "parameters": {"question": "Is “Öz” right?", **parameters}}


def until(**parameters) -> dict:
    return {"name": "later", "type": "wait-until", "parameters": parameters}


def decided(workshop, job, decision, comment="") -> None:
    approvals.decide(Approval.objects.get(job=job), decision, by=workshop.shop.staff, comment=comment)


def test_a_job_waits_for_a_person_without_a_worker_and_goes_on_when_somebody_approves(workshop):
    job = workshop.run(workshop.job(DESIGN, ask(), end("design")))
    asked = Approval.objects.get(job=job)
    assert (job.status, job.worker, job.waits_until) == ("running", "", asked.deadline)
    assert states(job) == {"design": "succeeded", "proof": "running", "end": "pending"}
    assert asked.deadline - timezone.now() > timedelta(days=6)

    decided(workshop, job, "approved", "Fine by me.")
    job.refresh_from_db()
    assert (job.waits_until, TaskRun.objects.get(job=job, name="proof").waits_until) == (None, None)
    assert workshop.run(job).status == "succeeded"
    assert f"Approved by {workshop.shop.staff.name}. Fine by me." in log(job)
    assert TaskRun.objects.get(job=job, name="proof").attempts == 1


def test_a_no_fails_the_task_with_the_comment_and_a_retry_asks_again(workshop):
    job = workshop.run(workshop.job(ask(), end()))
    decided(workshop, job, "rejected", "The Ö is missing.")
    workshop.run(job)
    assert errors(job)["proof"]["code"] == "not_approved"
    assert "The Ö is missing." in errors(job)["proof"]["message"]

    again.retry(job, by=workshop.shop.staff)
    workshop.run(job)
    assert Approval.objects.get(job=job).decision == ""


@pytest.mark.parametrize(("silence", "status"), [("fail", "failed"), ("approve", "succeeded")])
def test_silence_shows_when_the_deadline_has_passed(workshop, silence, status):
    job = workshop.run(workshop.job(ask(afterDeadline=silence), end()))
    Approval.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    assert workshop.run(job).status == status


def test_a_question_is_decided_once_and_only_while_its_job_lives(workshop):
    job = workshop.run(workshop.job(ask(), end()))
    with pytest.raises(OfficeError, match="no decision"):
        decided(workshop, job, "maybe")
    decided(workshop, job, "approved")
    with pytest.raises(approvals.ApprovalOver):
        decided(workshop, job, "rejected")
    other = workshop.run(workshop.job(ask(), end()))
    again.cancel(other, by=workshop.shop.staff)
    with pytest.raises(approvals.ApprovalOver):
        decided(workshop, other, "approved")


def test_an_answer_that_comes_while_the_job_is_about_to_wait_is_not_lost(workshop, monkeypatch):
    job = workshop.job(ask(), end())
    real = approvals.ask

    def at_once(*given):
        asked = real(*given)
        if not asked.decision:
            decided(workshop, job, "approved")
        return asked

    monkeypatch.setattr(approvals, "ask", at_once)
    workshop.runner.run(job.pk, job.run)
    job.refresh_from_db()
    assert job.status == "succeeded"


def test_the_link_is_known_before_the_question_and_leads_to_it(workshop):
    with WebServer() as web:
        web.on("/told", Reply())
        tell = {"name": "tell", "type": "invoke-url",
                "parameters": {"url": f"{web.url}/told", "body": "{{approval.proof}}"}}  # fmt: skip
        job = workshop.run(workshop.job(tell, ask(), end()))
        sent = web.calls("/told")[0].body.decode()
    assert sent == approvals.link(job, "proof")
    token = sent.rpartition("/")[2]
    assert approvals.of_link(token).job_id == job.pk
    for forged in (token[:-1], token + "x", "x", ""):
        with pytest.raises(approvals.LinkWrong):
            approvals.of_link(forged)


def test_whoever_has_the_link_decides_without_signing_in(workshop, client):
    job = workshop.run(workshop.job(ask(), end()))
    address = "/approvals/" + approvals.link(job, "proof").rpartition("/")[2]
    assert "Is “Öz” right?" in client.get(address).content.decode()
    answer = client.post(address, {"decision": "approved", "name": "Anna"}, follow=True)
    assert "It was approved by Anna (by link, not signed in)." in answer.content.decode()
    assert workshop.run(job).status == "succeeded"


def test_a_job_waits_until_a_time(workshop):
    job = workshop.run(workshop.job(until(time="2h"), end()))
    assert timedelta(minutes=119) < job.waits_until - timezone.now() <= timedelta(hours=2)
    TaskRun.objects.filter(job=job).update(started_at=timezone.now() - timedelta(hours=3))
    assert workshop.run(job).status == "succeeded"


def test_a_job_waits_for_a_status_and_is_woken_by_it(workshop):
    job = workshop.run(workshop.job(until(status="Active"), end()))
    assert (job.status, job.worker) == ("running", "")
    transitions.move(job.project, "Active", by=workshop.shop.staff, because="on the press")
    for entry in Entry.objects.filter(kind="status", project=job.project_id):
        reactions.wake_jobs(entry)
    job.refresh_from_db()
    assert job.waits_until is None
    workshop.runner.run(job.pk, job.run)
    assert Job.objects.get(pk=job.pk).status == "succeeded"


def test_a_status_that_does_not_come_is_told(workshop):
    job = workshop.run(workshop.job(until(status="Active", deadline="1h"), end()))
    TaskRun.objects.filter(job=job).update(started_at=timezone.now() - timedelta(hours=2))
    assert workshop.run(job).status == "failed"
    assert errors(job)["later"]["code"] == "status_overdue"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("22:00", datetime(2026, 11, 24, 22, tzinfo=UTC)),
        ("09:30", datetime(2026, 11, 25, 9, 30, tzinfo=UTC)),
        ("90m", datetime(2026, 11, 24, 11, 30, tzinfo=UTC)),
        ("2026-12-24T08:00", datetime(2026, 12, 24, 8, tzinfo=UTC)),
        ("2026-12-24T08:00+02:00", datetime(2026, 12, 24, 6, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_people_write_them(text, found):
    assert moment(text, UTC, datetime(2026, 11, 24, 10, tzinfo=UTC)) == found


@pytest.mark.parametrize("text", ["soon", "25:00", "", "2026-13-01"])
def test_what_names_no_time_is_told(text):
    with pytest.raises(TimeUnclear):
        moment(text, UTC, datetime(2026, 11, 24, 10, tzinfo=UTC))
