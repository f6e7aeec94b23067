"""Files are kept once, by content."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from makeready.config import config
from makeready.office.storage import blobs
from makeready.office.storage.models import Blob

pytestmark = pytest.mark.django_db


def test_what_was_put_is_read_back_with_its_type_and_size() -> None:
    blob = blobs.put(b"%PDF-1.6 a card")

    assert blobs.read(blob.sha256) == b"%PDF-1.6 a card"
    assert (blob.media_type, blob.size) == ("application/pdf", 15)


def test_the_same_content_twice_is_one_blob() -> None:
    assert blobs.put(b"once") == blobs.put(b"once")
    assert Blob.objects.count() == 1


def test_a_large_file_is_kept_and_given_in_pieces(tmp_path: Path) -> None:
    content = bytes(range(256)) * 12_000
    (tmp_path / "large").write_bytes(content)

    pieces = list(blobs.chunks(blobs.put_file(tmp_path / "large").sha256))

    assert b"".join(pieces) == content
    assert len(pieces) > 1


def test_a_file_that_vanished_from_the_storage_is_named_and_can_be_put_again() -> None:
    blob = blobs.put(b"precious")
    [place] = (config().data / "files").rglob(blob.sha256)
    place.unlink()

    with pytest.raises(blobs.BlobMissing, match="is not in the storage"):
        blobs.read(blob.sha256)
    with pytest.raises(blobs.BlobMissing):
        list(blobs.chunks(blob.sha256))

    assert blobs.read(blobs.put(b"precious").sha256) == b"precious"


def test_removing_takes_row_and_file() -> None:
    blob = blobs.put(b"gone soon")
    blobs.remove(blob.sha256)

    assert not blobs.exists(blob.sha256)
    assert not Blob.objects.exists()
    blobs.remove(blob.sha256)  # nothing there any more: nothing to do


def test_the_storage_can_be_checked() -> None:
    assert "written and read back" in blobs.check()


@pytest.mark.django_db(transaction=True)
def test_eight_threads_that_put_the_same_file_make_one_blob() -> None:
    def put(_: int) -> str:
        try:
            return blobs.put(b"the same photo").sha256
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(put, range(24)))

    assert len(hashes) == 1
    assert Blob.objects.count() == 1


def test_content_that_is_put_while_it_is_removed_is_there_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    blob = blobs.put(b"wanted again")
    move = blobs.obstore.rename

    def put_again_meanwhile(store: object, place: str, aside: str) -> None:
        move(store, place, aside)
        if aside.startswith("leaving/"):
            blobs.put(b"wanted again")

    monkeypatch.setattr(blobs.obstore, "rename", put_again_meanwhile)
    blobs.remove(blob.sha256)

    assert blobs.read(blobs.put(b"wanted again").sha256) == b"wanted again"
    assert Blob.objects.count() == 1
