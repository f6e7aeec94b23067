"""How is a design taken elsewhere? As one ZIP with its pictures and fonts: enough for `makeready render` anywhere.

`design.json` (or the customer's file) lies at the top, what it refers to in `assets/`, the fonts it is set in in
`fonts/`, where `makeready render` looks beside the design. What cannot be had is named in `missing.txt`.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from makeready.office.designs.models import Revision
from makeready.office.designs.output import fonts_used
from makeready.office.designs.sources import source_files
from makeready.office.designs.store import document_with_values
from makeready.office.errors import OfficeError
from makeready.office.storage import blobs
from makeready.office.storage.media_types import extension, sniff
from makeready.press.findings import PressError

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same design gives the same bytes: a ZIP's times begin here."""


def write_package(revision: Revision, out: IO[bytes]) -> None:
    """Write a revision with all it needs.

    Raises:
        BlobMissing: the customer's own file is not in the storage.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        if revision.file is not None:
            name = _plain(revision.file_name) or f"design{extension(revision.file.media_type)}"
            _add(package, name, b"".join(blobs.chunks(revision.file.sha256)))
            return
        missing: list[str] = []
        document = _with_assets(revision, package, missing)
        for name, data in _fonts_of(revision, missing):
            _add(package, f"fonts/{name}", data)
        _add(package, "design.json", json.dumps(document, ensure_ascii=False, indent=1).encode())
        if missing:
            _add(package, "missing.txt", ("\n".join(missing) + "\n").encode())


def _with_assets(revision: Revision, package: zipfile.ZipFile, missing: list[str]) -> dict[str, Any]:
    """The document, every `src` of it changed to the file in the package; the files are put there."""
    document = document_with_values(revision) or {}
    files, placed = source_files(revision.design), dict[str, str]()

    def place(src: str) -> str:
        if src.startswith("data:") or "{{" in src or not src:
            return src
        if src not in placed:
            try:
                file = files.open(src)
            except PressError as why:
                missing.append(why.findings[0].message)
                return src
            placed[src] = f"assets/{file.sha256[:16]}{extension(sniff(file.data))}"
            _add(package, placed[src], file.data)
        return placed[src]

    pictures = [
        {**one, "default": place(one["default"])} if one.get("type") == "image" and one.get("default") else one
        for one in document.get("fields", [])
    ]
    sides = [{**page, "items": _placed_items(page.get("items", []), place)} for page in document["pages"]]
    return {**document, "pages": sides, **({"fields": pictures} if pictures else {})}


def _placed_items(items: list[Mapping[str, Any]], place: Callable[[str], str]) -> list[dict[str, Any]]:
    changed = []
    for item in items:
        one = dict(item)
        if isinstance(one.get("src"), str):
            one["src"] = place(one["src"])
        if "items" in one:
            one["items"] = _placed_items(one["items"], place)
        changed.append(one)
    return changed


def _fonts_of(revision: Revision, missing: list[str]) -> Iterator[tuple[str, bytes]]:
    try:
        used = fonts_used(revision)
    except OfficeError as why:
        missing.append(f"The fonts could not be told: {why}")
        return
    for font in used:
        if not font.embeddable:
            missing.append(f"The font {font.name} does not allow being passed on.")
            continue
        ending = extension(sniff(font.data)) or ".ttf"
        yield f"{_plain(font.name)}-{font.sha256[:8]}{ending}", font.data


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    package.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)


def _plain(name: str) -> str:
    """A file name without folders or anything that could lead out of the package."""
    return re.sub(r"[^\w. -]+", "_", name).strip(" .")[:120]
