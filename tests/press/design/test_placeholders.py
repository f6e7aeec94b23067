"""Placeholders are found and filled, however oddly they are written, in one go through the text."""

import time

import pytest

from makeready.press.design import placeholders


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{Name}}", ("Name",)),
        ("{{  First name\n}} {{Last}}", ("First name", "Last")),
        ("{{ }} {{}} {Name} {{Name", ()),
        ("{{{Name}}}", ("Name",)),
    ],
)
def test_the_fields_asked_for_are_named_without_the_blanks_around_them(text, names):
    assert placeholders.named(text) == names


def test_what_names_no_field_stays_as_it_is():
    assert placeholders.replaced("{{ }} {{ A }} {{B}}", {"A": "1"}.get) == "{{ }} 1 {{B}}"


def test_many_blanks_behind_open_braces_cost_no_time():
    began = time.process_time()
    assert placeholders.named("{{" + " " * 1_000_000 + "a") == ()
    assert time.process_time() - began < 2
