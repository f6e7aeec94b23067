"""What a field takes, and how texts show it: numbers and dates by locale, patterns, characters, barcodes."""

import datetime
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.press.design.document import read
from makeready.press.design.fields import fill
from makeready.press.design.values import date_of, number_of
from makeready.press.findings import PressError


def design(field, *, text="{{F}}", locale="", **more):
    item = {"type": "text", "x": 5, "y": 5, "width": 60, "height": 10, "text": text}
    told = {"version": 1, "fields": [{"name": "F", **field}], "pages": [{"width": 85, "height": 55, "items": [item]}]}
    return read({**told, **({"locale": locale} if locale else {}), **more})


def shown(field, value, **more):
    filled, findings = fill(design(field, **more), {"F": value})
    assert findings == ()
    return filled.pages[0].items[0].text.replace("\u00a0", " ").replace("\u202f", " ")


def fault(field, value, **more):
    (finding,) = fill(design(field, **more), {"F": value})[1]
    return finding.message


@pytest.mark.parametrize(
    ("form", "locale", "value", "words"),
    [
        ("#,##0.00", "de-DE", "1234.5", "1.234,50"),
        ("#,##0.00", "de-CH", "1234.5", "1'234.50"),
        ("::currency/EUR", "fr-FR", "19.9", "19,90 €"),
        ("::currency/JPY", "ja-JP", "1980", "￥1,980"),
        ("0.0", "", "3", "3.0"),
        ("::percent", "en", "7", "7%"),
        ("#,##,##0", "hi-IN", "1234567", "12,34,567"),
    ],
)
def test_numbers_are_shown_by_format_and_locale(form, locale, value, words):
    assert shown({"type": "number", "format": form, "locale": locale}, value) == words


@pytest.mark.parametrize(
    ("form", "locale", "value", "words"),
    [
        ("long", "de-DE", "2026-11-24", "24. November 2026"),
        ("EEEE", "en-GB", "2026-11-24", "Tuesday"),
        ("d. MMMM y", "cs", "2026-11-24", "24. listopadu 2026"),
        ("::yMMMMd", "hi", "2026-11-24T08:15:00Z", "24 नवंबर 2026"),
        ("long", "pl", "24.11.2026", "24 listopada 2026"),
        ("long", "en-US", "11/24/2026", "November 24, 2026"),
        ("long", "en-GB", "24/11/2026", "24 November 2026"),
        ("long", "ar-EG", "2026-11-24", "٢٤ نوفمبر ٢٠٢٦"),
    ],
)
def test_dates_are_shown_by_format_and_locale(form, locale, value, words):
    assert shown({"type": "date", "format": form}, value, locale=locale) == words


def test_a_date_without_a_format_prints_as_it_came():
    assert shown({"type": "date"}, "Saturday, the 5th of June") == "Saturday, the 5th of June"


def test_a_field_s_own_locale_goes_before_the_design_s():
    assert shown({"type": "number", "format": "0.0", "locale": "de"}, "2.5", locale="en") == "2,5"


def test_barcodes_take_values_as_they_come():
    code = {"type": "barcode", "x": 5, "y": 5, "width": 30, "height": 30, "symbology": "qr", "data": "{{F}}"}
    page = {"width": 85, "height": 55, "items": [code]}
    document = design({"type": "number", "format": "#,##0.00"}, pages=[page])

    assert fill(document, {"F": "1234.5"})[0].pages[0].items[0].data == "1234.5"


@pytest.mark.parametrize(
    ("value", "locale", "number"),
    [
        ("1234.5", "en", "1234.5"),
        ("1 234,5", "en", "1234.5"),
        ("1,234.50", "de", "1234.50"),
        ("1.234,50", "en", "1234.50"),
        ("1,234", "en", "1234"),
        ("1,234", "de", "1.234"),
        ("1.234", "de", "1234"),
        ("0,5", "en", "0.5"),
        ("1.234.567", "en", "1234567"),
        ("-3", "en", "-3"),
        ("+1’234.5", "de-CH", "1234.5"),
        ("٣٫٥".replace("٫", ","), "ar", "3.5"),
    ],
)
def test_a_number_is_read_as_people_write_it(value, locale, number):
    assert number_of(value, locale) == Decimal(number)


@pytest.mark.parametrize("value", ["many", "", "1,2,3", "12,34.5", "1.2.3,4", "--1", "1e9", ".", "9" * 50])
def test_what_is_no_number_is_none(value):
    assert number_of(value, "en") is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["en", "de", "fr-CH", "hi", "fa"]))
def test_a_number_with_a_point_and_two_decimals_is_the_same_in_every_locale(number, locale):
    assert number_of(f"{number:.2f}", locale) == number


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(["en-US", "de", "ja", "ar", "th", "fa", ""]))
def test_an_iso_date_is_the_same_in_every_locale(day, locale):
    assert date_of(day.isoformat(), locale) == day


@pytest.mark.parametrize("value", ["24.13.2026", "30/02/2026", "24.11.26", "soon", "2026-02-30", "1.2.3"])
def test_what_is_no_date_is_said(value):
    told = fault({"type": "date", "format": "long"}, value)

    assert f"takes a date such as 2026-11-24, and “{value}” is none." in told


def test_a_value_is_written_as_its_pattern_says():
    assert shown({"pattern": r"[A-Z]{2}-\d{4}"}, "AB-1234") == "AB-1234"
    assert "is not written as it must be" in fault({"pattern": r"[A-Z]{2}-\d{4}"}, "ab-1234")


def test_the_first_character_that_is_not_taken_is_named():
    assert shown({"characters": r"\p{Greek} "}, "Γειά σου".replace("ά", "α")) == "Γεια σου"
    assert "and “é” is none of them" in fault({"characters": "A-Za-z "}, "René")


def test_a_pattern_that_would_take_others_for_ever_takes_no_time():
    began = time.process_time()
    assert "is not written" in fault({"pattern": r"(a+)+b"}, "a" * 5000)
    assert time.process_time() - began < 60  # RE2 is linear; a backtracking matcher does not end in this life


def test_a_barcode_field_takes_what_its_symbology_can_carry():
    assert shown({"type": "barcode", "symbology": "ean13"}, "4006381333931") == "4006381333931"
    assert "cannot be made a barcode" in fault({"type": "barcode", "symbology": "ean13"}, "4006381333930")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"format": "long"}, "only numbers and dates"),
        ({"type": "number", "format": "{x}"}, "holds a brace"),
        ({"type": "number", "format": "::no-such-skeleton"}, "neither a CLDR pattern"),
        ({"pattern": "("}, "“pattern” that cannot be read"),
        ({"characters": "z-a"}, "“characters” that cannot be read"),
        ({"symbology": "qr"}, "only barcodes"),
        ({"min_dpi": 200}, "only images"),
    ],
)
def test_a_field_that_contradicts_itself_is_refused(field, words):
    with pytest.raises(PressError) as caught:
        design(field)

    assert words in str(caught.value)


def test_a_picture_field_s_least_resolution_goes_to_the_picture():
    picture = {"type": "image", "x": 0, "y": 0, "width": 20, "height": 20, "src": "{{F}}"}
    page = {"width": 85, "height": 55, "items": [picture]}
    document = design({"type": "image", "min_dpi": 200}, pages=[page])

    assert fill(document, {"F": "ast_1"})[0].pages[0].items[0].min_dpi == 200
