"""Every record of a decision has the same four parts, and code that points to one points to one that is there."""

from __future__ import annotations

import re

import pytest

from tests.docs.decisions import FOLDER, PARTS, records
from tests.docs.recipe_book import ROOT


@pytest.mark.parametrize("record", records(), ids=lambda one: one.stem)
def test_a_record_says_situation_choice_cost_and_what_would_change_our_mind(record):
    words = record.read_text("utf-8")
    places = [words.find(f"\n{part} ") for part in PARTS]

    assert re.match(r"# \S.*\n\n", words), "The first line is the choice as a title."
    assert places == sorted(places), f"The parts are {', '.join(PARTS)}, in this order."
    assert -1 not in places
    assert re.findall(r"^\*\*[^*]+\*\*", words, re.M) == list(PARTS), "There are no other parts."


def test_a_record_is_half_a_page():
    assert {one.name: n for one in records() if (n := len(one.read_text("utf-8").split())) > 350} == {}


def test_decisions_that_the_code_points_to_are_there():
    named = {
        (file.relative_to(ROOT).as_posix(), found)
        for folder in ("src", "tests", "benchmarks")
        for file in (ROOT / folder).rglob("*.py")
        for found in re.findall(r"docs/decisions/([\w-]+\.md)", file.read_text("utf-8"))
    }

    assert named
    assert {(file, name) for file, name in named if not (FOLDER / name).exists()} == set()
