"""`Idempotency-Key`: the first answer again, never the deed again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from tests.office.api.conftest import Caller

from makeready.office.accounts import keys
from makeready.office.accounts.actor import SYSTEM
from makeready.office.api.models import Answered
from makeready.office.storefronts.models import Storefront

WISH = {"name": "Once", "platform": "custom"}


def test_the_same_key_gives_the_first_answer(call: Caller) -> None:
    first = call("POST", "/storefronts", WISH, Idempotency_Key="k1")
    second = call("POST", "/storefronts", WISH, Idempotency_Key="k1")

    assert (first.status, second.status) == (201, 201)
    assert second.body == first.body
    assert second.header("ETag") == first.header("ETag")
    assert second.header("Idempotency-Replayed") == "true"
    assert Storefront.objects.count() == 1


def test_another_key_does_it_anew(call: Caller) -> None:
    for key in ("k1", "k2"):
        call.made("/storefronts", WISH, Idempotency_Key=key)

    assert Storefront.objects.count() == 2


def test_keys_of_two_callers_are_apart(call: Caller) -> None:
    other = Caller(keys.create("other", by=SYSTEM)[1])

    call.made("/storefronts", WISH, Idempotency_Key="k1")
    other.made("/storefronts", WISH, Idempotency_Key="k1")

    assert Storefront.objects.count() == 2


def test_a_key_for_something_else_is_refused(call: Caller) -> None:
    call.made("/storefronts", WISH, Idempotency_Key="k1")

    call("POST", "/storefronts", {**WISH, "name": "Other"}, Idempotency_Key="k1").problem(422, "idempotency_key_reused")
    call("POST", "/products", WISH, Idempotency_Key="k1").problem(422, "idempotency_key_reused")


def test_a_refusal_is_an_answer_too(call: Caller) -> None:
    first = call("POST", "/storefronts", {"name": "x"}, Idempotency_Key="k1")
    second = call("POST", "/storefronts", {"name": "x"}, Idempotency_Key="k1")

    first.problem(422)
    assert second.problem(422)["log_id"] == first.json["log_id"]


def test_what_failed_on_our_side_may_be_tried_again(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    from makeready.office.storefronts import setup

    with monkeypatch.context() as broken:
        broken.setattr(setup, "create", lambda *_, **__: 1 / 0)
        call("POST", "/storefronts", WISH, Idempotency_Key="k1").problem(500)

    assert call("POST", "/storefronts", WISH, Idempotency_Key="k1").status == 201


@pytest.mark.parametrize(("minutes", "code"), [(0, "idempotency_key_in_flight"), (11, "idempotency_outcome_unknown")])
def test_a_copy_of_a_request_without_an_answer_yet_is_told_to_wait(call: Caller, minutes: int, code: str) -> None:
    call.made("/storefronts", WISH, Idempotency_Key="k1")
    Answered.objects.update(status=None, created_at=timezone.now() - timedelta(minutes=minutes))

    call("POST", "/storefronts", WISH, Idempotency_Key="k1").problem(409, code)


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a\tb"])
def test_an_unusable_key_is_refused(call: Caller, key: str) -> None:
    call("POST", "/storefronts", WISH, Idempotency_Key=key).problem(422)
    assert not Storefront.objects.exists()


def test_uploads_are_known_by_their_parts_not_by_their_boundary(call: Caller) -> None:
    def upload(content: bytes) -> Any:
        file = SimpleUploadedFile("x.txt", content)
        return call("POST", "/designs", data={"file": file, "name": "x"}, Idempotency_Key="k1")

    first, second, other = upload(b"no design"), upload(b"no design"), upload(b"another")

    assert first.problem(422)["log_id"] == second.problem(422)["log_id"]
    other.problem(422, "idempotency_key_reused")


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_do_one_thing() -> None:
    caller = Caller(keys.create("tests", by=SYSTEM)[1])

    def post(_: int) -> int:
        try:
            return Caller(caller.secret)("POST", "/storefronts", WISH, Idempotency_Key="burst").status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        statuses = set(pool.map(post, range(20)))

    assert Storefront.objects.count() == 1
    assert statuses <= {201, 409}
    assert 201 in statuses


def test_a_kept_answer_does_not_show_the_key_that_it_told(call: Caller) -> None:
    first = call("POST", "/api-keys", {"name": "web"}, Idempotency_Key="k1")
    again = call("POST", "/api-keys", {"name": "web"}, Idempotency_Key="k1")

    assert first.body == again.body
    assert b"mr_" in str(first.body).encode()
    assert b"mr_" not in bytes(Answered.objects.get(key="k1").body or b"")
