"""Which records were named on the command line? Those of a file, or of standard input."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO

from makeready import records
from makeready.cli import InputAtFault, _files


class Records(records.Records):
    """The records of a named file; - is standard input."""

    def __init__(self, name: str, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> None:
        super().__init__(_seekable(name), name, encoding=encoding, delimiter=delimiter, sheet=sheet)


def _seekable(name: str) -> IO[bytes]:
    """The file, or standard input kept on disk: it is read more than once."""
    if name == _files.STREAM:
        kept = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the records are)
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.seek(0)
        return kept
    try:
        return Path(name).open("rb")
    except OSError as why:
        raise InputAtFault(f"“{name}” cannot be read: {_files.reason(why)}.") from why
