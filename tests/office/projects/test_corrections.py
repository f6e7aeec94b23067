"""What a person puts right: each is a new revision or a recorded change, and nobody overwrites another."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.office.projects.test_arrival import brought, pdf, png, with_picture
from tests.office.shop import Shop, at, document, history_of, inline, line, problems_of
from tests.servers.web import Reply, WebServer

from makeready.office.accounts.actor import Actor
from makeready.office.designs import store
from makeready.office.designs.files import FileUnusable
from makeready.office.designs.models import Design
from makeready.office.errors import StaleVersion
from makeready.office.projects import corrections, problems
from makeready.office.projects.corrections import (
    ChangeInvalid,
    Changes,
    DesignEdited,
    NothingToTakeOver,
    change,
    save_design,
    save_file,
    take_over,
)
from makeready.office.projects.models import Project
from makeready.office.projects.problems import NoSuchProblem, settle
from makeready.office.projects.search import Filters, list_projects
from makeready.office.storage import blobs
from makeready.office.storefronts.events import DesignRef


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def filled(shop: Shop) -> Project:
    """A project whose design is a template, filled with Name: Ana."""
    shop.product("BC-*", design=shop.template())
    _, project = shop.project(line(sku="BC-1", fields={"Name": "Ana", "Paper": "matt"}))
    return brought(project)


def says(project: Project) -> str:
    shown = store.revision(Design.objects.get(pk=project.design_id))
    return json.dumps([shown.document, shown.record], ensure_ascii=False)


# the facts


def test_name_customer_and_quantity_are_changed_recorded_and_found(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line("1", 5))

    change(project, Changes(name=" Öz cards ", customer_name="Anna Öztürk", quantity=50), by=ada)

    assert (project.name, project.customer_name, project.quantity) == ("Öz cards", "Anna Öztürk", 50)
    told = {entry.reason: (entry.was, entry.now, entry.actor_name) for entry in history_of(project, "order")}
    assert told["Changed the quantity."] == ("5", "50", "Ada")
    assert told["Changed the customer's name."] == ("Anna Öz", "Anna Öztürk", "Ada")
    assert [one.pk for one in list_projects(Filters(q="öztürk CARDS")).items] == [project.pk]


def test_what_is_as_it_was_records_nothing(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line("1", 5))
    before = (len(history_of(project)), project.version)

    change(project, Changes(quantity=5, name=project.name), by=ada)

    assert (len(history_of(project)), project.version) == before


def test_every_fault_is_told_with_its_place(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()

    with pytest.raises(ChangeInvalid) as refused:
        change(project, Changes(name="  ", customer_name="x" * 301, quantity=0), by=ada)

    assert [fault.path for fault in refused.value.errors] == ["customer/name", "name", "quantity"]


def test_who_saw_an_older_version_is_refused_and_changes_nothing(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()
    seen = project.version
    change(project, Changes(name="First"), by=ada, expected_version=seen)

    with pytest.raises(StaleVersion):
        change(project, Changes(name="Second"), by=ada, expected_version=seen)

    assert Project.objects.get().name == "First"


# fields


def test_changed_fields_fill_the_template_anew_as_a_new_revision(filled: Project, ada: Actor) -> None:
    change(filled, Changes(fields={"Name": "Anna"}), by=ada)

    assert "Anna" in says(filled) and filled.fields == {"Name": "Anna", "Paper": "matt"}
    assert (filled.design.current, filled.design_due_at) == (2, None)
    entries = history_of(filled, "design")
    assert "Name: “Ana” → “Anna”" in entries[-2].reason
    assert (entries[-1].was, entries[-1].now, entries[-1].reacted_at) == ("1", "2", None)


def test_a_field_that_is_taken_away_is_missed_by_name(filled: Project, ada: Actor) -> None:
    change(filled, Changes(fields={"Name": None}), by=ada)

    assert "Name" in problems_of(filled)["field-missing"]
    change(filled, Changes(fields={"Name": "Zoë"}), by=ada)
    assert problems_of(filled) == {}


def test_fields_do_not_undo_what_a_person_edited_unless_told_so(filled: Project, ada: Actor) -> None:
    save_design(filled, document(words="Set by hand"), by=ada, expected_version=None)

    with pytest.raises(DesignEdited) as refused:
        change(filled, Changes(fields={"Name": "Anna"}), by=ada)
    assert refused.value.code == "design_edited"
    assert Project.objects.get().fields["Name"] == "Ana"

    change(filled, Changes(fields={"Name": "Anna"}), by=ada, discard_edits=True)
    assert "Set by hand" not in says(filled) and "Anna" in says(filled)


def test_fields_of_a_customers_file_are_changed_without_touching_it(shop: Shop, ada: Actor, web: WebServer) -> None:
    _, project = shop.project(line(design=DesignRef(url=web.on("/x", Reply(body=pdf()))), fields={"Paper": "matt"}))
    project = brought(project)

    change(project, Changes(fields={"Paper": "gloss"}), by=ada)

    assert (project.fields, project.design.current) == ({"Paper": "gloss"}, 1)


# designs


def test_a_fixed_typo_is_a_new_revision_and_reactions_hear_of_it(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line(design=inline("Typpo")))
    project = brought(project)

    saved = save_design(project, document(words="Typo"), by=ada, expected_version=project.design.version)

    assert (saved.number, saved.edited) == (2, True)
    assert "Typpo" in json.dumps(store.revision(project.design, 1).document)
    entry = history_of(project, "design")[-1]
    assert (entry.was, entry.now, entry.actor_name, entry.reacted_at) == ("1", "2", "Ada", None)
    assert project.design_due_at is None


def test_two_who_edit_at_once_do_not_overwrite_each_other(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line(design=inline("Original")))
    project = brought(project)
    seen = project.design.version
    save_design(project, document(words="Anna's fix"), by=ada, expected_version=seen)

    with pytest.raises(StaleVersion):
        save_design(project, document(words="Ben's fix"), by=ada, expected_version=seen)

    assert "Anna's fix" in says(project) and Project.objects.get().design_due_at is None


def test_a_broken_document_is_refused_and_leaves_nothing(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line(design=inline("Original")))
    project = brought(project)
    before = len(history_of(project))

    with pytest.raises(store.DesignInvalid):
        save_design(project, {"version": 1, "pages": "none"}, by=ada, expected_version=None)

    project.refresh_from_db()
    assert (project.design.current, project.design_due_at, len(history_of(project))) == (1, None, before)


def test_a_new_picture_is_fetched_when_the_design_is_saved(shop: Shop, ada: Actor, web: WebServer) -> None:
    _, project = shop.project(line(design=inline("Original")))
    project = brought(project)

    save_design(project, with_picture(f"{web.url}/none.png"), by=ada, expected_version=None)
    assert "404" in problems_of(project)["picture-missing"]

    save_design(project, with_picture(web.on("/photo.png", Reply(body=png(900, 600)))), by=ada, expected_version=None)
    assert problems_of(project) == {}


def test_a_crash_after_a_revision_is_completed_later(shop: Shop, ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    _, project = shop.project(line(design=inline("Original")))
    project = brought(project)
    told = len(history_of(project, "design"))

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(corrections, "pin_sources", killed)
    with pytest.raises(Killed):
        save_design(project, document(words="Mended"), by=ada, expected_version=None)
    Project.objects.update(design_due_at=at(0))

    assert bool(brought(project).design_due_at) is False
    assert len(history_of(project, "design")) == told + 1
    assert history_of(project, "design")[-1].reacted_at is None


def test_a_project_without_a_design_gets_one_by_hand(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()

    save_design(project, document(words="By hand"), by=ada, expected_version=None)

    assert project.design is not None and problems_of(project) == {}


def test_a_file_can_be_put_in_a_designs_place(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line(design=inline("Original")))
    project, ready = brought(project), pdf(2)

    saved = save_file(project, ready, file_name="mended.pdf", by=ada)

    assert (saved.number, saved.pages, blobs.read(saved.file_id)) == (2, 2, ready)
    with pytest.raises(FileUnusable):
        save_file(project, b"nothing of the kind", file_name="x", by=ada)
    assert Project.objects.get().design_due_at is None


def test_a_file_can_be_the_first_design(shop: Shop, ada: Actor) -> None:
    shop.product("P-*", design=shop.template(width=100, height=60))
    _, project = shop.project(line(sku="P-1", design=DesignRef(pending="later")))

    saved = save_file(project, png(), file_name="photo.png", by=ada)

    assert (saved.width_mm, saved.height_mm) == (100, 60)
    assert "design-waits" not in problems_of(project)


# what the store changed


def test_a_changed_field_is_taken_over(shop: Shop, ada: Actor) -> None:
    shop.product("BC-*", design=shop.template())
    event, project = shop.project(line(sku="BC-1", fields={"Name": "Ana", "Old": "x"}))
    project = brought(project)
    shop.sends(event, lines=(line(sku="BC-1", fields={"Name": "Anna"}),), updated_at=at(1))
    project = Project.objects.get()

    take_over(project, project.problems.get(), by=ada)

    assert (project.fields, problems_of(project)) == ({"Name": "Anna"}, {})
    assert "Anna" in says(project)


def test_a_changed_design_is_taken_over_as_the_next_revision(shop: Shop, ada: Actor, web: WebServer) -> None:
    event, project = shop.project(line(design=inline("First")))
    project = brought(project)
    for number, ref in enumerate([inline("Second"), DesignRef(url=web.on("/third.pdf", Reply(body=pdf())))], start=2):
        shop.sends(event, lines=(line(design=ref),), updated_at=at(number))
        project = Project.objects.get()

        take_over(project, project.problems.get(code="design-changed"), by=ada)

        assert (store.revision(project.design).number, problems_of(project)) == (number, {})
    assert not shop.sends(event, lines=(line(design=ref),), updated_at=at(9)).changed
    assert problems_of(project) == {}


def test_a_stored_design_is_taken_over_too(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(line(design=inline("First")))
    project = brought(project)
    stored = store.create_document_design("Stored", document(words="From the shelf"), by=ada)
    shop.sends(event, lines=(line(design=DesignRef(id=stored.pk)),), updated_at=at(1))
    project = Project.objects.get()

    take_over(project, project.problems.get(), by=ada)

    assert "From the shelf" in says(project) and problems_of(project) == {}


def test_a_design_that_cannot_be_had_is_not_taken_over_and_the_problem_stays(
    shop: Shop, ada: Actor, web: WebServer
) -> None:
    event, project = shop.project(line(design=inline("First")))
    project = brought(project)
    shop.sends(event, lines=(line(design=DesignRef(url=f"{web.url}/gone.pdf")),), updated_at=at(1))
    project = Project.objects.get()

    with pytest.raises(Exception, match="404"):
        take_over(project, project.problems.get(), by=ada)

    project.refresh_from_db()
    assert "First" in says(project)
    assert (problems_of(project).keys(), project.design_due_at) == ({"design-changed"}, None)


def test_what_a_person_edited_is_not_taken_over_unless_told_so(shop: Shop, ada: Actor) -> None:
    event, project = shop.project(line(design=inline("First")))
    project = brought(project)
    save_design(project, document(words="Edited"), by=ada, expected_version=None)
    shop.sends(event, lines=(line(design=inline("Second")),), updated_at=at(1))
    project = Project.objects.get()

    with pytest.raises(DesignEdited):
        take_over(project, project.problems.get(), by=ada)
    take_over(project, project.problems.get(), by=ada, discard_edits=True)

    assert "Second" in says(project)


def test_other_problems_offer_nothing_to_take_over(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()

    with pytest.raises(NothingToTakeOver):
        take_over(project, project.problems.get(), by=ada)


def test_a_person_can_live_with_a_problem_and_history_says_so(shop: Shop, ada: Actor) -> None:
    _, project = shop.project(line("1", "2.5", design=inline()))
    problem = project.problems.get()

    settle(project, problem, by=ada, because="The customer wants three.")

    assert problems_of(project) == {}
    assert history_of(project, "note")[-1].reason.endswith("The customer wants three.")
    with pytest.raises(NoSuchProblem):
        settle(project, problem, by=ada)


def test_a_problem_is_raised_once_with_the_newest_words(shop: Shop) -> None:
    _, project = shop.project(line(design=inline()))
    for words in ("first", "second"):
        problems.raise_problem(project, "x", words, "do it", key="k", holds_start=True, fact=1)

    assert problems_of(project) == {"x": "second"}
    assert [problem.facts for problem in problems.hold_start(project)] == [{"fact": 1}]
    assert problems.clear(project, "x", key="other") == 0
    assert problems.clear(project, "x", "y") == 1
    project.refresh_from_db()
    assert project.problem_count == 0


def test_reactions_hear_when_what_held_a_waiting_start_is_gone(shop: Shop) -> None:
    _, project = shop.project()
    Project.objects.update(start_waits=True)

    problems.clear(project, "no-product")

    assert history_of(project, "note")[-1].reacted_at is None
