"""Which answers are gzipped: pages, never events, files or what has an ETag to be sent back."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from makeready.office.panel.compression import CompressText


def sent(answer: HttpResponse | StreamingHttpResponse) -> str:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    return str(CompressText(lambda _: answer)(request).headers.get("Content-Encoding", "plain"))


def test_a_page_is_gzipped() -> None:
    assert sent(HttpResponse("words " * 200)) == "gzip"


def test_events_are_never_touched() -> None:
    assert sent(StreamingHttpResponse(iter([b"data: 1\n\n"]), content_type="text/event-stream")) == "plain"


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/zip"])
def test_files_gain_nothing_and_stay(kind: str) -> None:
    assert sent(HttpResponse(b"0" * 2000, content_type=kind)) == "plain"


def test_an_etag_must_come_back_as_it_went() -> None:
    assert sent(HttpResponse("{}" * 500, content_type="application/json", headers={"ETag": '"1"'})) == "plain"
