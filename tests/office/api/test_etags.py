"""Tags as programs send them: strong, weak, several, and what is no tag."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from makeready.office.api.etags import not_modified, require_match
from makeready.office.errors import Invalid, StaleVersion, VersionNeeded

CURRENT = '"ppl_1-3"'


def asked(**headers: str):
    return RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "given", ['"ppl_1-3"', 'W/"ppl_1-3"', '"a", "ppl_1-3"', '"a","b" , W/"ppl_1-3"', " * ", '"ppl_1-3"  ']
)
def test_who_read_the_newest_version_passes(given):
    require_match(asked(If_Match=given), CURRENT)
    assert not_modified(asked(If_None_Match=given), CURRENT).status_code == 304


@pytest.mark.parametrize("given", ['"ppl_1-2"', '"PPL_1-3"', '"a", "b"', '""', '"x-ppl_1-3"'])
def test_who_read_another_one_does_not(given):
    with pytest.raises(StaleVersion):
        require_match(asked(If_Match=given), CURRENT)
    assert not_modified(asked(If_None_Match=given), CURRENT) is None


@pytest.mark.parametrize("given", ["ppl_1-3", "", '"', '"ppl_1-3', "W/", '"a" "ppl_1-3" x'])
def test_what_is_no_tag_is_told(given):
    with pytest.raises(Invalid):
        require_match(asked(If_Match=given), CURRENT)
    assert not_modified(asked(If_None_Match=given), CURRENT) is None


def test_without_a_tag_nobody_knows_what_was_read():
    with pytest.raises(VersionNeeded):
        require_match(asked(), CURRENT)


@pytest.mark.parametrize("filler", [" ", '"', '" ', '"" ', 'W/"', "\t", '"a",  ', '"a" '])
def test_a_very_long_header_is_read_to_its_end(filler):
    """Blanks without an end were once tried over and over: of a header as long as this one the end never came."""
    assert not_modified(asked(If_None_Match=filler * 300_000 + "x"), CURRENT) is None
