"""Moves of a project: checked, made, recorded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office.shop import Shop, history_of, moves_of, problems_of

from makeready.office.accounts.actor import SYSTEM, Actor, ActorKind
from makeready.office.history.models import Entry
from makeready.office.projects import problems, transitions
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import Status, legal_moves, needs_reason
from makeready.office.projects.transitions import IllegalTransition, ReasonMissing, StatusUnknown, move

KEY = Actor(ActorKind.API_KEY, "till", "key_1")
ACTORS = {kind: Actor(kind, str(kind), "x") for kind in ActorKind}


def test_a_move_is_recorded_with_from_to_when_who_and_why(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()

    assert move(project, Status.ACTIVE, by=ada, because="prints today")

    entry = history_of(project, "status")[-1]
    project.refresh_from_db()
    assert (entry.was, entry.now, entry.reason) == ("New", "Active", "prints today")
    assert (entry.actor_kind, entry.actor_name, entry.actor_id) == ("person", "Ada", "per_ada")
    assert entry.at == project.status_changed_at == project.status_set_by_human_at
    assert entry.reacted_at is None  # reactions shall look at it


def test_a_move_to_the_present_status_succeeds_and_records_nothing(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()
    move(project, Status.CONFIRMED, by=ada)
    before = Entry.objects.count()

    assert move(project, Status.CONFIRMED, by=ada) is False
    assert Entry.objects.count() == before


def test_an_illegal_move_is_refused_with_the_legal_ones_and_changes_nothing(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()
    move(project, Status.COMPLETED, by=ada)
    before = Entry.objects.count()

    with pytest.raises(IllegalTransition) as refused:
        move(project, "New", by=ada, because="again")

    told = refused.value.as_dict()
    assert (told["code"], told["from"], told["to"]) == ("illegal_transition", "Completed", "New")
    assert told["legal"] == ["Confirmed", "Active"]
    assert "cannot become New" in told["message"] and "Confirmed or Active" in told["message"]
    project.refresh_from_db()
    assert (project.status, Entry.objects.count()) == ("Completed", before)


def test_an_unknown_status_is_refused_by_name(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()

    with pytest.raises(StatusUnknown) as refused:
        move(project, "Printing", by=ada)

    assert "Printing" in refused.value.sentence
    assert refused.value.errors[0].path == "status"


@pytest.mark.parametrize("start", ["Active", "Completed", "Rejected"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_way_back_without_a_reason_is_refused(shop: Shop, ada: Actor, start: str, reason: str) -> None:
    _, project = shop.project()
    move(project, start, by=ada)

    with pytest.raises(ReasonMissing) as refused:
        move(project, "Confirmed", by=ada, because=reason)

    assert refused.value.errors[0].path == "reason"
    project.refresh_from_db()
    assert start == project.status


def test_a_keys_moves_count_as_a_persons(shop: Shop) -> None:
    _, project = shop.project()
    move(project, "Completed", by=KEY)

    assert move(project, "Active", by=KEY, because="printed wrong")
    assert project.status_set_by_human_at is not None


def test_a_pipeline_cannot_reopen_and_is_told_where_it_may_go(shop: Shop, ada: Actor, pipeline: Actor) -> None:
    _, project = shop.project()
    move(project, "Active", by=ada)
    with pytest.raises(IllegalTransition) as refused:
        move(project, "Confirmed", by=pipeline, because="again")
    assert refused.value.facts["legal"] == ["Completed", "Rejected"]

    move(project, "Rejected", by=pipeline)
    with pytest.raises(IllegalTransition) as refused:
        move(project, "Active", by=pipeline, because="again")
    assert refused.value.facts["legal"] == []
    assert "only a person can reopen it" in refused.value.sentence


def test_a_pipelines_move_is_no_human_decision(shop: Shop, pipeline: Actor) -> None:
    _, project = shop.project()

    move(project, "Active", by=pipeline)

    assert project.status_set_by_human_at is None


def test_the_moves_offered_are_the_moves_allowed(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()

    assert tuple(Status)[1:] == transitions.legal(project, ada)
    move(project, "Rejected", by=ada)
    assert transitions.legal(project, ada) == (Status.CONFIRMED, Status.ACTIVE)
    assert transitions.legal(project, SYSTEM) == ()


def test_when_the_store_says_that_it_happened_is_kept_beside_when_it_was_recorded(shop: Shop) -> None:
    _, project = shop.project()
    happened = datetime(2026, 11, 23, 9, 58, tzinfo=UTC)

    move(project, "Confirmed", by=ACTORS[ActorKind.STORE], happened_at=happened)

    entry = history_of(project, "status")[-1]
    assert happened.isoformat() == entry.facts["happened_at"]
    assert entry.at > happened


def test_rejecting_a_project_answers_the_question_about_its_cancelled_order(shop: Shop, ada: Actor) -> None:
    event, project = shop.project()
    move(project, "Active", by=ada)
    shop.sends(event, cancelled=True, updated_at=None)
    assert problems.Code.ORDER_CANCELLED in problems_of(project)

    move(project, "Rejected", by=ada, because="stopped at the press")

    assert problems.Code.ORDER_CANCELLED not in problems_of(project)


steps = st.lists(st.tuples(st.sampled_from(list(ActorKind)), st.sampled_from(list(Status)), st.booleans()), max_size=12)


@given(steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_moves_in_whatever_order_the_table_holds(shop: Shop, steps: list) -> None:
    _, project = shop.project()
    now, expected = Status.NEW, ["New"]
    for kind, to, with_reason in steps:
        actor = ACTORS[kind]
        legal = to is now or to in legal_moves(now, by_person=actor.is_human)
        reasoned = with_reason or not (actor.is_human and needs_reason(now, to))
        if legal and reasoned:
            assert move(project, to, by=actor, because="because" * with_reason) is (to is not now)
            if to is not now:
                expected.append(str(to))
                now = to
        else:
            with pytest.raises(ReasonMissing if legal else IllegalTransition):
                move(project, to, by=actor, because="because" * with_reason)
        assert str(now) == project.status == Project.objects.get(pk=project.pk).status
    assert expected == moves_of(project)
