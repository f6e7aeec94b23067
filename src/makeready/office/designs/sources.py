"""Where do a design's pictures come from? `src` words resolved to files that we hold: assets, blobs, pins."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from makeready.office.designs.models import Asset, Design, Pin
from makeready.office.errors import OfficeError
from makeready.office.storage import blobs
from makeready.office.storage.models import Blob
from makeready.press.design.document import read
from makeready.press.design.fields import fill
from makeready.press.sources import SourceFiles
from makeready.press.walled import Materials, Stock

SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


def source_files(design: Design | None) -> SourceFiles:
    """The files that a design may refer to. Nothing is fetched: an address counts only once it is pinned."""
    return SourceFiles(lambda src: _read(_sha256_of(src, design)))


def stock(design: Design | None, materials: Materials) -> Stock:
    """The same for the print engine behind its walls: it asks for what it needs, and gets only what is pinned."""
    return Stock(materials, lambda src: _sha256_of(src, design), _read)


def is_address(src: str) -> bool:
    """Whether a `src` is an http(s) address, which must be fetched and pinned first."""
    return src.lower().startswith(("http://", "https://"))


def addresses(document: Mapping[str, Any], record: Mapping[str, str]) -> tuple[str, ...]:
    """Every http(s) address that the filled document refers to, each once, in order."""
    filled, _ = fill(read(document), record)
    found = (src for page in filled.as_json()["pages"] for src in _sources(page.get("items", [])))
    return tuple(dict.fromkeys(src for src in found if is_address(src)))


def pin_key(src: str) -> str:
    """How a pinned address is found again: the SHA-256 of the address."""
    return hashlib.sha256(src.encode()).hexdigest()


def _read(sha256: str) -> bytes:
    try:
        return blobs.read(sha256)
    except OfficeError as why:
        raise LookupError(why.sentence) from why


def _sha256_of(src: str, design: Design | None) -> str:
    if SHA256.fullmatch(src):
        sha256 = src.removeprefix("sha256:")
        if not Blob.objects.filter(sha256=sha256).exists():
            raise LookupError("no file with this SHA-256 is stored here.")
        return sha256
    if src.startswith("ast_"):
        asset = Asset.objects.filter(pk=src).values_list("file_id", flat=True).first()
        if asset is None:
            raise LookupError("this asset is not here any more.")
        return str(asset)
    if is_address(src):
        pin = Pin.objects.filter(design=design, src_hash=pin_key(src)).values_list("file_id", flat=True).first()
        if pin is None:
            raise LookupError("the picture has not been fetched from this address (see the project's problems).")
        return str(pin)
    raise LookupError("it is neither an asset (ast_…), a stored file (sha256:…) nor an http(s) address.")


def _sources(items: list[Mapping[str, Any]]) -> Iterator[str]:
    for item in items:
        if isinstance(src := item.get("src"), str):
            yield src
        yield from _sources(item.get("items", []))
