"""Signing in: who is let in, who is made to wait, and that a session gets a new key."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from makeready.office.accounts import people
from makeready.office.accounts.actor import SYSTEM
from makeready.office.accounts.models import FailedSignIn, Person
from makeready.office.accounts.signing_in import (
    FREE_BY_ADDRESS,
    FREE_BY_NAME,
    SignInRefused,
    TooManyTries,
    sign_in,
    waiting_seconds,
)

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def ada() -> Person:
    return people.add("ada", by=SYSTEM, password=PASSWORD)[0]


def visit(address: str = "192.0.2.1") -> HttpRequest:
    request = RequestFactory().post("/sign-in", REMOTE_ADDR=address)
    request.session = SessionStore()
    return request


def test_the_right_password_opens_a_session_with_a_new_key(ada: Person) -> None:
    request = visit()
    request.session["wish"] = "kept"
    request.session.save()
    before = request.session.session_key

    assert sign_in(request, "ada", PASSWORD) == ada

    assert request.session.session_key != before
    assert request.session["wish"] == "kept"
    assert not FailedSignIn.objects.exists()


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_refusal_does_not_say_what_was_wrong(ada: Person, name: str, password: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        sign_in(visit(), name, password)

    assert refused.value.sentence == "Name or password is wrong."


def test_somebody_who_left_is_refused(ada: Person) -> None:
    people.change(ada, by=SYSTEM, active=False)

    with pytest.raises(SignInRefused):
        sign_in(visit(), "ada", PASSWORD)


def test_the_sixth_wrong_password_of_a_name_makes_the_next_try_wait(ada: Person) -> None:
    for number in range(6):
        with pytest.raises(SignInRefused):
            sign_in(visit(f"192.0.2.{number}"), "ada", "wrong")
    FailedSignIn.objects.update(at=timezone.now())  # however long the six tries took

    with pytest.raises(TooManyTries) as told:
        sign_in(visit("192.0.2.99"), "ada", PASSWORD)
    assert told.value.facts["seconds"] >= 1

    FailedSignIn.objects.update(at=timezone.now() - timedelta(seconds=5))
    assert sign_in(visit(), "ada", PASSWORD) == ada


def test_an_address_that_guesses_many_names_is_made_to_wait(ada: Person) -> None:
    FailedSignIn.objects.bulk_create([FailedSignIn(name=f"n{n}", address="192.0.2.7") for n in range(14)])

    with pytest.raises(TooManyTries):
        sign_in(visit("192.0.2.7"), "ada", PASSWORD)

    assert sign_in(visit("192.0.2.8"), "ada", PASSWORD) == ada


def test_tries_at_the_same_instant_count_one_by_one(each_database: str) -> None:
    """As many as are free get to the password; the others wait, though none had failed yet when all began."""
    people.add("ada", by=SYSTEM, password=PASSWORD)
    together = threading.Barrier(12)

    def guess(number: int) -> type[Exception] | None:
        together.wait(20)
        try:
            sign_in(visit(f"192.0.2.{number}"), "ada", "wrong")
        except (SignInRefused, TooManyTries) as why:
            return type(why)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(12) as guessers:
        came = list(guessers.map(guess, range(12)))
    assert came.count(SignInRefused) == FREE_BY_NAME + 1
    assert came.count(TooManyTries) == 11 - FREE_BY_NAME


def test_of_an_ipv6_address_the_network_counts(ada: Person) -> None:
    for number in range(FREE_BY_ADDRESS + 1):
        with pytest.raises(SignInRefused):
            sign_in(visit(f"2001:db8::{number + 1:x}"), f"name {number}", "wrong")
    with pytest.raises(TooManyTries):
        sign_in(visit("2001:db8::ffff"), "ada", PASSWORD)
    assert sign_in(visit("2001:db8:0:1::1"), "ada", PASSWORD) == ada


def test_the_waits_grow_and_have_an_end() -> None:
    waits = [waiting_seconds(n, 5, 60) for n in range(14)]

    assert waits == [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]


def test_an_unknown_name_takes_as_long_as_a_known_one(ada: Person) -> None:
    def effort(name: str) -> float:
        began = time.thread_time()  # of the processor: what others do on this machine does not count
        with pytest.raises(SignInRefused):
            sign_in(visit(), name, "wrong")
        return time.thread_time() - began

    known, unknown = (min(effort(name) for _ in range(3)) for name in ("ada", "nobody"))

    assert 0.33 < known / unknown < 3, "a password is hashed for either"
