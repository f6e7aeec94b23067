"""Uploads: what is of use here is read, of everything else only the beginning."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import UploadedFile

from makeready.office.designs import files
from makeready.office.designs.files import as_document, examine, read_upload
from makeready.office.errors import TooLarge
from makeready.office.storage.media_types import sniff


class OnDisk(io.BytesIO):
    """A file that notes how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def upload(data: bytes) -> tuple[UploadedFile, OnDisk]:
    disk = OnDisk(data)
    return UploadedFile(disk, name="x", size=len(data)), disk


PDF = b"%PDF-1.7\n" + b"x" * 100_000


@pytest.mark.parametrize("data", [PDF, b"\x89PNG\r\n\x1a\n" + b"x" * 9000, b"OTTO" + bytes(9000), b"", b"hello"])
def test_what_may_be_of_use_is_read_whole(data: bytes) -> None:
    assert read_upload(upload(data)[0]) == data


@pytest.mark.parametrize(
    "start", [b"PK\x03\x04", b"\x00\x01\x02\x03", b"<!doctype html><html>", b"GIF89a", b"GIF89a000000", b"\x7fELF"]
)
def test_of_what_is_of_no_use_only_the_beginning_is_read(start: bytes) -> None:
    given, disk = upload(start + bytes(10 << 20))

    data = read_upload(given)

    assert disk.taken == files.HEAD
    assert sniff(data) == sniff(start + bytes(10 << 20))
    with pytest.raises(files.FileUnusable):
        examine(data)


def test_a_document_is_read_and_one_that_is_too_long_is_not() -> None:
    document = {"version": 1, "name": "ö" * 5000}
    assert as_document(read_upload(upload(json.dumps(document, ensure_ascii=False).encode())[0])) == document

    given, disk = upload(b'{"a": "' + b"x" * (17 << 20) + b'"}')
    with pytest.raises(TooLarge, match="16,777,216"):
        read_upload(given)
    assert disk.taken == files.HEAD
