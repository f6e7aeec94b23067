"""What a customer typed stays one value, wherever a pipeline puts it: addresses, bodies of every kind, HTML mail."""

from __future__ import annotations

import json
from email.message import Message
from typing import Any
from urllib.parse import parse_qs, quote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.office.workshop import end, errors, task
from tests.servers.receivers import MailReceiver
from tests.servers.web import Reply, WebServer

from makeready.office.connections import store as connections
from makeready.office.jobs.models import Job
from makeready.office.tasks.quoting import in_json

TRICKY = 'a/../b?c#d@e "f" <g> & \\ ü\n'


def test_a_value_is_one_step_of_an_address_or_one_word_of_its_query(workshop):
    project = workshop.project(fields={"Name": TRICKY})
    name = "{{project.items.@.fields.Name}}"
    with WebServer() as web:
        web.on(f"/cards/{quote(TRICKY, safe='')}/done", Reply())
        call = task("invoke-url", url=f"{web.url}/cards/{name}/done?name={name}&paid=no")
        workshop.done(call, end(), project=project)
        (came,) = web.requests
    encoded = quote(TRICKY, safe="")
    assert came.target == f"/cards/{encoded}/done?name={encoded}&paid=no"
    assert came.query == {"name": TRICKY, "paid": "no"}


def test_a_connections_credentials_go_to_no_address_that_a_customer_typed(workshop):
    typed = "http://127.0.0.1/admin?delete=all"
    project = workshop.project(fields={"Path": typed})
    with WebServer() as web:
        web.on(f"/in/{quote(typed, safe='')}", Reply())
        mis = {"type": "http", "host": "127.0.0.1", "port": web.port, "options": {"scheme": "http", "path": "/in"}}
        connections.save(name="mis", by=workshop.shop.staff, **mis)
        workshop.done(
            task("invoke-url", url="{{project.items.@.fields.Path}}", connection="mis"), end(), project=project
        )
        (came,) = web.requests
    assert came.target == "/in/http%3A%2F%2F127.0.0.1%2Fadmin%3Fdelete%3Dall"


def test_a_link_may_begin_an_address(workshop):
    with WebServer() as web:
        web.on("/told", Reply())
        project = workshop.project(fields={"Callback": f"{web.url}/told?id=1"})
        workshop.done(task("invoke-url", url="{{project.items.@.fields.Callback}}&n=2"), end(), project=project)
        assert web.calls("/told")[0].query == {"id": "1", "n": "2"}


@pytest.mark.parametrize("dots", [".", "..", "%2e%2E"])
def test_a_value_of_dots_leads_to_no_other_folder(workshop, dots):
    project = workshop.project(fields={"Name": dots.replace("%2e%2E", ".")})
    twice = "{{project.items.@.fields.Name}}" * (2 if "%" in dots else 1)
    call = task("invoke-url", url=f"http://127.0.0.1/cards/{twice}/paid")
    assert failed(workshop.run(workshop.job(call, end(), project=project)))["code"] == "address_leads_away"


@pytest.mark.parametrize(
    ("kind", "body", "read"),
    [
        ("", '{"name": "{{V}}", "n": 1}', lambda body: json.loads(body)["name"]),
        ("", " [ {{V}} ]", lambda body: json.loads(body)[0]),
        ("application/vnd.mis+json", '"{{V}}"', json.loads),
        ("text/xml; charset=utf-8", '<a b="{{V}}">x</a>', lambda body: ElementTree.fromstring(body).attrib["b"]),
        ("application/x-www-form-urlencoded", "a={{V}}&b=1", lambda body: parse_qs(body.decode())["a"][0]),
        ("text/plain", "{{V}}", lambda body: body.decode()),
        ("", "{{V}}", lambda body: body.decode()),
    ],
)
def test_a_value_stays_one_value_in_a_body_of_every_kind(workshop, kind, body, read):
    value = TRICKY.strip() + "\u2028"
    project = workshop.project(fields={"V": value})
    with WebServer() as web:
        web.on("/told", Reply())
        told = {"queryHeaders": {"content-Type": kind}} if kind else {}
        text = body.replace("{{V}}", "{{project.items.@.fields.V}}")
        workshop.done(task("invoke-url", url=f"{web.url}/told", body=text, **told), end(), project=project)
        assert read(web.calls("/told")[0].body) == value


def test_numbers_stand_in_json_as_numbers_and_what_is_missing_as_nothing(workshop):
    with WebServer() as web:
        web.on("/told", Reply())
        body = '{"quantity": {{project.quantity}}, "more": [{{project.items.@.fields.Nothing?}}]}'
        workshop.done(task("invoke-url", url=f"{web.url}/told", body=body), end())
        assert json.loads(web.calls("/told")[0].body) == {"quantity": 250, "more": []}


def test_what_a_customer_typed_is_no_html_in_a_mail(workshop):
    project = workshop.project(fields={"Name": '<a href="https://evil.example">Pay here</a>'})
    name = "{{project.items.@.fields.Name}}"
    with MailReceiver() as mail:
        connections.save(name="mail", by=workshop.shop.staff, **mail.connection())
        for html in ("true", "false"):
            send = task("send-email", connection="mail", recipients="press@shop.example", body=f"<b>{name}</b>",
                        useHtmlBody=html)  # fmt: skip
            workshop.done(send, end(), project=project)
        (_, as_html), (_, as_text) = mail.mails
    assert "<b>&lt;a href=&quot;https://evil.example&quot;&gt;Pay here&lt;/a&gt;</b>" in text_of(as_html)
    assert '<b><a href="https://evil.example">Pay here</a></b>' in text_of(as_text)


def text_of(message: Message) -> str:
    return message.get_payload(decode=True).decode()  # type: ignore[union-attr]


def failed(job: Job) -> dict[str, Any]:
    """How the one task that failed tells it."""
    assert job.status == "failed"
    (error,) = errors(job).values()
    return dict(error)


@given(first=st.text(), second=st.text(min_size=1))
def test_whatever_is_typed_json_stays_json(first, second):
    text = '{"a": "\\"' + in_json(first, '{"a": "\\"')
    text += '", "b": ['
    text += in_json(second, text) + "]}"
    told = json.loads(text)
    assert told["a"] == f'"{first}'
    (alone,) = told["b"]
    assert alone == second or isinstance(alone, int | float | None)
