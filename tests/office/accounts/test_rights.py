"""The table of rights: every right has a row, roles contain one another, scopes limit keys."""

from __future__ import annotations

import pytest

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.accounts.models import Role
from makeready.office.accounts.principal import Principal
from makeready.office.accounts.rights import TABLE, Right, Scope, allows
from makeready.office.errors import Forbidden

ADA = Actor(ActorKind.PERSON, "Ada")


def test_every_right_stands_in_the_table_with_a_sentence() -> None:
    assert set(TABLE) == set(Right)
    assert all(len(row.sentence.split()) >= 3 for row in TABLE.values())


@pytest.mark.parametrize("right", Right)
def test_a_higher_role_has_what_a_lower_one_has(right: Right) -> None:
    allowed = [allows(role, right) for role in Role]

    assert allowed == sorted(allowed)
    assert allowed[-1], "the administrator has every right"


def test_a_viewer_sees_but_does_not_work() -> None:
    viewer = Principal(ADA, Role.VIEWER)

    viewer.require(Right.SEE)
    with pytest.raises(Forbidden) as refused:
        viewer.require(Right.WORK)

    assert "Operator" in refused.value.sentence


def test_a_key_without_the_scope_write_changes_nothing() -> None:
    reader = Principal(Actor(ActorKind.API_KEY, "report"), Role.ADMINISTRATOR, frozenset({Scope.READ}))

    assert reader.may(Right.SEE_PEOPLE)
    with pytest.raises(Forbidden) as refused:
        reader.require(Right.WORK)

    assert "write" in refused.value.sentence
