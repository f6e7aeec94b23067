"""Signed as AWS's own example is (S3 API reference, “GET Object”)."""

from __future__ import annotations

from datetime import UTC, datetime

from makeready.office.delivery.sigv4 import canonical_query, signed


def test_the_published_example_has_the_published_signature():
    headers = signed(
        "GET", "examplebucket.s3.amazonaws.com", "/test.txt", {}, b"", key="AKIAIOSFODNN7EXAMPLE",
        secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region="us-east-1",
        now=datetime(2013, 5, 24, tzinfo=UTC), headers={"Range": "bytes=0-9"},
    )  # fmt: skip
    assert headers["Authorization"].endswith(
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


def test_a_query_is_written_in_order_and_whole():
    assert canonical_query({"uploads": "", "a b": "x/y", "A": "ü"}) == "A=%C3%BC&a%20b=x%2Fy&uploads="
