"""A line's properties sorted: the best way to the design first, what people wrote as fields, technical keys nowhere."""

from __future__ import annotations

import json

import pytest

from makeready.office.storefronts.designers import KEYS, Holds, row_for
from makeready.office.storefronts.personalisation import Property, read

PDF = "https://files.example/a.pdf"
OURS = ("_makeready_design", "dsn_1")
FILE = ("_print_file_url", PDF)
JSON = ("_makeready_document", '{"version": 1}')
TOKEN = ("_printessSaveToken", "st:1")
PLAIN = ("Name", "Anna")


def found(*pairs):
    return read(Property(key, value) for key, value in pairs)


@pytest.mark.parametrize(
    ("pairs", "design"),
    [
        ((PLAIN, TOKEN, JSON, FILE, OURS), {"id": "dsn_1"}),
        ((PLAIN, TOKEN, JSON, FILE), {"url": PDF}),
        ((PLAIN, TOKEN, JSON), {"document": {"version": 1}}),
        ((PLAIN, TOKEN), {"pending": "st:1"}),
        ((PLAIN,), None),
    ],
)
def test_the_surest_way_to_the_design_is_taken(pairs, design):
    for order in (pairs, pairs[::-1]):
        personalised = found(*order)
        told = personalised.design and personalised.design.model_dump(exclude_defaults=True, exclude={"waits_for"})
        assert told == design
        assert personalised.fields == {"Name": "Anna"}


@pytest.mark.parametrize("row", KEYS, ids=lambda row: row.key)
def test_a_preview_is_never_the_print_file(row):
    personalised = found((f"_{row.key.replace('*', 'x')}", "https://files.example/preview.png"))
    if row.holds in (Holds.PREVIEW, Holds.TECHNICAL, Holds.FIELDS):
        assert personalised.design is None
    assert personalised.fields == {}


@pytest.mark.parametrize("row", [row for row in KEYS if row.holds is Holds.TOKEN], ids=lambda row: row.key)
@pytest.mark.parametrize("value", ["tok-1", '{"projectId": "tok-1"}', {"design": "tok-1"}, [{"title": "Front"}]])
def test_a_designers_own_number_says_in_words_what_is_waited_for(row, value):
    design = found((f"_{row.key}", value)).design

    assert design.pending and design.url == design.id == "" and design.document is None
    assert row.designer in design.waits_for and design.waits_for.endswith((".", "!"))
    assert "{" not in design.waits_for and len(design.waits_for.split()) > 8


@pytest.mark.parametrize("row", [row for row in KEYS if row.holds is Holds.TOKEN], ids=lambda row: row.key)
def test_an_empty_token_is_nothing(row):
    for value in ("", None, {}, [], "{}"):
        assert found((f"_{row.key}", value)).design is None


@pytest.mark.parametrize(
    "key",
    ["_print_file_url", "print file url", "Print-File-URL", "PRINT_FILE_URL", "__print_file_url", " Print File URL "],
)
def test_keys_are_found_in_any_spelling(key):
    assert found((key, PDF)).design.url == PDF


def test_exact_keys_come_before_those_with_a_star():
    assert row_for("_customily-production-url").holds is Holds.FILE
    assert row_for("_customily-anything-else").holds is Holds.TECHNICAL
    assert row_for("Name") is None


@pytest.mark.parametrize(
    ("value", "url", "others"),
    [
        (PDF, PDF, 0), (f" {PDF}\n", PDF, 0), ([PDF, "https://b.example/b.pdf"], PDF, 1),
        (json.dumps([PDF, "https://b.example/b.pdf"]), PDF, 1), ([{"url": PDF}], PDF, 0), ([1, None, PDF], PDF, 0),
        (f"{PDF}\nhttps://b.example/b.pdf\nhttps://c.example/c.pdf", PDF, 2), ([PDF, PDF], PDF, 0),
    ],
)  # fmt: skip
def test_addresses_come_in_every_shape(value, url, others):
    personalised = found(("_print_file", value))
    assert personalised.design.url == url
    assert len(personalised.remarks) == (1 if others else 0)
    assert all("https://b.example/b.pdf" in remark for remark in personalised.remarks)


@pytest.mark.parametrize(
    "value", ["", "follows by e-mail", "ftp://x/a.pdf", "javascript:alert(1)", "https://", [], {}, 7, None]
)
def test_a_print_file_that_is_no_address_is_an_ordinary_field(value):
    personalised = found(("Print file", value))
    assert personalised.design is None
    assert set(personalised.fields) <= {"Print file"}


def test_a_file_that_comes_later_is_waited_for_until_it_is_there():
    """Customily: the production file may appear half an hour after the order."""
    before = found(("_customily-production-url", ""), ("_customily-personalization-id", "77"))
    after = found(("_customily-production-url", PDF), ("_customily-personalization-id", "77"))
    assert (before.design.pending, before.design.url) == ("77", "")
    assert (after.design.pending, after.design.url) == ("", PDF)


def test_deeply_nested_json_in_a_text_is_a_text():
    bomb = "[" * 100_000
    assert found(("_printessSaveToken", bomb)).design.pending
    assert found(("_tmcartepo_data", bomb)).fields == {}


def test_a_form_builders_list_adds_what_the_readable_fields_left_out():
    told = [
        {"key": "Name", "value": "A"},
        {"key": "Paper", "value": "matt"},
        {"key": "_x", "value": "1"},
        {"value": "?"},
        7,
    ]
    personalised = found(("Name", "Anna"), ("_pao_ids", told))
    assert personalised.fields == {"Name": "Anna", "Paper": "matt"}
