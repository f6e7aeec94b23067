"""After a refusal a person is where they were, and never anywhere else."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from makeready.office.errors import Invalid
from makeready.office.panel.editor import draft
from makeready.office.panel.refusals import _page_before


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/projects?status=New", "/projects?status=New"),
        ("http://testserver//evil.example/sign-in", ""),
        ("http://testserver/\\evil.example", ""),
        ("http://testserver///evil.example", ""),
        ("http://evil.example/projects", ""),
        ("http://testserver", ""),
        ("", ""),
    ],
)
def test_the_page_before_is_one_of_ours(referer: str, page: str) -> None:
    assert _page_before(RequestFactory().post("/projects", headers={"Referer": referer})) == page


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
def test_a_draft_with_a_number_that_is_none_is_refused_in_words(number: str) -> None:
    body = f'{{"document": {{"version": 1, "pages": [{{"width": {number}}}]}}, "values": {{}}}}'

    with pytest.raises(Invalid, match=number):
        draft.sent(RequestFactory().post("/save", body, content_type="application/json"))
