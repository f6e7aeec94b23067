"""People come, change and go; somebody who can manage people always stays."""

from __future__ import annotations

import pytest

from makeready.office.accounts import people
from makeready.office.accounts.actor import SYSTEM
from makeready.office.accounts.models import Person, Role
from makeready.office.errors import Invalid
from makeready.office.history.models import Entry

pytestmark = pytest.mark.django_db


def test_a_new_person_gets_a_password_that_works() -> None:
    person, password = people.add("ada", by=SYSTEM, role=Role.ADMINISTRATOR)

    assert person.check_password(password)
    assert person.role == Role.ADMINISTRATOR
    assert password not in str(list(Entry.objects.values()))


def test_a_name_belongs_to_one_person() -> None:
    people.add("ada", by=SYSTEM)

    with pytest.raises(people.NameTaken):
        people.add("ada", by=SYSTEM)

    assert Person.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "12345678901", "password123"])
def test_a_weak_password_is_refused_in_words(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.add("ada", by=SYSTEM, password=password)

    assert refused.value.errors[0].path == "password"
    assert not Person.objects.exists()


def test_the_last_administrator_stays() -> None:
    ada, _ = people.add("ada", by=SYSTEM, role=Role.ADMINISTRATOR)

    with pytest.raises(people.LastAdministrator):
        people.change(ada, by=SYSTEM, active=False)
    with pytest.raises(people.LastAdministrator):
        people.change(ada, by=SYSTEM, role=Role.VIEWER)

    people.add("ben", by=SYSTEM, role=Role.ADMINISTRATOR)
    assert people.change(ada, by=SYSTEM, role=Role.VIEWER).role == Role.VIEWER


def test_every_change_of_a_person_is_recorded() -> None:
    ada, _ = people.add("ada", by=SYSTEM)

    people.change(ada, by=SYSTEM, role=Role.PREPRESS, password="a much better one")

    last = Entry.objects.latest("id")
    assert last.subject == ada.id
    assert "Operator → Prepress" in last.now
    assert "better" not in last.now
