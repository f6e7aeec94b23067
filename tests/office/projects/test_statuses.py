"""The status table says what product.md says, sentence by sentence."""

from __future__ import annotations

import pytest

from makeready.office.projects.statuses import OPEN, Status, legal_moves, needs_reason

NEW, CONFIRMED, ACTIVE, COMPLETED, REJECTED = Status
FORWARD = [NEW, CONFIRMED, ACTIVE, COMPLETED]


def test_there_are_the_five_statuses_of_the_mission() -> None:
    assert [str(status) for status in Status] == ["New", "Confirmed", "Active", "Completed", "Rejected"]


@pytest.mark.parametrize("by_person", [True, False])
def test_new_confirmed_active_completed_and_skipping_forward_are_legal(by_person: bool) -> None:
    for place, now in enumerate(FORWARD):
        for to in FORWARD[place + 1 :]:
            assert to in legal_moves(now, by_person=by_person)


@pytest.mark.parametrize("by_person", [True, False])
def test_every_open_status_can_be_rejected(by_person: bool) -> None:
    for now in OPEN:
        assert REJECTED in legal_moves(now, by_person=by_person)


def test_a_person_with_a_reason_takes_back_from_print_and_reopens() -> None:
    ways = {(ACTIVE, CONFIRMED), (COMPLETED, CONFIRMED), (COMPLETED, ACTIVE), (REJECTED, CONFIRMED), (REJECTED, ACTIVE)}

    for now, to in ways:
        assert to in legal_moves(now, by_person=True)
        assert needs_reason(now, to)
        assert to not in legal_moves(now, by_person=False)
    assert ways == {(now, to) for now in Status for to in Status if needs_reason(now, to)}


@pytest.mark.parametrize("by_person", [True, False])
def test_nothing_returns_to_new(by_person: bool) -> None:
    assert not any(NEW in legal_moves(now, by_person=by_person) for now in Status)


def test_a_pipeline_moves_only_forward_or_to_rejected() -> None:
    for now in Status:
        for to in legal_moves(now, by_person=False):
            assert to is REJECTED or FORWARD.index(to) > FORWARD.index(now)


@pytest.mark.parametrize("by_person", [True, False])
def test_what_is_rejected_does_not_become_completed_nor_the_other_way_round(by_person: bool) -> None:
    assert COMPLETED not in legal_moves(REJECTED, by_person=by_person)
    assert REJECTED not in legal_moves(COMPLETED, by_person=by_person)
