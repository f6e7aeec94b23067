"""What stands in a data file? Records, one after another: CSV, JSON lines or a sheet of XLSX, read as they are needed.

A file can be read again and again (`Records` is no iterator), and never stands in memory as a whole, but for XLSX.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

OURS = "makeready:"
"""How columns of a list of set-aside records begin that are no fields: they are passed over."""

DELIMITERS = ",;\t|"
"""Spreadsheets of half of Europe write semicolons."""

CHUNK = 1 << 20
csv.field_size_limit(CHUNK)

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class NoRecords(Exception):
    """A file is no table of records; the message is the sentence for a person."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record, its number from 1, the line (or row) it begins in; or the sentence on why it is none."""

    number: int
    line: int
    record: dict[str, str]
    fault: str = ""


class Records:
    """The records of an open file, which is read more than once; name: what people call it.

    encoding: of text; "" finds out (a byte order mark, UTF-16 without one, else UTF-8). delimiter: of CSV; "" takes
    the one that the header has most. sheet: of a workbook; "" for its first.

    Raises:
        NoRecords: at once or while reading, where it is no table of records at all.
    """

    def __init__(self, file: IO[bytes], name: str, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> None:
        self.name = name
        self._file = file
        self._delimiter, self._sheet = delimiter, sheet
        start = self._file.read(4096)
        self._is_workbook = start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
        self._encoding = "" if self._is_workbook else encoding or _encoding(start)
        if not self._is_workbook:
            self._check_text()

    def __iter__(self) -> Iterator[Row]:
        found = False
        for number, row in enumerate(self._rows(), 1):
            found = True
            yield Row(number, row.line, row.record, row.fault)
        if not found:
            raise NoRecords(f"“{self.name}” has no records, only a header line.")

    def _rows(self) -> Iterator[Row]:
        if self._is_workbook:
            return _table(_workbook(self._file, self._sheet, self.name), self.name)
        first = self._first_line()
        if first.startswith("{"):
            return _json_lines(self._text())
        delimiter = self._delimiter or max(DELIMITERS, key=first.count)
        return _table(_csv_rows(self._text(), delimiter), self.name)

    def _text(self) -> IO[str]:
        self._file.seek(0)
        return open(os.dup(self._file.fileno()), encoding=self._encoding, newline="")  # noqa: PTH123

    def _first_line(self) -> str:
        for line in self._text():
            if line.strip():
                return line.lstrip("\ufeff \t")
        raise NoRecords(f"“{self.name}” is empty: it needs a header line and records.")

    def _check_text(self) -> None:
        """All of it can be decoded: a half-printed run would be found out too late."""
        try:
            decoder = codecs.getincrementaldecoder(self._encoding)()
        except LookupError as why:
            raise NoRecords(f"There is no encoding “{self._encoding}”; try utf-8, utf-16 or windows-1252.") from why
        self._file.seek(0)
        line = 1
        while True:
            chunk = self._file.read(CHUNK)
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as why:
                line += chunk[: why.start].count(b"\n")
                raise NoRecords(
                    f"“{self.name}” is not {self._encoding.removesuffix('-sig').upper()}: line {line} has a character "
                    "that cannot be read. Save it as UTF-8, or say what it is, such as --encoding windows-1252."
                ) from why
            if not chunk:
                return


def _encoding(start: bytes) -> str:
    for mark, name in _BOMS.items():
        if start.startswith(mark):
            return name
    sample = start[: len(start) & ~1]
    if sample and b"\0" in sample:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return "utf-8"


Line = tuple[int, list[str], str]
"""Where a row begins, its values, and the sentence on why it cannot be read."""


def _csv_rows(text: IO[str], delimiter: str) -> Iterator[Line]:
    try:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
    except TypeError as why:
        raise NoRecords(f"A delimiter is one character, not “{delimiter}”.") from why
    while True:
        began = reader.line_num + 1
        try:
            yield began, next(reader), ""
        except StopIteration:
            return
        except csv.Error as why:
            yield began, [], f"it is no CSV: {why}"


def _table(rows: Iterator[Line], name: str) -> Iterator[Row]:
    """Rows under a header. Blank ones are passed over."""
    header: list[str] | None = None
    kept: list[int] = []
    for line, values, fault in rows:
        if fault and header is not None:
            yield Row(0, line, {}, fault)
        elif fault:
            raise NoRecords(f"“{name}” has no header line: {fault}.")
        elif not any(value.strip() for value in values):
            continue
        elif header is None:
            header = _header(values, name)
            kept = [place for place, column in enumerate(header) if not column.startswith(OURS)]
        elif len(values) != len(header):
            yield Row(0, line, {}, f"it has {len(values)} values, the header has {len(header)}")
        else:
            yield Row(0, line, {header[place]: values[place] for place in kept})
    if header is None:
        raise NoRecords(f"“{name}” is empty: it needs a header line and records.")


def _header(values: list[str], name: str) -> list[str]:
    header = [value.strip().lstrip("\ufeff") for value in values]
    if not all(header):
        raise NoRecords(f"The header of “{name}” has a column without a name.")
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise NoRecords(f"The header of “{name}” has the column “{twice[0]}” twice.")
    return header


def _json_lines(text: IO[str]) -> Iterator[Row]:
    for number, line in enumerate(text, 1):
        if line.strip():
            yield _json_row(number, line.lstrip("\ufeff"))


def _json_row(number: int, line: str) -> Row:
    try:
        values = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return Row(0, number, {}, "it is no JSON")
    if not isinstance(values, dict):
        return Row(0, number, {}, "it is no JSON object of fields")
    wrong = [key for key, value in values.items() if isinstance(value, dict | list)]
    if wrong:
        return Row(0, number, {}, f"the field “{wrong[0]}” is not a text or a number")
    return Row(0, number, {key: _as_text(value) for key, value in values.items() if not key.startswith(OURS)})


def all_rows(path: str, name: str, most: int) -> list[Row] | str:
    """All rows of a file, or the sentence why there are none or more than `most`: for a confined child."""
    rows: list[Row] = []
    try:
        with Path(path).open("rb") as file:
            for row in Records(file, name):
                if len(rows) == most:
                    return f"“{name}” has more than {most} records."
                rows.append(row)
    except NoRecords as why:
        return str(why)
    return rows


def _workbook(file: IO[bytes], sheet: str, name: str) -> Iterator[Line]:
    """The rows of a sheet; trailing empty cells are filled up to the header's width by the reader."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        if sheet and sheet not in book.sheet_names:
            there = ", ".join(f"“{one}”" for one in book.sheet_names)
            raise NoRecords(f"“{name}” has no sheet “{sheet}”, but {there}.")
        found = book.get_sheet_by_name(sheet or book.sheet_names[0])
        first = found.start[0] + 1 if found.start else 1
        for number, cells in enumerate(found.iter_rows(), first):
            yield number, [_as_text(cell) for cell in cells], ""
    except PasswordError as why:
        raise NoRecords(f"“{name}” is protected by a password. Save it without one.") from why
    except (CalamineError, IndexError) as why:
        raise NoRecords(f"“{name}” cannot be read as a workbook: it is damaged or of another kind.") from why


def _as_text(value: Any) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ")
        case _:
            return str(value)
