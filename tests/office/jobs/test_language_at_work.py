"""What is ours in the language, at work: branches, forEach, retry, timeout, onFailure; all by the real runner."""

from __future__ import annotations

import io
import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from tests.office.workshop import DESIGN, artifacts, end, errors, log, states, task
from tests.servers.web import Reply, WebServer

from makeready.office.delivery.models import Receipt
from makeready.office.jobs import again, endings, limits
from makeready.office.jobs.models import Job, TaskRun
from makeready.office.tasks.configure_artifacts import ConfigureArtifacts

pytestmark = pytest.mark.django_db(transaction=True)


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def web():
    with WebServer() as one:
        for path in ("/told", "/a", "/b"):
            one.on(path, Reply())
        one.on("/busy", Reply(503))
        one.on("/picture.png", Reply(headers={"Content-Type": "image/png"}, body=picture()))
        yield one


def call(name: str, address: str, **step) -> dict:
    parameters = step.pop("parameters", {})
    return {"name": name, "type": "invoke-url", "parameters": {"url": address, **parameters}, **step}


def each(web, values, **step) -> dict:
    return call("each", f"{web.url}/told", forEach=values, parameters={"body": "{{item}} {{index}}/{{count}}"}, **step)


def test_branches_run_at_the_same_time(workshop, web):
    """Each call is answered only once the other has come, too."""
    meet = threading.Barrier(2, timeout=30)

    def answer(_):
        meet.wait()
        return Reply()

    web.on("/a", answer)
    web.on("/b", answer)
    job = workshop.done(call("a", f"{web.url}/a", needs=[]), call("b", f"{web.url}/b", needs=[]), end())
    assert states(job) == {"a": "succeeded", "b": "succeeded", "end": "succeeded"}


def test_a_task_is_done_for_each_element_of_a_collection_and_what_it_makes_is_one(workshop, web):
    come = task("download-files", "", "page*", urls=[f"{web.url}/picture.png"] * 3)
    small = {"name": "small", "type": "render-preview", "inputArtifacts": ["page*"], "outputArtifacts": ["small*"],
             "forEach": "page*",
             "parameters": {"previewOutputWidth": 20, "previewOutputFileFormat": "Png"}}  # fmt: skip
    more = {"name": "more", "type": "configure-artifacts", "inputArtifacts": ["small*"], "forEach": "small*",
            "parameters": {"name": "{{index}} of {{count}}: {{item:name}}"}}  # fmt: skip
    job = workshop.done(come, small, more, end("small*"))
    made = artifacts(job)
    assert sorted(made) == ["small1", "small2", "small3"]
    assert sorted((one.collection, one.index) for one in made.values()) == [("small*", n) for n in (1, 2, 3)]
    assert made["small2"].name == "2 of 3_ small2.png"
    rows = TaskRun.objects.filter(job=job, name__startswith="small[").values_list("element", "value", "status")
    assert sorted(rows) == [(n, f"page{n}", "succeeded") for n in (1, 2, 3)]


def test_a_task_is_done_for_each_text_and_each_has_its_own_receipt(workshop, web):
    job = workshop.done(each(web, ["A4", "{{project.quantity}}", "{{project.orderNumber?}}x"]), end())
    said = sorted(came.body.decode() for came in web.calls("/told"))
    assert said[0].endswith("x 3/3")
    assert said[1:] == ["250 2/3", "A4 1/3"]
    assert Receipt.objects.filter(job=job.pk).count() == 3


def test_one_text_may_be_a_list_and_none_is_nothing_to_do(workshop, web):
    workshop.done(each(web, "foil,  {{project.quantity}}, , "), end())
    job = workshop.done(each(web, "{{project.items.@.fields.None?}}"), end())
    assert len(web.calls("/told")) == 2
    assert states(job)["each"] == "skipped"


def test_a_retry_goes_on_with_the_elements_that_failed_and_sends_nothing_twice(workshop, web):
    refused = {"b"}
    web.on("/told", lambda came: Reply(422 if came.body.decode()[0] in refused else 200))
    job = workshop.run(workshop.job(each(web, {"in": ["a", "b", "c"], "atOnce": 1}), end()))
    assert (job.status, states(job)["each"], states(job)["each[3]"]) == ("failed", "failed", "pending")
    assert errors(job)["each"]["message"].startswith("1 of 3 failed. Element 2 (b): ")

    refused.clear()
    again.retry(job, by=workshop.shop.staff)
    assert workshop.run(job).status == "succeeded"
    assert [came.body.decode()[0] for came in web.calls("/told")] == ["a", "b", "b", "c"]


def test_elements_survive_a_worker_that_dies_between_them(workshop, web):
    def dies(came):
        if came.body.startswith(b"b"):
            endings.hand_back(job.pk, 1)
        return Reply()

    web.on("/told", dies)
    job = workshop.job(each(web, {"in": ["a", "b", "c"], "atOnce": 1}), end())
    workshop.run(job)
    assert [states(job)[f"each[{n}]"] for n in (1, 2, 3)] == ["succeeded", "pending", "pending"]
    web.on("/told", Reply())
    assert workshop.run(job).status == "succeeded"
    keys = [came.headers["idempotency-key"] for came in web.calls("/told")]
    assert (len(keys), len(set(keys))) == (4, 3)


def test_a_pause_of_one_branch_does_not_hold_up_the_other(workshop, web):
    job = workshop.job(call("a", f"{web.url}/busy", needs=[]), call("b", f"{web.url}/b", needs=[]), end())
    workshop.run(job)
    assert states(job) == {"a": "running", "b": "succeeded", "end": "pending"}
    assert (job.status, job.worker) == ("running", "")
    web.on("/busy", Reply())
    assert workshop.run(job).status == "succeeded"
    assert len(web.calls("/b")) == 1


def test_a_pause_is_cut_short_by_a_person_and_a_question_is_not(workshop, web):
    ask = {"name": "ask", "type": "approval", "needs": []}
    job = workshop.run(workshop.job(ask, call("a", f"{web.url}/busy", needs=[]), end()))
    web.on("/busy", Reply())
    again.retry(job, by=workshop.shop.staff)
    job.refresh_from_db()
    workshop.runner.run(job.pk, job.run)
    assert states(job) == {"ask": "running", "a": "succeeded", "end": "pending"}


def test_a_task_may_say_how_often_it_is_tried_and_how_long_its_pauses_are(workshop, web):
    step = call("a", f"{web.url}/busy", retry={"attempts": 3, "firstPause": 10, "factor": 3, "longestPause": "20s"})
    job = workshop.job(step, end())
    for pause in (10, 20):
        began = timezone.now()
        workshop.run(job)
        assert timedelta(seconds=pause - 1) < job.waits_until - began < timedelta(seconds=pause + 5)
    assert workshop.run(job).status == "failed"
    assert len(web.calls("/busy")) == 3


@pytest.mark.parametrize(("on", "status"), [("passing", "failed"), ("any", "running")])
def test_a_fault_that_does_not_pass_is_tried_again_only_where_the_pipeline_says_so(workshop, web, on, status):
    job = workshop.run(workshop.job(call("a", f"{web.url}/gone", retry={"on": on}), end()))
    assert job.status == status


def test_the_vendors_retry_count_counts_the_tries_after_the_first(workshop, web):
    job = workshop.job(call("a", f"{web.url}/busy", maxAutoRetryCount=1), end())
    assert [workshop.run(job).status for _ in range(2)] == ["running", "failed"]


def test_a_task_that_takes_too_long_is_stopped_and_its_helper_with_it(workshop, monkeypatch):
    monkeypatch.setattr(ConfigureArtifacts, "run", lambda _, __, job: job.work(time.sleep, 3600))
    step = {"name": "slow", "type": "configure-artifacts", "inputArtifacts": ["design"], "timeout": 0.2}
    job = workshop.run(workshop.job(DESIGN, step, end()))
    assert errors(job)["slow"]["code"] == "timed_out"
    assert "0.2 seconds" in errors(job)["slow"]["message"]


def test_a_task_that_does_not_listen_is_left_and_what_it_still_does_counts_for_nothing(workshop, web, monkeypatch):
    monkeypatch.setattr(limits, "GRACE", 0.2)
    answered, reached = threading.Event(), threading.Event()

    def slow(_):
        reached.set()
        answered.wait(30)
        return Reply()

    web.on("/a", slow)
    job = workshop.run(workshop.job(call("a", f"{web.url}/a", timeout=0.5), end()))
    assert (errors(job)["a"]["code"], reached.is_set()) == ("timed_out", True)
    answered.set()
    left = [one for one in threading.enumerate() if one.name == "task-with-timeout"]
    for one in left:
        one.join(30)
    assert Receipt.objects.get(job=job.pk).state == "begun"


def test_after_a_failure_its_tasks_are_told_why_and_the_job_has_failed(workshop, web):
    tell = call("tell", f"{web.url}/told", parameters={"body": "{{failed.task}}: {{failed.code}}"})
    job = workshop.job(call("a", f"{web.url}/gone", onFailure={"tasks": [tell]}), call("b", f"{web.url}/b"), end())
    workshop.run(job)
    assert job.status == "failed"
    assert states(job) == {"a": "failed", "tell": "succeeded", "b": "pending", "end": "pending"}
    assert [came.body for came in web.calls("/told")] == [b"a: call_refused"]

    again.retry(job, by=workshop.shop.staff)
    workshop.run(job)
    assert len(web.calls("/told")) == 2, "a second failure is told, too"


def test_a_job_may_go_on_past_a_failure(workshop, web):
    tell = call("tell", f"{web.url}/gone")
    failing = call("a", f"{web.url}/gone", onFailure={"tasks": [tell], "then": "continue"})
    job = workshop.done(failing, call("b", f"{web.url}/b"), end())
    assert states(job) == {"a": "failed", "tell": "failed", "b": "succeeded", "end": "succeeded"}
    assert TaskRun.objects.get(job=job, name="a").continued


def test_of_all_elements_those_that_can_are_done_where_the_job_goes_on(workshop, web):
    web.on("/told", lambda came: Reply(422 if came.body.startswith(b"b") else 200))
    job = workshop.done(each(web, ["a", "b", "c"], onFailure={"then": "continue"}), end())
    assert [states(job)[f"each[{n}]"] for n in (1, 2, 3)] == ["succeeded", "failed", "succeeded"]


def test_cancelling_stops_all_branches(workshop, web):
    def meanwhile(_):
        again.cancel(Job.objects.get(pk=job.pk), by=workshop.shop.staff)
        return Reply()

    web.on("/a", meanwhile)
    job = workshop.job(
        call("a", f"{web.url}/a", needs=[]), call("wait", f"{web.url}/busy", needs=[]), call("b", f"{web.url}/b"), end()
    )
    workshop.run(job)
    assert job.status == "cancelled"
    assert web.calls("/b") == []


def test_a_list_that_cannot_be_found_fails_the_task_in_words(workshop, web):
    job = workshop.run(workshop.job(each(web, "{{project.items.@.fields.Sizes}}"), end()))
    assert errors(job)["each"]["code"] == "value_missing"
    assert "Sizes" in errors(job)["each"]["message"]
    assert log(job) == ""
