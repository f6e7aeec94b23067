"""A call to another system: once, with an Idempotency-Key, credentials only to the host they are for."""

from __future__ import annotations

import base64

import pytest
from tests.servers.web import Reply, WebServer

from makeready.office.connections.store import Receiver
from makeready.office.delivery.failures import DeliveryFailed, SignInRefused
from makeready.office.delivery.http import Call, CallRefused, call_once, shown
from makeready.office.delivery.http import test as probe
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.delivery.receipts import Effect
from makeready.office.outgoing import AddressForbidden, FetchFailed

pytestmark = pytest.mark.django_db

EFFECT = Effect("job_1/4/call", "job_1", "tell")


@pytest.fixture
def web():
    with WebServer() as one:
        one.on("/told", Reply(body=b"thanks"))
        yield one


def mis(web: WebServer, **changes) -> Receiver:
    told = {"name": "mis", "type": "http", "host": "127.0.0.1", "port": web.port, "username": "ada", "password": "pa55"}
    return Receiver(**{**told, "options": {"scheme": "http"}, **changes})


def test_a_call_brings_what_the_pipeline_says(web):
    call = Call("PUT", f"{web.url}/told", {"X-Order": "10017"}, {"status": "sent & done"}, '{"order": "10017"}')
    receipt = call_once(call, EFFECT)

    (came,) = web.calls("/told")
    assert (came.method, came.body) == ("PUT", b'{"order": "10017"}')
    assert came.query == {"status": "sent & done"}
    assert came.headers["x-order"] == "10017"
    assert came.headers["content-type"] == "application/json"
    assert came.headers["idempotency-key"] == EFFECT.token
    assert (receipt.state, receipt.to) == (ReceiptState.DONE, f"{web.url}/told")


def test_a_call_with_its_receipt_is_not_made_again(web):
    for _ in range(3):
        call_once(Call("POST", f"{web.url}/told"), EFFECT)
    assert len(web.calls("/told")) == 1


@pytest.mark.parametrize("name", ["Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY"])
def test_the_key_is_ours_whatever_the_pipeline_says(web, name):
    call_once(Call("POST", f"{web.url}/told", {name: "mine"}), EFFECT)
    assert web.calls("/told")[0].headers["idempotency-key"] == EFFECT.token


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 425, 429])
def test_what_passes_by_itself_is_tried_again_under_the_same_key(web, status):
    web.on("/told", Reply(status, body=b"not now"))
    with pytest.raises(DeliveryFailed) as why:
        call_once(Call("POST", f"{web.url}/told"), EFFECT)
    assert why.value.transient
    assert f"answered {status}" in why.value.sentence
    assert "not now" in why.value.sentence

    web.on("/told", Reply())
    call_once(Call("POST", f"{web.url}/told"), EFFECT)
    assert len({call.headers["idempotency-key"] for call in web.calls("/told")}) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_a_refusal_is_no_matter_of_time(web, status):
    web.on("/told", Reply(status, body=b"no"))
    with pytest.raises(CallRefused) as why:
        call_once(Call("POST", f"{web.url}/told"), EFFECT)
    assert not why.value.transient


def test_how_long_to_wait_is_heeded(web):
    web.on("/told", Reply(503, {"Retry-After": "17"}))
    with pytest.raises(DeliveryFailed) as why:
        call_once(Call("POST", f"{web.url}/told"), EFFECT)
    assert why.value.facts["wait"] == 17


def test_a_redirect_is_not_followed_with_what_is_sent(web):
    web.on("/told", Reply(302, {"Location": f"{web.url}/elsewhere"}))
    with pytest.raises(CallRefused) as why:
        call_once(Call("POST", f"{web.url}/told"), EFFECT)
    assert "not sent on to another place" in why.value.sentence
    assert web.calls("/elsewhere") == []


def test_an_answer_cut_off_may_come_next_time(web):
    web.on("/told", Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Le"]))
    with pytest.raises((DeliveryFailed, FetchFailed)) as why:
        call_once(Call("POST", f"{web.url}/told"), EFFECT)
    assert why.value.transient
    assert Receipt.objects.get().state == ReceiptState.BEGUN


def test_a_private_address_is_no_address_for_a_pipeline(web):
    with pytest.raises(AddressForbidden):
        call_once(Call("POST", web.url.replace("127.0.0.1", "localhost") + "/told"), EFFECT)
    assert web.requests == []


@pytest.mark.parametrize(
    ("changes", "header", "value"),
    [
        ({}, "authorization", "Basic " + base64.b64encode(b"ada:pa55").decode()),
        ({"username": ""}, "authorization", "Bearer pa55"),
        ({"options": {"scheme": "http", "auth": "X-Api-Key"}}, "x-api-key", "pa55"),
    ],
    ids=["basic", "bearer", "a header of its own"],
)
def test_a_connection_brings_its_credentials(web, changes, header, value):
    call_once(Call("POST", "/told"), EFFECT, mis(web, **changes))
    assert web.calls("/told")[0].headers[header] == value


def test_credentials_go_to_no_other_host(web):
    with WebServer() as other, pytest.raises(CallRefused):
        call_once(Call("POST", f"{other.url}/told"), EFFECT, mis(web))
    assert other.requests == []


def test_a_connections_own_path_stands_before_the_calls(web):
    web.on("/api/v2/told", Reply())
    call_once(Call("POST", "told"), EFFECT, mis(web, options={"scheme": "http", "path": "/api/v2"}))
    assert len(web.calls("/api/v2/told")) == 1


def test_addresses_are_shown_without_secrets():
    assert shown("https://ada:pa55@mis.example:8443/told?key=s3cret#x") == "https://mis.example:8443/told"
    assert shown("http://[::1]:80/a") == "http://[::1]:80/a"


def test_the_probe_asks_and_tells(web):
    web.on("/", Reply(404))
    assert "answers (404)" in probe(mis(web))
    web.on("/", Reply(401))
    with pytest.raises(SignInRefused):
        probe(mis(web))
