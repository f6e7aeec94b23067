"""How are files kept? By the SHA-256 of their content, once each, on disk or in a bucket (obstore).

The file is complete in the storage before its row exists; a crash in between leaves a file that the same
content finds again, never a row without a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, MemoryStore, S3Store, from_url

from makeready.config import BadSetting, config
from makeready.office.errors import NotFound, Unavailable
from makeready.office.storage.media_types import sniff
from makeready.office.storage.models import Blob

CHUNK = 1 << 20


class BlobMissing(NotFound):
    """A file that we should have is not in the storage."""

    code = "file_missing"
    fix = "Restore the storage from its backup, or fetch or make the file again."


def put(data: bytes, media_type: str | None = None) -> Blob:
    """Keep bytes; the same content again is the same blob. The real type is told from the bytes unless given."""
    sha256 = hashlib.sha256(data).hexdigest()
    return _kept(sha256, len(data), media_type or sniff(data), lambda: obstore.put(_store(), _place(sha256), data))


def put_file(path: Path, media_type: str | None = None) -> Blob:
    """Keep a file from disk without reading it whole into memory."""
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            head = head or chunk
            digest.update(chunk)
            size += len(chunk)
    sha256 = digest.hexdigest()
    return _kept(sha256, size, media_type or sniff(head), lambda: obstore.put(_store(), _place(sha256), path))


def read(sha256: str) -> bytes:
    """A file's bytes.

    Raises:
        BlobMissing: it is not in the storage.
    """
    try:
        return bytes(obstore.get(_store(), _place(sha256)).bytes())
    except FileNotFoundError as why:
        raise BlobMissing(f"The file {sha256[:12]}… is not in the storage.") from why


def chunks(sha256: str) -> Iterator[bytes]:
    """A file's bytes in pieces of about 1 MiB.

    Raises:
        BlobMissing: it is not in the storage.
    """
    try:
        answer = obstore.get(_store(), _place(sha256))
    except FileNotFoundError as why:
        raise BlobMissing(f"The file {sha256[:12]}… is not in the storage.") from why
    for piece in answer.stream(min_chunk_size=CHUNK):
        yield bytes(piece)


def exists(sha256: str) -> bool:
    """Whether the storage has the file."""
    try:
        obstore.head(_store(), _place(sha256))
    except FileNotFoundError:
        return False
    return True


def remove(sha256: str) -> None:
    """Delete row and file; nothing may refer to the blob any more (the database refuses otherwise).

    The file is first moved aside: where the same content was put in the meantime, it is moved back.
    """
    Blob.objects.filter(sha256=sha256).delete()
    aside = f"leaving/{sha256}"
    try:
        obstore.rename(_store(), _place(sha256), aside)
    except FileNotFoundError:
        return
    if Blob.objects.filter(sha256=sha256).exists():
        obstore.rename(_store(), aside, _place(sha256))
    else:
        obstore.delete(_store(), aside)


def check() -> str:
    """Write, read and delete a small file; a sentence about the storage.

    Raises:
        Unavailable: it does not work, in words.
    """
    store, place = _store(), "check/written-by-doctor"
    try:
        obstore.put(store, place, b"makeready")
        same = bytes(obstore.get(store, place).bytes()) == b"makeready"
        obstore.delete(store, place)
    except Exception as why:
        raise Unavailable(
            f"The storage {_shown()} cannot be written: {why}",
            fix="Check MAKEREADY_STORAGE_URL, rights and disk space.",
        ) from why
    if not same:
        raise Unavailable(f"The storage {_shown()} gave back other bytes than were written.", fix="Check the disk.")
    return f"Files are kept in {_shown()}; written and read back."


def _kept(sha256: str, size: int, media_type: str, write: Any) -> Blob:
    known = Blob.objects.filter(sha256=sha256).first()
    if known and exists(sha256):
        return known
    write()
    blob, _ = Blob.objects.get_or_create(sha256=sha256, defaults={"size": size, "media_type": media_type})
    if not exists(sha256):
        write()  # `remove` took it away between the file and its row
    return blob


def _place(sha256: str) -> str:
    return f"blobs/{sha256[:2]}/{sha256[2:4]}/{sha256}"


@lru_cache(maxsize=1)
def _store() -> LocalStore | S3Store | MemoryStore | Any:
    address = config().storage_url
    if not address:
        folder = config().data.resolve() / "files"
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(prefix=folder, mkdir=True)
    if urlsplit(address).scheme not in ("file", "s3", "gs", "az", "azure", "memory"):
        raise BadSetting(f"MAKEREADY_STORAGE_URL must begin with file://, s3://, gs:// or az://, not {address!r}.")
    return from_url(address)


def _shown() -> str:
    return config().storage_url or str(config().data.resolve() / "files")
