"""Bodies: little from anybody, much from who is known, files from who may change something, and none forever."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tests.servers import asgi

from makeready.office.accounts import keys, people
from makeready.office.accounts.actor import SYSTEM
from makeready.office.accounts.models import Person, Role
from makeready.office.accounts.rights import Scope
from makeready.office.site import bodies
from makeready.office.site.handler import ThreadedHandler

pytestmark = pytest.mark.django_db(transaction=True)

MULTIPART = {"content-type": "multipart/form-data; boundary=x"}
Ask = Callable[..., asgi.Answer]


def taken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.body)} bytes" if request.content_type != "multipart/form-data" else "a form")


urlpatterns = [path("taken", taken)]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Anybody may send 1,000 bytes, who is known 10,000, and files of any size."""
    monkeypatch.setattr(bodies, "FREE_BYTES", 1000)
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[], DATA_UPLOAD_MAX_MEMORY_SIZE=10_000):
        django = ThreadedHandler()

        def send(pieces: Any, **headers: str) -> asgi.Answer:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return asyncio.run(asgi.ask(django, "/taken", pieces, named))

        yield send


def key(*scopes: Scope, role: Role = Role.OPERATOR) -> str:
    return f"Bearer {keys.create('shop', by=SYSTEM, scopes=scopes or tuple(Scope), role=role)[1]}"


def test_anybody_may_send_a_little(ask: Ask) -> None:
    answer = ask([b"x" * 500, b"x" * 500])
    assert (answer.status, answer.body) == (200, b"1000 bytes")


@pytest.mark.parametrize("shown", [{}, {"authorization": "Bearer mr_x"}, {"cookie": "sessionid=abc"}])
@pytest.mark.parametrize("kind", [{}, MULTIPART])
def test_more_from_nobody_that_we_know_is_not_read(ask: Ask, shown: dict[str, str], kind: dict[str, str]) -> None:
    answer = ask([b"x" * 600] * 100, **shown, **kind)
    assert (answer.status, answer.problem["code"]) == (401, "unauthorised")
    assert answer.pieces_read == 2
    assert answer.headers["connection"] == "close"

    told = ask([b"x" * 600] * 100, content_length="60000" if kind else "6000", **shown, **kind)
    assert (told.status, told.pieces_read) == (401, 0)


def test_more_from_a_known_key_is_taken(ask: Ask) -> None:
    answer = ask([b"x" * 600] * 10, authorization=key(Scope.READ, role=Role.VIEWER))
    assert (answer.status, answer.body) == (200, b"6000 bytes")


def test_too_much_is_refused_from_everybody(ask: Ask) -> None:
    answer = ask([b"x" * 600] * 100, authorization=key())
    assert (answer.status, answer.problem["code"]) == (413, "too_large")
    assert answer.pieces_read < 20


def test_files_are_taken_from_who_may_change_something(ask: Ask) -> None:
    assert ask([b"x" * 600] * 100, authorization=key(), **MULTIPART).status == 200
    may_read = ask([b"x" * 600] * 100, authorization=key(Scope.READ), **MULTIPART)
    viewer = ask([b"x" * 600] * 100, authorization=key(role=Role.VIEWER), **MULTIPART)
    assert (may_read.status, viewer.status) == (403, 403)
    assert (may_read.pieces_read, viewer.pieces_read) == (2, 2)


def test_files_are_taken_from_who_is_signed_in(ask: Ask) -> None:
    people.add("ada", by=SYSTEM, role=Role.PREPRESS)
    browser = Client()
    browser.force_login(Person.objects.get(name="ada"))
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    assert ask([b"x" * 600] * 100, cookie=cookie, **MULTIPART).status == 200

    Person.objects.update(is_active=False)
    assert ask([b"x" * 600] * 100, cookie=cookie, **MULTIPART).status == 401


def test_a_body_that_does_not_come_is_given_up(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.05)
    never = asyncio.Event

    async def drop_by_drop() -> AsyncIterator[bytes]:
        yield b"x"
        await never().wait()

    answer = ask(drop_by_drop())
    assert (answer.status, answer.problem["code"]) == (408, "request_timeout")
    assert "1 bytes" in json.loads(answer.body)["detail"]
