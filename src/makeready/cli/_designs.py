"""What is a DESIGN on the command line? A document with its files beside it, a package, or a customer's file."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from makeready.cli import InputAtFault, _files

if TYPE_CHECKING:
    from makeready.press.color.condition import OutputCondition
    from makeready.press.fonts.library import FontLibrary
    from makeready.press.pdf.writer import Stamp
    from makeready.press.sources import SourceFile, SourceFiles

FONT_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
PACKAGE_BYTES = 2 * 1024**3
"""What a package may hold unpacked."""


@dataclass(frozen=True)
class Folder:
    """The files beside a document: a folder, or the inside of a package. Names are relative, with `/`."""

    place: Path | zipfile.ZipFile

    def open(self, src: str) -> bytes:
        """The file that a document's `src` names.

        Raises:
            LookupError: with a sentence, where it is no file in this folder.
        """
        if "://" in src:
            raise LookupError("the command line fetches no addresses; put the file beside the design.")
        name = PurePosixPath(src.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts:
            raise LookupError("it does not lie beside the design.")
        try:
            if isinstance(self.place, zipfile.ZipFile):
                return self.place.read(str(name))
            return (self.place / name).read_bytes()
        except (OSError, KeyError, zipfile.BadZipFile) as why:
            raise LookupError("there is no such file beside the design.") from why

    def fonts(self) -> list[SourceFile | Path]:
        """The fonts in its folder `fonts`."""
        from makeready.press.sources import SourceFile

        if isinstance(self.place, zipfile.ZipFile):
            names = [n for n in sorted(self.place.namelist()) if n.startswith("fonts/") and n.endswith(FONT_ENDINGS)]
            return [SourceFile(self.place.read(name)) for name in names]
        return [p for p in sorted((self.place / "fonts").glob("*")) if p.suffix.lower() in FONT_ENDINGS]


@dataclass(frozen=True)
class GivenDesign:
    """A design as handed in: its main file's bytes, and what lies beside it."""

    data: bytes
    folder: Folder

    @property
    def is_document(self) -> bool:
        """Whether it is meant as a document of ours, and not as a customer's finished file."""
        start = self.data[:1024].lstrip().lower()
        finished = start.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"ii*\0", b"mm\0*", b"<svg", b"<?xml"))
        finished = finished or start[8:12] == b"webp" or start[4:8] == b"ftyp"
        return not finished

    def sources(self) -> SourceFiles:
        """The files that the document may refer to."""
        from makeready.press.sources import SourceFiles

        return SourceFiles(self.folder.open)


def read(name: str) -> GivenDesign:
    """The design in a file, or on standard input.

    Raises:
        InputAtFault: where it cannot be read.
    """
    data = _files.read(name)
    if data.startswith(b"PK\x03\x04"):
        return _package(name, data)
    return GivenDesign(data, Folder(Path.cwd() if name == _files.STREAM else Path(name).resolve().parent))


def _package(name: str, data: bytes) -> GivenDesign:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        if sum(entry.file_size for entry in package.infolist()) > PACKAGE_BYTES:
            raise InputAtFault(f"The package “{name}” is too large: it unpacks to more than 2 GiB.")
        tops = sorted(n for n in package.namelist() if "/" not in n and n != "missing.txt")
        main = "design.json" if "design.json" in tops else tops[0] if len(tops) == 1 else None
        if main is None:
            raise InputAtFault(f"The package “{name}” has no design.json.")
        return GivenDesign(package.read(main), Folder(package))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as why:
        raise InputAtFault(f"The package “{name}” cannot be unpacked: it is damaged or protected.") from why


def font_library(design: GivenDesign, more: list[str]) -> FontLibrary:
    """Fonts of the command line, those beside the design, those of packages and of the machine.

    Raises:
        InputAtFault, PressError: where one cannot be read.
    """
    from makeready.press.fonts.library import FontLibrary
    from makeready.press.sources import SourceFile

    return FontLibrary([*(SourceFile(_files.read(name)) for name in more), *design.folder.fonts()])


def condition(profile: str | None) -> OutputCondition:
    """The printing condition of an ICC file, or the default.

    Raises:
        InputAtFault, PressError: where the profile cannot serve.
    """
    from makeready.press.color.condition import OutputCondition

    return OutputCondition.from_icc(_files.read(profile)) if profile else OutputCondition.default()


def stamp(design: GivenDesign) -> Stamp:
    """Date and identifier of what is made: of the design's bytes, not of the clock, so that runs give equal bytes.

    SOURCE_DATE_EPOCH (reproducible-builds.org) sets the date.

    Raises:
        InputAtFault: where SOURCE_DATE_EPOCH is no time.
    """
    import hashlib

    from makeready.press.pdf.writer import Stamp

    said = os.environ.get("SOURCE_DATE_EPOCH", "946684800")
    try:
        made = datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError) as why:
        raise InputAtFault(f"SOURCE_DATE_EPOCH is “{said}”; it must be seconds since 1970.") from why
    return Stamp(made, hashlib.sha256(design.data).hexdigest())
