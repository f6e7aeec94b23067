"""A file's kind is told from its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.storage.media_types import extension, sniff


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"junk before\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00....", "image/tiff"),
        (b"MM\x00*....", "image/tiff"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
        (b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b'\xef\xbb\xbf{"version": 1}', "application/json"),
        (b"[1, 2", "text/plain"),
        (b"[" * 100_000 + b"]" * 100_000, "text/plain"),
        (b"<!DOCTYPE html><p>Please sign in", "text/html"),
        (b"PK\x03\x04rest", "application/zip"),
        (b"OTTO", "font/otf"),
        (b"\0" * 36 + b"acsp" + b"\0" * 88, "application/vnd.iccprofile"),
        (b"Name;Title\r\n", "text/plain"),
        (b"", "application/octet-stream"),
        (bytes(1000), "application/octet-stream"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
def test_the_kind_is_found_from_the_bytes(data: bytes, expected: str) -> None:
    assert sniff(data) == expected


def test_extensions_are_the_usual_ones() -> None:
    assert extension("application/pdf") == ".pdf"
    assert extension("made/up") == ""


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    assert "/" in sniff(data)
