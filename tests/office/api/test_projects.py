"""Orders and projects by the API: handed in, listed, shown, changed, moved, remarked upon."""

from __future__ import annotations

from typing import Any

import pytest
from tests.office.api.conftest import Caller
from tests.office.shop import document


@pytest.fixture
def storefront(call: Caller) -> str:
    return str(call.made("/storefronts", {"name": "Shop", "platform": "custom", "start_on": "manual"})["id"])


def order(storefront: str, *lines: Any, **more: Any) -> dict[str, Any]:
    card = {"external_id": "1", "quantity": 1, "design": {"document": document(words="Anna Öz")}}
    return {"storefront": storefront, "external_id": "5001", "number": "#5001", "lines": list(lines) or [card], **more}


@pytest.fixture
def project(call: Caller, storefront: str) -> str:
    return str(call.made("/orders", order(storefront))["projects"][0]["id"])


def test_an_order_is_answered_with_its_lines_and_projects(call: Caller, storefront: str) -> None:
    body = order(storefront, note="Bitte klingeln", payment="paid", unknown={"gift": 1})
    answer = call("POST", "/orders", body)

    assert answer.status == 201
    assert answer.header("Location").endswith(answer.json["id"])
    assert answer.json["note"] == "Bitte klingeln"
    (line,), (made,) = answer.json["lines"], answer.json["projects"]
    assert line["project"] == made["id"]
    assert (made["line"], made["status"]) == ("1", "Confirmed")
    assert call("POST", "/orders", body).status == 200
    assert call("GET", f"/orders/{answer.json['id']}").json == answer.json


def test_a_design_that_needs_no_fetching_is_there_when_the_order_is_answered(call: Caller, project: str) -> None:
    design = call("GET", f"/projects/{project}").json["design"]

    assert (design["revision"], design["pages"], design["width_mm"]) == (1, 1, 85)


def test_an_order_without_what_is_needed_is_told_every_place(call: Caller, storefront: str) -> None:
    answer = call("POST", "/orders", order(storefront, {"quantity": 0}, payment="perhaps"))

    answer.problem(422)
    assert set(answer.paths) >= {"lines/0/quantity", "lines/0/external_id", "payment"}


def test_a_plain_line_says_why_it_is_no_project_and_can_be_made_one(call: Caller) -> None:
    wish = {"name": "Shop", "platform": "custom", "projects_for": "personalised"}
    storefront = call.made("/storefronts", wish)["id"]
    plain = {"external_id": "a/b 1", "quantity": 1, "title": "Envelope"}
    made = call.made("/orders", order(storefront, plain))
    assert made["lines"][0]["project"] is None
    assert made["lines"][0]["no_project_reason"]

    answer = call("POST", f"/orders/{made['id']}/lines/a%2Fb%201/project")

    assert answer.status == 201
    call("POST", f"/orders/{made['id']}/lines/a%2Fb%201/project").problem(409, "line_has_project")
    call("POST", f"/orders/{made['id']}/lines/none/project").problem(404)


def test_a_project_shows_what_an_operator_needs(call: Caller, project: str) -> None:
    shown = call("GET", f"/projects/{project}").json

    assert shown["order"]["number"] == "#5001"
    assert shown["line"] == {"external_id": "1", "sku": "", "title": ""}
    assert shown["processing"] == "none"
    assert shown["created_at"].endswith("Z")
    listed = call("GET", "/projects").json["items"]
    assert [one["id"] for one in listed] == [project]
    assert listed[0] == {key: value for key, value in shown.items() if key not in ("notes", "test", "version")}


def test_a_list_asks_the_database_no_more_often_the_longer_it_is(
    call: Caller, storefront: str, django_assert_max_num_queries: Any
) -> None:
    lines = [{"external_id": str(n), "quantity": 1, "sku": f"NONE-{n}"} for n in range(12)]
    call.made("/orders", order(storefront, *lines))
    call("GET", "/projects")

    with django_assert_max_num_queries(6):
        assert len(call("GET", "/projects").json["items"]) == 12


def test_a_project_is_changed_by_who_saw_it_last(call: Caller, project: str) -> None:
    tag = call("GET", f"/projects/{project}").header("ETag")

    first = call("PATCH", f"/projects/{project}", {"name": "First", "quantity": 7}, If_Match=tag)
    call("PATCH", f"/projects/{project}", {"name": "Second"}, If_Match=tag).problem(412)
    call("PATCH", f"/projects/{project}", {"name": "Third"}).problem(428)

    assert (first.json["name"], first.json["quantity"]) == ("First", 7)
    assert first.header("ETag") != tag


@pytest.mark.parametrize(
    "change",
    [{"status": "Completed"}, {"quantity": 0}, {"quantity": "7"}, {"quantity": 1.5}, {"name": ""}, {"id": "x"}],
)
def test_what_cannot_be_changed_so_is_refused_by_name(call: Caller, project: str, change: Any) -> None:
    answer = call("PATCH", f"/projects/{project}", change, If_Match="*")

    answer.problem(422)
    assert answer.paths == list(change)


def test_a_move_is_made_and_an_illegal_one_lists_the_legal_ones(call: Caller, project: str) -> None:
    assert call("GET", f"/projects/{project}/transitions").json == {
        "from": "New",
        "legal": ["Confirmed", "Active", "Completed", "Rejected"],
    }
    moved = call("POST", f"/projects/{project}/status", {"status": "Completed", "reason": "collected"})
    told = call("POST", f"/projects/{project}/status", {"status": "New"}).problem(409, "illegal_transition")

    assert moved.json["status"] == "Completed"
    assert (told["from"], told["to"], told["legal"]) == ("Completed", "New", ["Confirmed", "Active"])
    call("POST", f"/projects/{project}/status", {"status": "Active"}).problem(422, "reason_missing")
    assert (
        call("POST", f"/projects/{project}/status", {"status": "Printing"}).problem(422)["errors"][0]["path"]
        == "status"
    )


def test_history_tells_what_who_and_why_oldest_first(call: Caller, project: str) -> None:
    call("POST", f"/projects/{project}/status", {"status": "Active", "reason": "prints today"})
    call("POST", f"/projects/{project}/notes", {"text": "On the small press."})

    entries = call("GET", f"/projects/{project}/history").json["items"]

    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    move = next(entry for entry in entries if entry["to"] == "Active")
    assert (move["from"], move["kind"], move["reason"]) == ("New", "status", "prints today")
    assert move["actor"] == {"kind": "api_key", "name": "tests"}
    assert entries[-1]["kind"] == "note"


def test_notes_stay_on_the_project(call: Caller, project: str) -> None:
    made = call("POST", f"/projects/{project}/notes", {"text": "Called the customer."})

    assert made.status == 201
    assert [note["text"] for note in call("GET", f"/projects/{project}").json["notes"]] == ["Called the customer."]
    call("POST", f"/projects/{project}/notes", {"text": " "}).problem(422)


def test_a_problem_can_be_settled(call: Caller, storefront: str) -> None:
    made = call.made("/orders", order(storefront, {"external_id": "1", "quantity": 1, "sku": "NONE-1"}))
    project = made["projects"][0]["id"]
    (problem,) = call("GET", f"/projects/{project}").json["problems"]
    assert "NONE-1" in problem["message"]

    settled = call("POST", f"/projects/{project}/problems/{problem['id']}/settle", {"reason": "made elsewhere"})

    assert settled.json["problems"] == []
    call("POST", f"/projects/{project}/problems/{problem['id']}/settle", {}).problem(404)


@pytest.mark.parametrize(
    ("query", "place"),
    [("status=Printing", "status"), ("processing=perhaps", "processing"), ("created_after=yesterday", "created_after"),
     ("created_before=1234567890", "created_before"), ("sort=colour", "sort"), ("q=" + "x" * 301, "q")],
)  # fmt: skip
def test_a_wrong_filter_is_refused_by_name(call: Caller, query: str, place: str) -> None:
    answer = call("GET", f"/projects?{query}")

    answer.problem(422)
    assert answer.paths == [place]


@pytest.mark.parametrize(
    "moment", ["2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+01:00"]
)
def test_times_are_read_in_every_iso_form(call: Caller, project: str, moment: str) -> None:
    assert [one["id"] for one in call("GET", f"/projects?created_after={moment}").json["items"]] == [project]


def test_a_list_goes_on_where_a_page_ended(call: Caller, storefront: str) -> None:
    for number in range(5):
        call.made("/orders", order(storefront, external_id=str(number)))
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = call("GET", f"/projects?limit=2&cursor={cursor}").json
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        call.made("/orders", order(storefront, external_id=f"new {len(seen)}"))

    assert len(seen) == len(set(seen)) == 5


def test_pages_of_a_list_in_memory_end_too(call: Caller) -> None:
    first = call("GET", "/task-types?limit=3").json
    assert len(first["items"]) == 3
    rest = call("GET", f"/task-types?cursor={first['next_cursor']}").json

    names = [one["type"] for one in first["items"] + rest["items"]]
    assert len(names) == len(set(names)) >= 10
    call("GET", "/task-types?cursor=bm9uZQ").problem(422, "cursor_unknown")
