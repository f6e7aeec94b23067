"""Fill one design with record after record of a CSV, JSON-lines or XLSX file, into one print-ready PDF or several.

A record that cannot be printed stops no other: it is set aside in `errors.csv`, a copy of its fields with the reason.
Correct it there and merge that file, or correct the data and merge again with `--only-errors errors.csv`.
Exit code 0: all records are printed; 1: some were set aside (or the input is unusable); 2: wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from makeready.cli import DONE, INPUT_AT_FAULT, InputAtFault, _designs, _errors_csv, _files, _records, say
from makeready.cli.render import add_wish

if TYPE_CHECKING:
    from makeready.press.render import SetAside

TOLD = 10
"""Bad records that are told one by one."""

EVERY = 0.5
"""Seconds between two words on progress."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, with what, and where to."""
    parser.add_argument("design", metavar="DESIGN", help="a design document (JSON) or package (ZIP) with fields")
    parser.add_argument(
        "data", metavar="DATA", help="CSV or XLSX with a header line, or JSON lines; - for standard input"
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the PDF to write; - for standard output")
    add_wish(parser)
    parser.add_argument("--standard", choices=["pdfx4", "pdfvt1"], default="pdfx4", help="pdfvt1: PDF/VT-1, X-4 within")
    parser.add_argument("--from", dest="first", type=_number, metavar="N", default=1, help="the first record, from 1")
    parser.add_argument("--to", dest="last", type=_number, metavar="N", help="the last record")
    parser.add_argument("--split", type=_number, metavar="N", help="a file for every N records: OUT-0001.pdf, …")
    parser.add_argument(
        "--order", choices=["records", "pages"], default="records",
        help="pages: the first page of all records, then the second of all",
    )  # fmt: skip
    parser.add_argument("--errors", metavar="FILE", help="where to set records aside (default: errors.csv beside OUT)")
    parser.add_argument("--only-errors", metavar="FILE", help="only the records that such a file names")
    parser.add_argument("--strict", action="store_true", help="write nothing unless every record can be printed")
    parser.add_argument(
        "--encoding", default="", metavar="NAME", help="of a text file that is neither UTF-8 nor UTF-16"
    )
    parser.add_argument("--delimiter", default="", metavar="CHAR", help="of CSV (default: , ; | or tab, as the header)")
    parser.add_argument("--sheet", default="", metavar="NAME", help="of a workbook (default: the first)")


def run(args: argparse.Namespace) -> int:
    """Read, merge, write, set aside."""
    from makeready.press import render as press
    from makeready.press.design import document

    if args.split and args.output == _files.STREAM:
        raise InputAtFault("--split writes several files: give --output a file's name, not -.")
    _files.check_writable(args.output)
    given = _designs.read(args.design)
    design = document.read(given.data)
    data = _records.Records(args.data, encoding=args.encoding, delimiter=args.delimiter, sheet=args.sheet)
    wish = press.Wish("pdf", args.dpi, args.color, args.pages, text=args.text)
    only = _errors_csv.numbers(args.only_errors)
    merged: list[_files.Writing] = []
    with _errors_csv.SetAsideFile(_errors_file(args)) as aside, ExitStack() as files:
        run_ = Chosen(data, args.first, args.last, only, aside)
        for name, records in _parts(args, run_):
            out = files.enter_context(_files.Writing(name))
            made = press.merge(
                design, records, wish, out=out.file, fonts=_designs.font_library(given, args.font),
                sources=given.sources(), condition=_designs.condition(args.profile), stamp=_designs.stamp(given),
                order=args.order, standard=args.standard, set_aside=run_.set_aside,
            )  # fmt: skip
            run_.printed += made.records
            if not made.records:
                continue
            if args.strict:
                merged.append(out)
            else:
                out.commit()
        if not aside.count:
            for out in merged:
                out.commit()
    return _told(run_, aside.count, args)


class Fields(dict[str, str]):
    """A record that knows its number (from 1) and its line in the file."""

    number: int
    line: int


class Chosen:
    """The records of a file that are wanted; rows that are none are set aside. It can be read again."""

    def __init__(
        self,
        data: _records.Records,
        first: int,
        last: int | None,
        only: frozenset[int] | None,
        aside: _errors_csv.SetAsideFile,
    ) -> None:
        self._data, self._first, self._last, self._only, self._aside = data, first, last, only, aside
        self._was_read = False
        self._told: list[str] = []
        self.read = self.printed = 0

    def __iter__(self) -> Iterator[Fields]:
        again, self._was_read = self._was_read, True
        progress = _Progress()
        for row in self._data:
            if self._last is not None and row.number > self._last:
                break
            if row.number < self._first or (self._only is not None and row.number not in self._only):
                continue
            self.read += not again
            progress.at(row.number)
            if not row.fault:
                record = Fields(row.record)
                record.number, record.line = row.number, row.line
                yield record
            elif not again:
                self._keep(row.number, row.line, "record-unreadable", row.fault + ".", "Correct the line.", {})
        progress.over()
        if not self.read:
            raise InputAtFault("There is no record among those chosen: nothing to print.")

    def set_aside(self, one: SetAside) -> None:
        """Keep a record that cannot be printed."""
        assert isinstance(one.record, Fields)
        for finding in one.findings[:1]:
            self._keep(one.record.number, one.record.line, finding.code, _sentences(one), finding.hint, one.record)

    def told(self) -> list[str]:
        """The first few, a sentence each."""
        return self._told

    def _keep(self, number: int, line: int, code: str, finding: str, fix: str, record: Mapping[str, str]) -> None:
        self._aside.add(number, line, code, finding, fix, record)
        if len(self._told) < TOLD:
            self._told.append(f"Line {line}: {finding}")


class _Progress:
    """A line on standard error that counts, where a person looks on."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._said = time.monotonic()
        self._any = False

    def at(self, number: int) -> None:
        """This far."""
        if self._shown and not number % 256 and time.monotonic() - self._said > EVERY:
            self._said, self._any = time.monotonic(), True
            print(f"\r{number:,} records", end="", file=sys.stderr, flush=True)

    def over(self) -> None:
        """Give the line back."""
        if self._any:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _parts(args: argparse.Namespace, chosen: Chosen) -> Iterator[tuple[str, Iterable[Fields]]]:
    """The files to write, each with its records."""
    if not args.split:
        yield args.output, chosen
        return
    records = iter(chosen)
    for part in count(1):
        first = next(records, None)
        if first is None:
            return
        here = chain([first], islice(records, args.split - 1))
        place = Path(args.output)
        name = str(place.with_name(f"{place.stem}-{part:04d}{place.suffix}"))
        yield name, list(here) if args.order == "pages" else here


def _errors_file(args: argparse.Namespace) -> str:
    if args.errors:
        return str(args.errors)
    return "errors.csv" if args.output == _files.STREAM else str(Path(args.output).with_name("errors.csv"))


def _sentences(one: SetAside) -> str:
    return " ".join(dict.fromkeys(f"{finding.message.rstrip('.')}." for finding in one.findings))


def _told(chosen: Chosen, bad: int, args: argparse.Namespace) -> int:
    if not bad:
        return DONE
    say(*chosen.told())
    left_out = f"{bad} of {chosen.read} records cannot be printed (see {_errors_file(args)})"
    written = chosen.printed and not args.strict
    say(f"{left_out}; the other {chosen.printed} were written." if written else f"{left_out}; nothing was written.")
    return INPUT_AT_FAULT


def _number(said: str) -> int:
    if not said.isdecimal() or int(said) < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1, not “{said}”")
    return int(said)
