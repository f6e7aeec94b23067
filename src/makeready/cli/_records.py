"""What stands in a data file? Records, one after another: CSV with a header line, or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from makeready.cli import InputAtFault

MOST = 100_000
csv.field_size_limit(1024 * 1024)


@dataclass(frozen=True, slots=True)
class Row:
    """One record and the line it begins in, or the sentence on why it is none."""

    line: int
    record: dict[str, str]
    fault: str = ""


def read(data: bytes, name: str) -> list[Row]:
    """All records of a file, the broken ones with their fault.

    Raises:
        InputAtFault: where it is no table of records at all.
    """
    text = _decoded(data, name)
    if not text.strip():
        raise InputAtFault(f"“{name}” is empty: it needs a header line and records.")
    rows = list(_json_lines(text) if text.lstrip().startswith("{") else _csv(text, name))
    if not rows:
        raise InputAtFault(f"“{name}” has no records, only a header line.")
    if len(rows) > MOST:
        raise InputAtFault(f"“{name}” has {len(rows)} records; at most {MOST} can be merged at once.")
    return rows


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as why:
        line = data.count(b"\n", 0, why.start) + 1
        raise InputAtFault(
            f"“{name}” is not UTF-8: line {line} has a character that cannot be read. Save it as UTF-8."
        ) from why


def _csv(text: str, name: str) -> Iterator[Row]:
    first = text.lstrip().partition("\n")[0]
    # Spreadsheets of half of Europe write semicolons.
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    line = 0
    try:
        for values in reader:
            line, began = reader.line_num, line + 1
            if not any(value.strip() for value in values):
                continue
            if header is None:
                header = _header(values, name)
            elif len(values) != len(header):
                yield Row(began, {}, f"it has {len(values)} values, the header has {len(header)}")
            else:
                yield Row(began, dict(zip(header, values, strict=True)))
    except csv.Error as why:
        raise InputAtFault(f"“{name}” is no CSV: {why} in line {reader.line_num}.") from why


def _header(values: list[str], name: str) -> list[str]:
    header = [value.strip() for value in values]
    if not all(header):
        raise InputAtFault(f"The header of “{name}” has a column without a name.")
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise InputAtFault(f"The header of “{name}” has the column “{twice[0]}” twice.")
    return header


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row:
    try:
        values = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return Row(number, {}, "it is no JSON")
    if not isinstance(values, dict):
        return Row(number, {}, "it is no JSON object of fields")
    wrong = [key for key, value in values.items() if isinstance(value, dict | list)]
    if wrong:
        return Row(number, {}, f"the field “{wrong[0]}” is not a text or a number")
    return Row(number, {key: _as_text(value) for key, value in values.items()})


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
