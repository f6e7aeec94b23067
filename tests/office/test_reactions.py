"""What follows from what: pipelines that start by a status, starts that wait, print files that grow stale."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests.office.shop import document, inline, line, notes_of, problems_of
from tests.office.workshop import DESIGN, PRINT, Workshop, artifacts, end

from makeready.office import reactions
from makeready.office.accounts.actor import SYSTEM, Actor, ActorKind
from makeready.office.history import ledger
from makeready.office.history.models import Entry, Kind
from makeready.office.jobs.models import Artifact, Job
from makeready.office.jobs.start import start
from makeready.office.pipelines.models import Pipeline
from makeready.office.products import store as products
from makeready.office.projects import arrival, corrections, problems, transitions
from makeready.office.projects.models import Project

STORE = Actor(ActorKind.STORE, "Card shop", "sto_1")
PIPELINE = Actor(ActorKind.PIPELINE, "Cards to press", "job_1")
ADA = Actor(ActorKind.PERSON, "Ada", "per_ada")


@pytest.fixture
def heard(monkeypatch) -> Iterator[None]:
    """This process reacts to its own changes, as web processes and workers do."""
    monkeypatch.setattr(ledger, "_hearers", [reactions.react])
    yield


@pytest.fixture
def floor(workshop: Workshop, heard: None) -> Workshop:
    return workshop


def product(floor: Workshop, sku: str = "BC", **more: Any) -> Pipeline:
    """A product with a pipeline; the pipeline."""
    pipeline = floor.pipeline(DESIGN, PRINT, end("print"))
    floor.shop.product(sku, pipeline=pipeline, **more)
    return pipeline


def start_on(floor: Workshop, status: str) -> None:
    floor.shop.storefront.start_on = status
    floor.shop.storefront.save()


def started(project: Project) -> int:
    return Job.objects.filter(project=project).count()


def go(project: Project, *way: str, by: Actor = STORE) -> None:
    for status in way:
        transitions.move(project, status, by=by, because="told so")


@pytest.mark.parametrize(
    ("storefront", "of_product", "way", "jobs"),
    [
        ("Confirmed", "", [], 0),
        ("Confirmed", "", ["Confirmed"], 1),
        ("Confirmed", "", ["Active"], 1),
        ("Confirmed", "", ["Confirmed", "Active"], 1),
        ("Confirmed", "", ["Completed"], 0),
        ("Confirmed", "", ["Rejected"], 0),
        ("New", "", [], 1),
        ("New", "", ["Confirmed", "Active", "Completed"], 1),
        ("Active", "", ["Confirmed"], 0),
        ("Active", "", ["Confirmed", "Active"], 1),
        ("Active", "", ["Active"], 1),
        ("Active", "", ["Completed"], 0),
        ("manual", "", ["Confirmed", "Active"], 0),
        ("Confirmed", "Active", ["Confirmed"], 0),
        ("Confirmed", "Active", ["Confirmed", "Active"], 1),
        ("manual", "Confirmed", ["Confirmed"], 1),
        ("Confirmed", "manual", ["Confirmed", "Active"], 0),
        ("Confirmed", "New", [], 1),
    ],
)
def test_the_status_that_starts_the_pipeline(floor, storefront, of_product, way, jobs):
    start_on(floor, storefront)
    pipeline = product(floor, start_on=of_product)
    project = floor.project(sku="BC")
    go(project, *way)
    assert started(project) == jobs
    if jobs:
        job = Job.objects.get(project=project)
        assert (job.pipeline, job.status) == (pipeline, "queued")


@pytest.mark.parametrize(
    "way",
    [["Completed", "Confirmed"], ["Rejected", "Active"], ["Completed", "Active"], ["Rejected", "Confirmed", "Active"]],
)
def test_a_reopening_starts_nothing(floor, way):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    go(project, *way, by=ADA)
    assert started(project) == 0


def test_taken_back_from_print_and_sent_again_it_starts_once(floor):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    go(project, "Active", "Confirmed", "Active", by=ADA)
    assert started(project) == 1


def test_a_pipelines_own_move_starts_nothing(floor):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    go(project, "Confirmed", by=PIPELINE)
    assert started(project) == 0


def test_what_was_past_the_status_when_the_rule_was_made_is_left_alone(floor):
    """Handled by hand so far: a new rule does not send it to the press when it becomes Active."""
    start_on(floor, "manual")
    product(floor)
    project = floor.project(sku="BC")
    go(project, "Confirmed")
    start_on(floor, "Confirmed")
    go(project, "Active")
    assert started(project) == 0


def test_without_a_pipeline_nothing_starts_and_nothing_waits(floor):
    start_on(floor, "Confirmed")
    floor.shop.product("BC")
    project = floor.project(sku="BC")
    go(project, "Confirmed")
    project.refresh_from_db()
    assert (started(project), project.start_waits, problems_of(project)) == (0, False, {})


def test_what_was_run_by_hand_is_not_started_again_and_it_is_noted(floor):
    start_on(floor, "Confirmed")
    pipeline = product(floor)
    project = floor.project(sku="BC")
    start(project, pipeline, by=ADA, cause="started by Ada")
    go(project, "Confirmed")
    assert started(project) == 1
    assert any("was run by hand already" in note for note in notes_of(project))


def test_what_failed_by_hand_is_started_by_the_status(floor):
    start_on(floor, "Confirmed")
    pipeline = product(floor)
    project = floor.project(sku="BC")
    job = start(project, pipeline, by=ADA, cause="started by Ada")
    Job.objects.filter(pk=job.pk).update(status="failed")
    go(project, "Confirmed")
    assert started(project) == 2


def test_without_a_design_the_start_waits_as_a_problem_and_happens_when_the_design_comes(floor):
    start_on(floor, "Confirmed")
    product(floor)
    event, project = floor.shop.project(line(sku="BC", design=None))
    go(project, "Confirmed")
    assert started(project) == 0
    assert "waits" in problems_of(project)[reactions.START_WAITS]

    floor.shop.sends(event, lines=(line(sku="BC", design=inline("Anna")),), updated_at=timezone.now())
    arrival.fetch_waiting()
    project.refresh_from_db()
    assert project.design_id
    assert started(project) == 1
    assert reactions.START_WAITS not in problems_of(project)


def test_a_design_that_comes_while_its_start_is_marked_as_waiting_is_not_missed(floor, monkeypatch):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.shop.project(line(sku="BC", design=inline()))[1]
    mark = reactions._wait

    def meanwhile(waiting: Project) -> None:
        arrival.bring(waiting.pk)
        mark(waiting)

    monkeypatch.setattr(reactions, "_wait", meanwhile)
    go(project, "Confirmed")
    assert started(project) == 1
    assert problems_of(project) == {}


def test_a_design_that_is_on_its_way_is_no_problem_yet(floor):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.shop.project(line(sku="BC", design=inline()))[1]
    go(project, "Confirmed")
    assert (started(project), problems_of(project)) == (0, {})
    arrival.bring(project.pk)
    assert (started(project), problems_of(project)) == (1, {})


def test_a_held_problem_keeps_the_start_until_it_is_gone(floor):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    problems.raise_problem(project, "picture-missing", "The photo is missing.", "Add it.", holds_start=True)
    problems.raise_problem(project, "line-removed", "The line is gone.", "Ask.", holds_start=True)
    go(project, "Confirmed")
    assert started(project) == 0
    assert "The photo is missing." in problems_of(project)[reactions.START_WAITS]

    problems.clear(project, "picture-missing")
    assert started(project) == 0
    assert "The line is gone." in problems_of(project)[reactions.START_WAITS]
    problems.settle(project, project.problems.get(code="line-removed"), by=ADA)
    assert started(project) == 1
    assert problems_of(project) == {}


def test_a_start_that_waits_is_forgotten_when_the_project_ends(floor):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    problems.raise_problem(project, "picture-missing", "The photo is missing.", "Add it.", holds_start=True)
    go(project, "Confirmed", "Rejected")
    assert reactions.START_WAITS not in problems_of(project)
    problems.clear(project, "picture-missing")
    go(project, "Confirmed", by=ADA)
    assert started(project) == 0


@pytest.mark.parametrize(("of_product", "jobs"), [("", 1), ("New", 1), ("Confirmed", 1), ("Active", 0), ("manual", 0)])
def test_a_product_set_up_later_starts_what_waited_for_it(floor, of_product, jobs):
    start_on(floor, "Confirmed")
    _, project = floor.shop.project(line(sku="LATER"))
    go(project, "Confirmed")
    assert started(project) == 0

    pipeline = floor.pipeline(DESIGN, PRINT, end("print"))
    set_up(floor, "LATER", pipeline, of_product)
    arrival.fetch_waiting()
    project.refresh_from_db()
    assert project.product
    assert started(project) == jobs
    if of_product == "Active":
        go(project, "Active")
        assert started(project) == 1


def test_a_product_that_starts_earlier_than_its_store_starts_what_is_new(floor):
    start_on(floor, "Confirmed")
    _, project = floor.shop.project(line(sku="LATER"))
    set_up(floor, "LATER", floor.pipeline(DESIGN, end("design")), "New")
    arrival.fetch_waiting()
    assert started(project) == 1


def set_up(floor: Workshop, sku: str, pipeline: Pipeline, start: str) -> None:
    """As an operator does: with a template, so that the line's design can be made."""
    wish = {
        "name": "Card", "match": {"storefront": floor.shop.storefront.pk, "skus": [sku]}, "start_on": start or None,
        "design": floor.shop.template(words="Card").pk, "pipeline": pipeline.pk,
    }  # fmt: skip
    products.create(products.ProductWish.model_validate(wish), by=ADA)


def test_print_files_made_before_a_correction_are_stale(floor):
    project = floor.project()
    job = floor.done(DESIGN, PRINT, end("print"), project=project)
    assert not artifacts(job)["print"].stale
    project.refresh_from_db()
    corrections.save_design(project, document(words="Anna Özdemir"), by=ADA, expected_version=None)
    assert artifacts(job)["print"].stale

    later = floor.done(DESIGN, PRINT, end("print"), project=project)
    assert not artifacts(later)["print"].stale


def test_a_late_reaction_leaves_what_was_made_since_fresh(floor):
    project = floor.project()
    job = floor.done(DESIGN, PRINT, end("print"), project=project)
    earlier = timezone.now() - timedelta(minutes=1)
    reactions.react(entry(project, kind=Kind.DESIGN, at=earlier))
    assert not Artifact.objects.get(job=job).stale


def entry(project: Project, **facts: Any) -> Entry:
    """An entry that nobody has heard of: its process died."""
    given = {"kind": Kind.STATUS, "by": STORE, "was": "New", "now": "Confirmed", **facts}
    made = ledger.record(given.pop("kind"), project=project.pk, **given)
    Entry.objects.filter(pk=made.pk).update(reacted_at=None)
    made.refresh_from_db()
    return made


def test_an_entry_reacted_to_twice_starts_once(floor):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    go(project, "Confirmed")
    told = Entry.objects.filter(project=project.pk, kind=Kind.STATUS).last()
    for _ in range(3):
        reactions.react(told)
    assert started(project) == 1


def at_once(*acts: Callable[[], object]) -> None:
    """All at the same instant, each in a thread with a connection of its own."""
    barrier = threading.Barrier(len(acts))
    raised: list[BaseException] = []

    def one(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
        except BaseException as why:
            raised.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []


def test_several_processes_that_react_at_once_start_once(floor, monkeypatch):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    monkeypatch.setattr(ledger, "_hearers", [])
    go(project, "Confirmed")
    told = Entry.objects.filter(project=project.pk, kind=Kind.STATUS).last()
    at_once(*[lambda: reactions.react(told)] * 6)
    assert started(project) == 1


def test_what_a_crash_left_is_found_by_the_workers_after_a_while(floor, monkeypatch):
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    monkeypatch.setattr(ledger, "_hearers", [])
    go(project, "Confirmed")
    reactions.react_waiting()
    assert started(project) == 0, "its own process has a moment to do it"

    Entry.objects.filter(reacted_at=None).update(at=timezone.now() - reactions.PATIENCE)
    assert reactions.react_waiting() is False
    assert started(project) == 1
    assert not Entry.objects.filter(reacted_at=None).exists()


def test_one_entry_that_cannot_be_dealt_with_holds_up_no_other(floor, monkeypatch, caplog):
    monkeypatch.setattr(ledger, "_hearers", [])
    start_on(floor, "Confirmed")
    product(floor)
    bad, good = floor.project(sku="BC"), floor.project(sku="BC")
    go(bad, "Confirmed")
    go(good, "Confirmed")
    Entry.objects.filter(reacted_at=None).update(at=timezone.now() - reactions.PATIENCE)
    real = reactions._start

    def fails(project: Project) -> None:
        if project.pk == bad.pk:
            raise RuntimeError("broken")
        real(project)

    with monkeypatch.context() as patch:
        patch.setattr(reactions, "_start", fails)
        reactions.react_waiting()
    assert (started(bad), started(good)) == (0, 1)
    reactions.react_waiting()
    assert started(bad) == 1


def test_a_crash_between_the_mark_and_the_job_leaves_neither(floor, monkeypatch):
    """“Started” and the job are one transaction."""
    monkeypatch.setattr(ledger, "_hearers", [])
    start_on(floor, "Confirmed")
    product(floor)
    project = floor.project(sku="BC")
    go(project, "Confirmed")

    def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("kill -9")

    told = Entry.objects.filter(project=project.pk, kind=Kind.STATUS).last()
    with monkeypatch.context() as patch:
        patch.setattr(reactions, "start", dies)
        with pytest.raises(RuntimeError):
            reactions.react(told)
    project.refresh_from_db()
    assert not project.started
    reactions.react(told)
    assert started(project) == 1


def test_a_project_that_is_gone_is_no_matter(db):
    reactions.react(ledger.record(Kind.STATUS, by=SYSTEM, project="prj_gone", was="New", now="Confirmed"))


def test_the_end_in_a_leftover_entry_starts_nothing_though_it_was_reopened_since(floor, monkeypatch):
    monkeypatch.setattr(ledger, "_hearers", [])
    start_on(floor, "Active")
    product(floor)
    project = floor.project(sku="BC")
    go(project, "Completed", "Active", by=ADA)
    Entry.objects.filter(reacted_at=None).update(at=timezone.now() - reactions.PATIENCE)
    reactions.react_waiting()
    assert started(project) == 0
