"""People and API keys by the API: administrators only, secrets told once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.office.api.conftest import Caller


def test_a_keys_secret_is_told_once_and_works_until_it_is_revoked(call: Caller) -> None:
    made = call.made("/api-keys", {"name": "web shop", "scopes": ["read"]})
    holder = Caller(made["key"])

    assert holder("GET", "/projects").status == 200
    assert made["key"] not in call("GET", "/api-keys").text
    assert call("DELETE", f"/api-keys/{made['id']}").status == 204
    holder("GET", "/projects").problem(401)
    assert call("GET", f"/api-keys/{made['id']}").json["revoked_at"]


def test_what_is_wrong_with_a_key_is_told(call: Caller) -> None:
    answer = call("POST", "/api-keys", {"scopes": ["rite"], "role": "boss"})

    answer.problem(422)
    assert set(answer.paths) == {"name", "scopes/0", "role"}


def test_somebody_is_added_and_changed(call: Caller) -> None:
    made = call("POST", "/people", {"name": "ada", "role": "viewer", "full_name": "Ada L."})
    assert len(made.json["password"]) >= 10

    place = f"/people/{made.json['id']}"
    changed = call("PATCH", place, {"role": "operator"}, If_Match=made.header("ETag"))

    assert changed.status == 200, changed.text
    assert (changed.json["role"], changed.json["full_name"]) == ("operator", "Ada L.")
    call("PATCH", place, {"role": "viewer"}, If_Match=made.header("ETag")).problem(412)
    call("PATCH", place, {"role": "viewer"}).problem(428)


def test_a_password_is_never_shown_again(call: Caller) -> None:
    call.made("/people", {"name": "ada", "password": "correct horse battery"})

    assert "correct horse" not in call("GET", "/people").text


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_is_refused(call: Caller, password: str) -> None:
    answer = call("POST", "/people", {"name": "ada", "password": password})

    answer.problem(422)
    assert answer.paths == ["password"]


def test_two_people_of_one_name_are_refused(call: Caller) -> None:
    call.made("/people", {"name": "ada"})

    call("POST", "/people", {"name": "ada"}).problem(409, "name_taken")


@pytest.mark.parametrize("path", ["/people", "/api-keys"])
def test_only_administrators_see_them(key_of: Any, path: str) -> None:
    key_of("prepress")("GET", path).problem(403)
