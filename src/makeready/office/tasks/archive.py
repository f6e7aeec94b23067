"""How are files packed into one? As ZIP by the vendor's words; what they have and ZIP has not is refused."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from makeready.office.storage import blobs
from makeready.office.tasks.params import Word
from makeready.office.tasks.task import File, JobContext

ZIP = "application/zip"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every file's date, so that the same files make the same archive."""


class Archive(Word):
    """Packed how."""

    NONE = "None"
    ZIP = "Zip"
    SEVEN_ZIP = "SevenZip"


class Compression(Word):
    """The vendor's words for how hard files are packed."""

    DEFAULT = "Default"
    NONE = "None"
    COPY = "Copy"
    DEFLATE = "Deflate"
    DEFLATE64 = "Deflate64"
    LZMA = "Lzma"
    LZMA2 = "Lzma2"


METHODS = {
    Compression.DEFAULT: zipfile.ZIP_DEFLATED,
    Compression.DEFLATE: zipfile.ZIP_DEFLATED,
    Compression.NONE: zipfile.ZIP_STORED,
    Compression.COPY: zipfile.ZIP_STORED,
    Compression.LZMA: zipfile.ZIP_LZMA,
}


def faults_of_archive(parameters: Mapping[str, Any], kind: str, compression: str) -> Iterator[tuple[str, str]]:
    """(path, sentence) of what cannot be packed. kind, compression: the parameters' names."""
    if str(parameters.get(kind, "")).strip().lower() == "sevenzip":
        yield kind, f"{kind} can only be Zip: 7z archives are not written by this version."
    wanted = str(parameters.get(compression, "")).strip().lower()
    if wanted in ("deflate64", "lzma2"):
        yield (
            compression,
            f"{compression} can be Default, Deflate, Lzma, None or Copy; ZIP files here have no {wanted}.",
        )


def packed(files: Iterable[tuple[str, str]], compression: Compression, job: JobContext) -> File:
    """One ZIP of (name, SHA-256), made in a process of its own; equal names are numbered."""
    return job.work(zipped, list(_distinct(files)), METHODS[compression])


def zipped(files: list[tuple[str, str]], method: int) -> File:
    """Files of the storage as one ZIP, put there too (called in a helper process)."""
    with tempfile.TemporaryDirectory(prefix="makeready-zip-") as folder:
        place = Path(folder) / "packed.zip"
        with zipfile.ZipFile(place, "w", method) as archive:
            for name, sha256 in files:
                entry = zipfile.ZipInfo(name, LONG_AGO)
                entry.compress_type, entry.external_attr = method, 0o644 << 16
                with archive.open(entry, "w", force_zip64=True) as out:
                    for piece in blobs.chunks(sha256):
                        out.write(piece)
        blob = blobs.put_file(place, ZIP)
    return File(blob.sha256, ZIP, blob.size, facts={"files": len(files)})


def _distinct(files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for name, sha256 in files:
        path, number, free = PurePosixPath(name), 1, name
        while free.lower() in taken:
            number += 1
            free = f"{path.stem} ({number}){path.suffix}"
        taken.add(free.lower())
        yield free, sha256
