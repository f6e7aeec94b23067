"""Where do records go that cannot be printed? Into a list with the reasons, which can be corrected and merged itself.

Columns: `makeready:record` (its number from 1), `makeready:line`, `makeready:code`, `makeready:finding`,
`makeready:fix`, then the record's own fields.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from makeready.cli import InputAtFault, _files
from makeready.records import OURS

COLUMNS = tuple(OURS + name for name in ("record", "line", "code", "finding", "fix"))
HEADER = ",".join(COLUMNS)


class SetAsideFile:
    """The list, written when the run is over; where nothing was set aside, a list of an earlier run goes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed with the list)
        self._fields: dict[str, None] = {}
        self.count = 0

    def add(self, number: int, line: int, code: str, finding: str, fix: str, record: Mapping[str, str]) -> None:
        """One record more. Memory: none, however many there are."""
        self.count += 1
        self._fields.update(dict.fromkeys(record))
        said = dict(zip(COLUMNS, (number, line, code, finding, fix), strict=True))
        self._kept.write(json.dumps({**record, **said}) + "\n")

    def __enter__(self) -> SetAsideFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        if self.count:
            self._write()
        elif kind is None and _is_ours(Path(self._name)):
            Path(self._name).unlink()
        self._kept.close()

    def _write(self) -> None:
        self._kept.seek(0)
        with _files.Writing(self._name) as out:
            text = io.TextIOWrapper(out.file, "utf-8-sig", newline="", write_through=True)
            rows = csv.DictWriter(text, [*COLUMNS, *self._fields], restval="")
            rows.writeheader()
            rows.writerows(json.loads(line) for line in self._kept)
            text.detach()
            out.commit()


def numbers(name: str | None) -> frozenset[int] | None:
    """The numbers of the records that a list names; None without a list.

    Raises:
        InputAtFault: where it is no such list.
    """
    if name is None:
        return None
    try:
        rows = csv.DictReader(io.StringIO(_files.read(name).decode("utf-8-sig"), newline=""))
        return frozenset(int(row[COLUMNS[0]]) for row in rows)
    except (KeyError, ValueError, TypeError, csv.Error) as why:
        raise InputAtFault(f"“{name}” is no list of set-aside records: it has no numbers under {COLUMNS[0]}.") from why


def _is_ours(place: Path) -> bool:
    try:
        with place.open("rb") as file:
            return HEADER.encode() in file.read(200)
    except OSError:
        return False
