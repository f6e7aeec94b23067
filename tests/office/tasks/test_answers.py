"""What another system answers: read, judged, and taken as files and values for later tasks; calls that are signed."""

from __future__ import annotations

import base64
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.office.tasks.test_tasks import failed
from tests.office.workshop import DESIGN, artifacts, data_of, end, log, task
from tests.servers.web import Reply, Request, WebServer

from makeready.office.connections import store as connections
from makeready.office.pipelines.models import PipelineVersion
from makeready.office.pipelines.store import PipelineInvalid
from makeready.office.tasks import answers

ANSWER = json.dumps({"jobs": [{"id": 4711, "label": "Größe"}], "ok": True, "none": None}).encode()


@pytest.mark.parametrize(
    ("path", "value"),
    [("jobs[0].id", "4711"), ("$.jobs.0.label", "Größe"), ("ok", "true"), ("none", ""), ("$", ANSWER.decode())],
)
def test_a_value_is_found_by_its_path(path, value):
    assert answers.as_text(answers.at(ANSWER, path)) == (value if path != "$" else answers.as_text(json.loads(ANSWER)))


@pytest.mark.parametrize("path", ["jobs[1].id", "jobs.x", "nobody", "jobs[0].id.deeper", "jobs[", "a..b"])
def test_a_value_that_is_not_there_is_told(path):
    with pytest.raises(answers.AnswerWithoutValue):
        answers.at(ANSWER, path)


@given(st.binary(max_size=40) | st.just(ANSWER), st.text(max_size=20))
def test_whatever_is_answered_and_asked_it_is_a_value_or_a_sentence(body, path):
    try:
        answers.at(body, path)
    except answers.AnswerWithoutValue as why:
        assert why.sentence


@pytest.mark.parametrize(
    ("status", "success", "when", "verdict"),
    [
        (200, "", "", None), (409, "200-299, 409", "", ""), (404, "200, 409", "", "none of"), (503, "200", "", None),
        (200, "", "ok = true", ""), (200, "", "jobs[0].id != 4711", "asks for"), (200, "", "gone = 1", "no value"),
        (500, "", "ok = true", None),
    ],
)  # fmt: skip
def test_a_success_is_what_the_pipeline_says(status, success, when, verdict):
    found = answers.verdict(status, ANSWER, success, when)
    assert found == verdict if verdict in (None, "") else verdict in (found or "")


def test_values_of_an_answer_go_on_to_later_tasks_and_the_answer_outlives_a_crash(workshop):
    with WebServer() as web:
        web.on("/jobs", Reply(body=ANSWER))
        web.on("/told", Reply())
        ask = task("invoke-url", "", "number whole", url=f"{web.url}/jobs", answer={"number": "jobs[0].id"})
        tell = {**task("invoke-url", url=f"{web.url}/told", body="{{number:text}}"), "name": "tell"}
        job = workshop.done(ask, tell, end("number", "whole"))
        assert [call.body for call in web.calls("/told")] == [b"4711"]
    assert data_of(artifacts(job)["number"]) == b"4711"
    assert data_of(artifacts(job)["whole"]) == ANSWER


def test_an_answer_that_says_no_fails_the_task_though_its_status_is_fine(workshop):
    with WebServer() as web:
        web.on("/jobs", Reply(body=b'{"result": {"status": "rejected"}}'))
        ask = task("invoke-url", url=f"{web.url}/jobs", successWhen="result.status = accepted")
        error = failed(workshop.run(workshop.job(ask, end())))
    assert error["code"] == "call_refused"
    assert "rejected" in error["message"]


@pytest.mark.parametrize("wrong", [{"success": "all"}, {"successWhen": "fine"}])
def test_what_cannot_be_judged_is_told_when_the_pipeline_is_saved(workshop, wrong):
    with pytest.raises(PipelineInvalid):
        workshop.pipeline(task("invoke-url", url="https://mis.example/", **wrong), end())


@pytest.mark.parametrize(
    ("options", "header", "written"),
    [
        ({"sign": "X-Signature"}, "x-signature", lambda digest: digest.hex()),
        ({"sign": "X-Hub-Signature-256", "sign_as": "sha256=hex"}, "x-hub-signature-256",
         lambda digest: "sha256=" + digest.hex()),
        ({"sign": "X-Sig", "sign_as": "base64"}, "x-sig", lambda digest: base64.b64encode(digest).decode()),
    ],
)  # fmt: skip
def test_a_call_is_signed_with_a_secret_that_is_never_sent(workshop, options, header, written):
    with WebServer() as web:
        web.on("/told", Reply())
        host = {
            "type": "http",
            "host": "127.0.0.1",
            "port": web.port,
            "password": "shared s3cret",
        }
        connections.save(name="mis", by=workshop.shop.staff, **host, options={"scheme": "http", **options})
        workshop.done(task("invoke-url", connection="mis", url="told", body={"a": 1}), end())
        (came,) = web.calls("/told")
    assert came.headers[header] == written(hmac.digest(b"shared s3cret", came.body, "sha256"))
    assert "shared s3cret" not in str(came)
    assert "authorization" not in came.headers


def test_a_call_can_be_signed_as_standard_webhooks_are(workshop):
    secret = "whsec_" + base64.b64encode(b"0" * 32).decode()
    with WebServer() as web:
        web.on("/told", Reply())
        host = {"type": "http", "host": "127.0.0.1", "port": web.port, "password": secret}
        connections.save(name="mis", by=workshop.shop.staff, **host, options={"scheme": "http", "sign": "standard"})
        workshop.done(task("invoke-url", connection="mis", url="told", body={"a": 1}), end())
        (came,) = web.calls("/told")
    message = f"{came.headers['webhook-id']}.{came.headers['webhook-timestamp']}.".encode() + came.body
    digest = base64.b64encode(hmac.digest(b"0" * 32, message, "sha256")).decode()
    assert came.headers["webhook-signature"] == f"v1,{digest}"
    assert came.headers["webhook-id"] == came.headers["idempotency-key"]


class OrderDesk(WebServer):
    """Order Desk's API v2, as far as moving goes: two headers, orders by the store's id, folders by name."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[dict] = []
        self.on("/api/v2/orders", self._orders)
        self.on("/api/v2/move-orders", self._move)

    def _orders(self, request: Request) -> Reply:
        if (request.headers.get("orderdesk-store-id"), request.headers.get("orderdesk-api-key")) != ("77", "k3y"):
            return Reply(401, body=b'{"status": "error", "message": "Invalid key"}')
        found = [{"id": "900"}] if request.query.get("source_id") == "4711" else []
        return Reply(body=json.dumps({"status": "success", "orders": found}).encode())

    def _move(self, request: Request) -> Reply:
        told = json.loads(request.body)
        if told["destination_folder_name"] != "Prepared":
            return Reply(body=b'{"status": "error", "message": "Folder not found"}')
        self.moved.append(told)
        return Reply(body=b'{"status": "success", "message": "1 order moved"}')


def test_an_order_moves_in_order_desk_and_its_key_becomes_a_connection(workshop, monkeypatch):
    project = workshop.project()
    project.order.external_id = "4711"
    project.order.save()
    with OrderDesk() as desk:
        move = task("change-group-in-order-desk", storeUrl=desk.url, storeId="77", storeApiKey="k3y")
        workshop.done(move, end(), project=project)
        assert desk.moved == [{"order_id_list": ["900"], "destination_folder_name": "Prepared"}]
        assert "k3y" not in str(list(PipelineVersion.objects.values_list("definition", flat=True)))

        nowhere = {**move["parameters"], "destinationGroupName": "Nowhere"}
        error = failed(workshop.run(workshop.job({**move, "parameters": nowhere}, end(), project=project)))
        assert "Folder not found" in error["message"]
        other = workshop.run(workshop.job(move, end()))
        assert failed(other)["code"] == "order_desk_order_missing"


def test_a_dynamic_image_server_is_asked_and_what_it_makes_is_taken(workshop):
    with WebServer() as web:
        web.on("/di/api/v2/rendering/preview", Reply(body=b"\x89PNG\r\n\x1a\n..."))
        host = {"type": "http", "host": "127.0.0.1", "port": web.port}
        connections.save(name="di", by=workshop.shop.staff, **host, options={"scheme": "http", "path": "/di"})
        ask = task("invoke-dynamic-image", "", "made", connection="di", command="preview",
                   commandArgs="width={{project.quantity}}", body={"name": "{{project.customerName}}"})  # fmt: skip
        job = workshop.done(ask, end("made"), project=workshop.project(fields={}))
        (came,) = web.calls("/di/api/v2/rendering/preview")
    assert came.query == {"width": "250"}
    assert json.loads(came.body) == {"name": job.project.customer_name}
    assert artifacts(job)["made"].media_type == "image/png"
    assert log(job)


def test_a_customers_value_cannot_lead_a_dynamic_image_call_elsewhere(workshop):
    with WebServer() as web:
        web.on("/di/api/v2/rendering/a%2F%3Fb%23c", Reply(body=b"made"))
        host = {"type": "http", "host": "127.0.0.1", "port": web.port}
        connections.save(name="di", by=workshop.shop.staff, **host, options={"scheme": "http", "path": "/di"})
        ask = task("invoke-dynamic-image", "", "made", connection="di", command="{{project.items.@.fields.Name}}")
        workshop.done(ask, end("made"), project=workshop.project(fields={"Name": "a/?b#c"}))
        away = workshop.run(workshop.job(ask, end("made"), project=workshop.project(fields={"Name": ".."})))

    assert failed(away)["code"] == "address_leads_away"


def test_nothing_is_taken_where_no_output_is_asked_for(workshop):
    with WebServer() as web:
        web.on("/told", Reply(body=b"x" * 100))
        job = workshop.done(DESIGN, task("invoke-url", url=f"{web.url}/told"), end("design"))
    assert list(artifacts(job)) == ["design"]
