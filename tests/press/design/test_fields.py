"""A record fills a template; what it lacks is named."""

import pytest

from makeready.press.design.document import read
from makeready.press.design.fields import fill
from makeready.press.findings import Severity, errors

from .examples import CARD, LABEL, STICKER


def test_every_placeholder_gets_its_value():
    filled, findings = fill(read(CARD), {"Name": "Anna Öz", "Title": "Printer", "Photo": "ast_1"})

    front, back = (page.items for page in filled.pages)
    assert findings == ()
    assert [front[1].text, front[2].text, front[3].src, back[0].data] == [
        "Anna Öz", "Printer", "ast_1", "https://example.com/Anna Öz",
    ]  # fmt: skip


def test_a_missing_required_field_is_named():
    _, findings = fill(read(CARD), {"Title": "Printer"})

    assert [(f.code, f.severity, f.message) for f in findings] == [
        ("field-missing", Severity.ERROR, "The field “Name” is not filled.")
    ]


def test_an_absent_optional_field_is_empty_and_an_image_without_picture_is_left_out():
    filled, findings = fill(read(CARD), {"Name": "Anna"})

    assert errors(findings) == ()
    assert filled.pages[0].items[2].text == ""
    assert filled.pages[0].items[3].visible is False


def test_what_asks_for_nothing_stays_the_same_object():
    document = read(CARD)

    filled, _ = fill(document, {"Name": "Anna"})

    assert filled.pages[0].items[0] is document.pages[0].items[0]
    assert fill(read(STICKER), {})[0].pages[0].items[1] is not None


def test_a_value_with_braces_is_not_filled_again():
    filled, _ = fill(read(CARD), {"Name": "{{Title}}", "Title": "Boss"})

    assert filled.pages[0].items[1].text == "{{Title}}"


def test_a_default_stands_in_and_a_colour_field_paints():
    document = read(STICKER)

    assert fill(document, {})[0].pages[0].items[0].fill.rgb == (228, 87, 46)
    assert fill(document, {"Accent": "cmyk(100, 0, 0, 20%)"})[0].pages[0].items[0].fill.cmyk == (100, 0, 0, 20)
    assert fill(document, {"Accent": "pink-ish"})[1][0].code == "field-value-wrong"


def test_an_unknown_placeholder_is_filled_when_the_record_has_it_and_told_when_not():
    template = {**CARD, "fields": []}

    filled, findings = fill(read(template), {"Name": "Anna"})

    assert filled.pages[0].items[1].text == "Anna"
    assert {(f.code, f.page) for f in findings} == {("field-unknown", 1)}
    assert [f.facts["name"] for f in findings] == ["Title", "Photo"]


@pytest.mark.parametrize(
    ("definition", "value", "words"),
    [
        ({"type": "choice", "choices": ["S", "M"]}, "XL", "none of them"),
        ({"type": "number"}, "many", "takes a number"),
        ({"type": "number", "minimum": 1}, "0,5", "at least 1"),
        ({"type": "number", "maximum": 9}, "1 000", "at most 9"),
        ({"max_length": 3}, "Anna", "4 characters; 3 are the most"),
    ],
)
def test_a_value_that_a_field_does_not_take_is_an_error(definition, value, words):
    document = read({**LABEL, "fields": [{"name": "Address", **definition}, {"name": "Number"}]})

    _, findings = fill(document, {"Address": value})

    assert words in findings[0].message and findings[0].severity is Severity.ERROR
