"""`makeready user`, `apikey` and `doctor`: what is printed, once, and what is said when it cannot be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.servers.house import House, new_house


@pytest.fixture(scope="module")
def fresh() -> Iterator[House]:
    with new_house() as one:
        yield one


def test_a_key_is_printed_alone_on_standard_output(fresh: House) -> None:
    made = fresh.command("apikey", "create", "web shop", "--scope", "read")

    assert made.returncode == 0
    assert re.fullmatch(r"mr_[0-9A-Za-z]{43}\n", made.stdout)
    assert "web shop" in made.stderr


def test_a_password_is_printed_alone_on_standard_output(fresh: House) -> None:
    made = fresh.command("user", "create", "ada", "--role", "admin")

    assert made.returncode == 0
    assert re.fullmatch(r"\S{12,}\n", made.stdout)
    assert "Administrator" in made.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("user", "create", "ben", "--role", "boss"), 1, "prepress"),
        (("user", "create", " "), 1, "name"),
        (("user", "create"), 2, "NAME"),
        (("user",), 2, "ACT"),
        (("apikey", "create", "x", "--scope", "rite"), 2, "rite"),
        (("apikey", "create", "x", "--role", "boss"), 1, "boss"),
    ],
)
def test_what_cannot_be_is_said(fresh: House, arguments: tuple[str, ...], code: int, word: str) -> None:
    result = fresh.command(*arguments)

    assert result.returncode == code
    assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert not result.stdout


def test_a_name_that_is_taken_is_said(fresh: House) -> None:
    fresh.command("user", "create", "cleo")

    result = fresh.command("user", "create", "cleo")

    assert result.returncode == 1
    assert "cleo" in result.stderr


def test_the_doctor_tells_of_everything_and_what_to_do(fresh: House) -> None:
    told = fresh.command("doctor")

    assert told.returncode == 0, told.stdout
    for word in (
        "database",
        "storage",
        "memory, open files",
        "fonts",
        "profile",
        "worker",
        "clock",
        "MAKEREADY_BASE_URL",
    ):
        assert word in told.stdout
    assert "→" in told.stdout


def test_the_doctor_says_what_is_broken_and_goes_on() -> None:
    with new_house(MAKEREADY_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none") as broken:
        told = broken.command("doctor")

    assert told.returncode == 1
    assert "MAKEREADY_DATABASE_URL" in told.stdout
    assert "storage" in told.stdout
    assert "Traceback" not in told.stdout + told.stderr
