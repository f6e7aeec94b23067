"""Names of downloads: whatever people call things, the header is ASCII and no name leads anywhere."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.storage.downloads import disposition, safe_name


@pytest.mark.parametrize(
    ("name", "real"),
    [
        ("1042 Business cards – Anna Öz.pdf", "1042 Business cards – Anna Öz.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ('Łucja "Öz" 王/芳.pdf', "Łucja Öz 王 芳.pdf"),
        ("名刺 – Визитка.pdf", "名刺 – Визитка.pdf"),
        ("...", "file"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ("photo\u202egpj.pdf", "photogpj.pdf"),
    ],
)
def test_a_name_stays_readable_and_harmless(name: str, real: str) -> None:
    assert safe_name(name) == real


@given(st.text())
def test_any_text_gives_one_header_that_every_client_can_read(name: str) -> None:
    header = disposition(name + ".pdf")

    assert header.isascii()
    assert header.isprintable()
    star = [part for part in header.split("; ") if part.startswith("filename*=")]
    assert len(star) == 1
    real = unquote(star[0].partition("''")[2], errors="strict")
    assert real
    assert not set(real) & set('/\\:*?"<>|\r\n\0')
    assert len(real) <= 150
