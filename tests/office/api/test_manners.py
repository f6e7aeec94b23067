"""What every call has in common: who calls, what they may, and that nothing is silently guessed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.office.api.conftest import Caller

from makeready.office.accounts.rights import Right
from makeready.office.api.site import api

WISH = {"name": "Card shop", "platform": "custom"}


def test_every_call_names_the_right_it_takes() -> None:
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                assert isinstance(operation.view_func.right, Right), operation.view_func


def test_every_get_of_a_viewer_changes_nothing_and_every_change_takes_the_scope_write() -> None:
    from makeready.office.accounts.rights import TABLE

    for path, item in api.get_openapi_schema()["paths"].items():
        for method, operation in item.items():
            needs_write = "the scope `write`" in operation["description"]
            checks_only = path.endswith("/pipelines/validate")
            assert needs_write == (method != "get" and not checks_only), f"{method} {path}"
    assert TABLE


@pytest.mark.parametrize(
    "given", [None, "Bearer", "Bearer ", "Bearer mr_wrong", "Basic bXI6bXI=", "mr_wrong", "Bearer mr_\udcff"]
)
def test_a_stranger_is_told_nothing(nobody: Caller, given: str | None) -> None:
    headers = {"Authorization": given} if given is not None else {}

    answer = nobody("GET", "/storefronts", **headers)

    answer.problem(401, "unauthorised")
    assert answer.header("WWW-Authenticate").startswith("Bearer")


def test_a_strangers_body_is_not_even_read(nobody: Caller) -> None:
    nobody("POST", "/storefronts", data=b"{").problem(401)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("viewer", False), ("operator", False), ("prepress", False), ("administrator", True)],
)
def test_only_administrators_connect_stores(key_of: Any, role: str, allowed: bool) -> None:
    answer = key_of(role)("POST", "/storefronts", WISH)

    if allowed:
        assert answer.status == 201
    else:
        assert "Administrator" in answer.problem(403, "forbidden")["detail"]


def test_a_key_that_may_only_read_changes_nothing(key_of: Any) -> None:
    reader = key_of("administrator", "read")

    assert reader("GET", "/people").status == 200
    assert "write" in reader("POST", "/storefronts", WISH).problem(403)["detail"]


@pytest.mark.parametrize("path", ["/storefronts/sto_none", "/products/prd_none", "/designs/dsn_none", "/nothing", "/"])
def test_what_is_not_there_is_told_in_words(call: Caller, path: str) -> None:
    call("GET", path).problem(404)


@pytest.mark.parametrize("path", ["/orders/%00", "/projects/" + "x" * 300, "/jobs/..%2f..%2fetc", "/designs/ünï"])
def test_an_odd_id_is_no_id(call: Caller, path: str) -> None:
    call("GET", path).problem(404)


def test_a_wrong_method_is_told_with_the_right_ones(call: Caller) -> None:
    answer = call("DELETE", "/orders")

    answer.problem(405, "method_not_allowed")
    assert "GET" in answer.header("Allow")


def test_head_is_answered_as_get_without_its_body(call: Caller) -> None:
    answer = call("HEAD", "/storefronts")

    assert answer.status == 200


@pytest.mark.parametrize(
    ("query", "place"),
    [("limt=5", "limt"), ("limit=5&limit=6", "limit"), ("limit=0", "limit"), ("limit=many", "limit"),
     ("cursor=x", "cursor"), ("limit=201", "limit"), ("cursor=%00", "cursor")],
)  # fmt: skip
def test_a_wrong_query_is_refused_by_name(call: Caller, query: str, place: str) -> None:
    answer = call("GET", f"/storefronts?{query}")

    answer.problem(422)
    assert answer.paths == [place]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"", 422), (b"[]", 422), (b"null", 422), (b'"x"', 422), (b"\xff\xfe", 400), (b"[" * 5000, 400),
     (b'{"name": NaN}', 400), (b'{"name": ' + b"9" * 5000 + b"}", 400), (b'{"a":' * 300 + b"1" + b"}" * 300, 400)],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_refused_in_words(call: Caller, body: bytes, status: int) -> None:
    call("POST", "/storefronts", data=body).problem(status)


def test_texts_that_no_database_keeps_are_refused_with_the_place(call: Caller) -> None:
    answer = call("POST", "/storefronts", data=rb'{"name": "a\u0000b", "platform": "custom", "base_url": "\ud800"}')

    answer.problem(422)
    assert answer.paths == ["name", "base_url"]


def test_all_that_is_wrong_is_told_at_once(call: Caller) -> None:
    answer = call("POST", "/storefronts", {"platform": "etsy", "start_on": "Tuesday", "nmae": "x", "secret": 7})

    answer.problem(422, "invalid")
    assert sorted(answer.paths) == ["name", "nmae", "platform", "secret", "start_on"]


def test_a_fault_of_ours_shows_an_id_and_no_traceback(
    call: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from makeready.office.storefronts import setup

    monkeypatch.setattr(setup, "named", lambda _: 1 / 0)

    told = call("GET", "/storefronts/sto_x").problem(500, "internal_error")

    assert "division" not in str(told)
    record = next(one for one in caplog.records if told["log_id"] in one.message)
    assert record.exc_info is not None
