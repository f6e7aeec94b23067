"""The panel's pages asked of Django itself: empty states, refusals, the policy, what the sample shop adds."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from tests.office.panel.conftest import CARD
from tests.office.shop import Shop, inline, line

from makeready.office.accounts.actor import SYSTEM
from makeready.office.accounts.models import Person, Role
from makeready.office.connections import store as connections
from makeready.office.connections.models import Connection
from makeready.office.designs import store
from makeready.office.panel.page import registered
from makeready.office.panel.pages.editor import draft
from makeready.office.projects.arrival import bring
from makeready.office.projects.models import Project

pytestmark = pytest.mark.django_db

LISTS = {
    "/projects": "No projects yet", "/orders": "No orders yet", "/jobs": "No jobs yet",
    "/inbox": "Nothing has come yet", "/products": "No products yet", "/designs": "No designs yet",
    "/pipelines": "No pipelines yet",
    "/assets": "No assets yet", "/storefronts": "No store is connected", "/connections": "No connections yet",
    "/api-keys": "No keys yet", "/": "Connect your first store",
}  # fmt: skip


@pytest.fixture
def shop(db: None) -> Shop:
    """Not the house of the browser tests: rows of this process."""
    return Shop()


def signed_in(role: Role = Role.ADMINISTRATOR) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get_or_create(name=f"a {role}", role=role)[0])
    return client


def project_with_design(shop: Shop) -> Project:
    _, project = shop.project(line(design=inline()))
    bring(project.pk)
    project.refresh_from_db()
    return project


def post_json(client: Client, address: str, body: Any) -> Any:
    return client.post(address, body, content_type="application/json", headers={"Accept": "application/json"})


@pytest.mark.parametrize(("address", "words"), LISTS.items())
def test_every_empty_list_says_what_to_do(address: str, words: str) -> None:
    answer = signed_in().get(address)

    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/projects?status=New", "/people"])
def test_who_is_not_signed_in_comes_back_after_signing_in(address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


def test_who_guesses_passwords_has_to_wait_and_is_told_how_long() -> None:
    Person.objects.create_user("ada", "the right one")
    client = Client()
    codes = [client.post("/sign-in", {"name": "ada", "password": str(guess)}).status_code for guess in range(8)]
    answer = client.post("/sign-in", {"name": "ada", "password": "the right one"})

    assert codes[0] == 401
    assert codes[-1] == answer.status_code == 429
    assert "Try again in" in answer.content.decode()


def test_signing_in_leads_nowhere_but_to_our_own_pages() -> None:
    Person.objects.create_user("ada", "the right one")
    for wanted, leads in (
        ("/orders?q=a", "/orders?q=a"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
    ):
        answer = Client().post("/sign-in", {"name": "ada", "password": "the right one", "next": wanted})
        assert answer["Location"] == leads


def test_a_form_of_another_session_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.create_user("ada", role=Role.ADMINISTRATOR))
    answer = client.post("/api-keys/new", {"name": "x"})

    assert answer.status_code == 403
    assert "expired" in answer.content.decode()


OPEN_TO_ALL = ("sign-in", "sign-out", "approvals/<token>")
"""What needs nobody to be signed in: an approval's link carries who may decide, and is refused where it is no such."""


@pytest.mark.parametrize("address", [one for one in registered("POST") if one not in OPEN_TO_ALL])
def test_nobody_changes_anything_without_signing_in(address: str) -> None:
    answer = Client().post("/" + re.sub(r"<int:\w+>", "1", re.sub(r"<(?!int:)\w+>", "prj_1", address)))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


def test_a_viewer_is_told_which_role_it_takes() -> None:
    answer = signed_in(Role.VIEWER).get("/people")

    assert answer.status_code == 403
    assert "Administrator" in answer.content.decode()


def test_every_answer_forbids_foreign_scripts_and_styles() -> None:
    for address in ("/", "/projects", "/sign-in", "/no-such-page"):
        policy = signed_in().get(address)["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_a_page_that_is_not_there_says_so_without_a_traceback() -> None:
    for address in ("/no-such-page", "/projects/prj_none", "/jobs/job_none"):
        answer = signed_in().get(address)
        assert answer.status_code == 404
        assert "Traceback" not in answer.content.decode()


def test_a_wrong_filter_is_one_sentence_not_a_fault_of_ours() -> None:
    for address in ("/projects?status=Lost", "/projects?cursor=nonsense", "/jobs?cursor=%00", "/orders?cursor=x"):
        assert signed_in().get(address).status_code in (400, 422)


def test_a_nul_character_is_refused_wherever_it_stands() -> None:
    client = signed_in()
    for address in ("/projects?q=%00", "/orders?storefront=a%00", "/jobs/job_%00"):
        assert client.get(address).status_code == 422
    assert client.post("/people/new", {"name": "a\0b", "role": "viewer"}).status_code == 422


def test_a_form_without_its_version_is_no_fault_of_ours() -> None:
    design = store.create_document_design("Card", CARD, by=SYSTEM)
    answer = signed_in().post(f"/designs/{design.pk}", {"document": json.dumps(CARD), "version": "new"})

    assert answer.status_code == 422
    assert "Open the page again" in answer.content.decode()


def test_a_connection_is_removed_unless_a_pipeline_names_it() -> None:
    kept = connections.save(name="press", type="ftp", host="ftp.press.example", by=SYSTEM)
    signed_in().post(f"/connections/{kept.pk}/remove")

    assert not Connection.objects.filter(pk=kept.pk).exists()


def test_the_button_for_new_orders_is_the_sample_shops_alone() -> None:
    assert "Send a new order" not in signed_in().get("/projects").content.decode()


def test_a_draft_is_drawn_without_being_saved(shop: Shop) -> None:
    project = project_with_design(shop)
    document = json.loads(
        json.dumps(store.revision(project.design).document).replace("Anna Öz", "Zoë").replace("{{Name}}", "Zoë")
    )
    answer = post_json(
        signed_in(), f"/projects/{project.pk}/editor/page", {"document": document, "values": {}, "page": 1}
    )

    assert answer.json()["svg"].startswith("<svg")
    assert store.revision(project.design).number == 1


def test_items_alone_are_drawn_where_only_they_changed(shop: Shop) -> None:
    project = project_with_design(shop)
    begun = draft.of(store.revision(project.design))
    body = {"document": begun.document, "values": begun.values, "page": 1, "items": ["pages/0/items/0"]}
    answer = post_json(signed_in(), f"/projects/{project.pk}/editor/page", body).json()

    assert list(answer["items"]) == ["pages/0/items/0"]
    assert "svg" not in answer


@pytest.mark.parametrize(
    "body", ["{", {"document": 1}, {"document": {}, "values": {"a": 1}}, {"document": CARD, "values": {}}]
)
def test_a_draft_that_is_none_is_refused_in_words(shop: Shop, body: Any) -> None:
    project = project_with_design(shop)
    answer = post_json(signed_in(), f"/projects/{project.pk}/editor/page", body)

    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_faulty_draft_names_the_place(shop: Shop) -> None:
    project = project_with_design(shop)
    document = store.revision(project.design).document or {}
    document["pages"][0]["items"][0]["size"] = -4
    answer = post_json(
        signed_in(), f"/projects/{project.pk}/editor/save", {"document": document, "values": {}, "version": 1}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "pages/0/items/0/size"
    assert store.revision(project.design).number == 1


def test_saving_over_somebody_elses_revision_is_refused(shop: Shop) -> None:
    project = project_with_design(shop)
    document = store.revision(project.design).document
    answer = post_json(
        signed_in(), f"/projects/{project.pk}/editor/save", {"document": document, "values": {}, "version": 99}
    )

    assert answer.status_code == 412


def test_inks_are_shown_by_the_profile_of_the_press(shop: Shop) -> None:
    project = project_with_design(shop)
    body = {"colors": [{"cmyk": [0, 0, 0, 0]}, {"cmyk": [0, 100, 100, 0]}, {"rgb": [1, 2, 3]}]}
    paper, red, rgb = post_json(signed_in(), f"/projects/{project.pk}/editor/colors", body).json()["colors"]

    assert int(paper[1:3], 16) > 240
    assert int(red[1:3], 16) > 150 > int(red[5:7], 16)
    assert all(0 <= int(rgb[at : at + 2], 16) < 40 for at in (1, 3, 5)), (
        "as the press prints it: a dark, no screen's black"
    )


def test_a_template_is_shown_with_its_fields_names(shop: Shop) -> None:
    design = store.create_document_design("Card", CARD, by=SYSTEM)
    answer = signed_in().get(f"/designs/{design.pk}/picture.png?width=100")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert signed_in().get(
        f"/designs/{design.pk}/picture.png?width=100", headers={"If-None-Match": answer["ETag"]}
    ).status_code == 304  # fmt: skip
