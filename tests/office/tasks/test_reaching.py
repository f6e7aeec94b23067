"""Tasks that reach beyond their job: the order in its store, other pipelines, programs of the shop's own, tickets."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from tests.office.tasks.test_tasks import failed, pages_of, words_of
from tests.office.workshop import DESIGN, PRINT, artifacts, data_of, end, log, states, task
from tests.servers.stores import ShopifyDouble, WooDouble
from tests.servers.web import Reply

from makeready.config import Config
from makeready.office.connections.sealing import seal
from makeready.office.jobs import again
from makeready.office.jobs.models import Job, TaskRun
from makeready.office.pipelines.store import PipelineInvalid
from makeready.office.tasks import run_command

NOTE = {"note": "Print file ready", "link": "{{print:url}}"}


def sold_in(workshop, platform: str, store, credentials: dict[str, str]):
    """A project whose order is one of this store's."""
    project = workshop.project()
    shop = project.storefront
    shop.platform, shop.base_url, shop.sealed_credentials = platform, store.url, seal(credentials)
    shop.save()
    project.order.external_id = "4711"
    project.order.save()
    return project


def test_a_shopify_order_gets_a_note_a_link_and_a_tag_once(workshop):
    with ShopifyDouble() as store:
        store.put({"id": 4711, "note": "Leave at the door", "note_attributes": [], "tags": "gift"})
        project = sold_in(workshop, "shopify", store, {"access_token": store.TOKEN})
        tell = task("update-order", "print", status="printed", **NOTE)
        job = workshop.done(DESIGN, PRINT, tell, end("print"), project=project)
        order = store.orders[4711]
        assert order["note"].splitlines() == ["Leave at the door", "Print file ready"]
        assert order["tags"] == "gift, printed"
        assert artifacts(job)["print"].pk in order["note_attributes"][0]["value"]
        assert "Written into Shopify: note, link, status" in log(job)

        before = len(store.requests)
        later = workshop.done(task("update-order", note="Print file ready", status="printed"), end(), project=project)
        assert "has it already" in log(later)
        assert [request.method for request in store.requests[before:]] == ["GET"]


def test_a_woocommerce_order_gets_a_note_and_a_status_once(workshop):
    with WooDouble() as store:
        store.put({"id": 4711, "status": "processing"})
        project = sold_in(workshop, "woocommerce", store, {"consumer_key": store.KEY, "consumer_secret": store.SECRET})
        tell = task("update-order", note="On the press", link="https://track.example/1", status="completed")
        workshop.done(tell, end(), project=project)
        workshop.done(tell, end(), project=project)
        assert store.orders[4711]["status"] == "completed"
        assert [note["note"] for note in store.notes[4711]] == ["On the press\nhttps://track.example/1"]


def test_a_store_that_answers_later_is_told_once(workshop):
    with WooDouble() as store:
        store.put({"id": 4711, "status": "processing"})
        project = sold_in(workshop, "woocommerce", store, {"consumer_key": store.KEY, "consumer_secret": store.SECRET})
        store.trouble = lambda request: Reply(502) if request.method == "POST" else None
        job = workshop.run(workshop.job(task("update-order", note="On the press"), end(), project=project))
        assert job.status == "running" or job.waits_until, "a store's fault is tried again by itself"
        store.trouble = lambda _: None
        workshop.run(job)
        assert [note["note"] for note in store.notes[4711]] == ["On the press"]


def test_a_store_without_credentials_is_told_of(workshop):
    assert failed(workshop.run(workshop.job(task("update-order", note="x"), end())))["code"] in (
        "store_unknown", "not_built",
    )  # fmt: skip


def test_news_that_is_empty_is_refused(workshop):
    with pytest.raises(PipelineInvalid, match="What is to be written"):
        workshop.pipeline(task("update-order"), end())
    job = workshop.run(workshop.job(task("update-order", note="{{project.items.@.fields.Note?}}"), end()))
    assert failed(job)["code"] == "nothing_to_tell"


def test_another_pipeline_is_started_once_as_a_job_of_its_own(workshop):
    other = workshop.pipeline(DESIGN, PRINT, end("print"), name="Archive")
    job = workshop.done(task("call-pipeline", pipeline="Archive"), end())
    (called,) = Job.objects.filter(pipeline=other)
    assert called.project_id == job.project_id
    assert called.cause.startswith("called by")
    assert workshop.run(called).status == "succeeded"


@pytest.mark.parametrize("well", [True, False])
def test_a_job_waits_for_the_pipeline_that_it_called(workshop, well):
    workshop.pipeline(DESIGN, end("design"), name="Archive")
    call = task("call-pipeline", pipeline="Archive", wait=True)
    job = workshop.run(workshop.job(call, end(), project=workshop.project(**({} if well else {"design": None}))))
    assert states(job)["end"] == "pending"
    assert job.waits_until, "without a worker"
    called = workshop.run(Job.objects.get(pipeline__name="Archive"))
    TaskRun.objects.filter(job=job).update(waits_until=timezone.now())
    workshop.run(job)
    assert (called.status, job.status) == (("succeeded", "succeeded") if well else ("failed", "failed"))
    if not well:
        assert failed(job)["code"] == "called_pipeline_failed"
        assert called.pk in failed(job)["message"]


def test_pipelines_that_call_each_other_in_a_circle_are_stopped(workshop):
    there = workshop.pipeline(task("call-pipeline", pipeline="Back"), end(), name="There")
    workshop.pipeline(task("call-pipeline", pipeline="There"), end(), name="Back")
    first = workshop.done(task("call-pipeline", pipeline="There"), end())
    for _ in range(2):
        for waiting in Job.objects.filter(status="queued"):
            workshop.run(waiting)
    stopped = Job.objects.get(status="failed")
    assert failed(stopped)["code"] == "pipeline_calls_itself"
    assert "“There” → “Back” → “There”" in failed(stopped)["message"]
    assert Job.objects.filter(pipeline=there).count() == 1
    assert Job.objects.filter(project=first.project).count() == 3


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """What the administrator allows; each a script of one of these texts."""

    def allow(**scripts: str) -> None:
        entries = []
        for name, script in scripts.items():
            place = tmp_path / name
            place.write_text(f"#!/bin/sh\n{script}\n")
            place.chmod(place.stat().st_mode | stat.S_IXUSR)
            entries.append(f"{name}={place}")
        monkeypatch.setattr(run_command, "config", lambda: Config(programs=tuple(entries)))

    return allow


def test_a_program_gets_the_files_and_what_it_leaves_becomes_artifacts(workshop, programs):
    programs(shout='tr a-z A-Z < "$1/design.json" > "$2/loud.txt"; echo "said $3"; env > "$2/saw.txt"')
    arguments = ["{{in}}", "{{out}}", "$(id) {{project.quantity}}"]
    run = task("run-command", "design", "loud saw", program="shout", arguments=arguments)
    job = workshop.done(DESIGN, run, end("loud", "saw"))
    assert b'"NAME": "CARD"' in data_of(artifacts(job)["loud"])
    assert "said $(id) 250" in log(job), "there is no shell that could read an argument"
    assert b"MAKEREADY" not in data_of(artifacts(job)["saw"]), "nothing of the server's environment is to be seen"


def test_a_program_that_fails_or_does_not_end_fails_its_job_in_words(workshop, programs, tmp_path):
    programs(fail="echo out of paper; exit 3", hang=f"(sleep 60; touch {tmp_path}/late) & sleep 60")
    bad = failed(workshop.run(workshop.job(task("run-command", program="fail"), end())))
    assert bad["message"] == "fail ended with 3: out of paper"
    slow = failed(workshop.run(workshop.job(task("run-command", program="hang", seconds=1), end())))
    assert "did not end within 1 seconds" in slow["message"]


def test_no_program_runs_that_the_administrator_has_not_named(workshop, programs):
    with pytest.raises(PipelineInvalid, match="no program that the administrator allows"):
        workshop.pipeline(task("run-command", program="/bin/sh"), end())
    programs(once="exit 0")
    job = workshop.job(task("run-command", program="once"), end())
    programs()
    assert failed(workshop.run(job))["code"] == "program_not_allowed"


def seen(pdf: bytes) -> np.ndarray:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_numpy()


def test_a_ticket_tells_the_press_all_it_needs(workshop):
    project = workshop.project(fields={"Finish": "matt {{x}} & \x07<b>", "Name": "Anna Öz"})
    write = task("write-job-ticket", "print", "ticket told mis", formats=["pdf", "json", "xml"], note="Stock: 350 g")
    job = workshop.done(DESIGN, PRINT, write, end("ticket", "told", "mis"), project=project)
    made = artifacts(job)
    assert [made[name].name for name in ("ticket", "told", "mis")] == ["ticket.pdf", "told.json", "mis.xml"]
    sheet = data_of(made["ticket"])
    assert pages_of(sheet) == [(148, 210)]
    assert "{" not in words_of(sheet)[0].replace("{ {x}}", "")
    (words,) = words_of(sheet)
    for word in (f"Order {project.order.number}", "250", "Business cards", "matt", "Stock: 350 g", "Anna Öz"):
        assert word in words, word
    (code,) = zxingcpp.read_barcodes(seen(sheet))
    assert code.text == str(project.number)
    told = json.loads(data_of(made["told"]))
    assert (told["quantity"], told["fields"]["Finish"]) == (250, project.fields["Finish"])
    assert told["files"][0]["name"] == "print.pdf"
    ticket = ElementTree.parse(io.BytesIO(data_of(made["mis"]))).getroot()
    assert ticket.findtext("orderNumber") == project.order.number
    assert {one.get("name"): one.text for one in ticket.find("fields")}["Name"] == "Anna Öz"


def test_a_ticket_with_many_fields_still_holds_them_all(workshop):
    project = workshop.project(fields={f"Field {n}": f"value-{n}" for n in range(60)})
    write = task("write-job-ticket", "", "ticket", symbology="code128")
    job = workshop.done(DESIGN, write, end("ticket"), project=project)
    (words,) = words_of(data_of(artifacts(job)["ticket"]))
    assert all(f"value-{n}" in words for n in range(60))


def test_a_restart_does_not_start_a_called_pipeline_twice_in_the_same_job(workshop):
    workshop.pipeline(DESIGN, end("design"), name="Archive")
    job = workshop.done(task("call-pipeline", pipeline="Archive"), end())
    restarted = workshop.run(again.restart(job, by=workshop.shop.staff))
    assert restarted.status == "succeeded"
    assert Job.objects.filter(pipeline__name="Archive").count() == 2, "a restart is a new job and calls again"


def test_the_folder_of_a_program_is_gone_afterwards(workshop, programs, tmp_path):
    programs(where=f'pwd > "{tmp_path}/was"')
    workshop.done(task("run-command", program="where"), end())
    assert not Path((tmp_path / "was").read_text().strip()).exists()
