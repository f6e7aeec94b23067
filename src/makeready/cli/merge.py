"""Fill one design with record after record of a CSV or JSON-lines file, into one print-ready PDF.

Nothing is written unless every record can be printed, or `--keep-going` says to leave the bad ones out; they
are told either way, and the exit code is 1 where there were any.
"""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from makeready.cli import DONE, INPUT_AT_FAULT, _designs, _files, _records, say
from makeready.cli.render import add_wish

if TYPE_CHECKING:
    from makeready.press.findings import PressError

TOLD = 10
"""Bad records that are told one by one."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, with what, and where to."""
    parser.add_argument("design", metavar="DESIGN", help="a design document (JSON) or package (ZIP) with fields")
    parser.add_argument(
        "data", metavar="DATA", help="CSV with a header line, or JSON lines; UTF-8; - for standard input"
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the PDF to write; - for standard output")
    add_wish(parser)
    parser.add_argument("--keep-going", action="store_true", help="leave out records that cannot be printed")


def run(args: argparse.Namespace) -> int:
    """Read, merge, write."""
    from makeready.press import render as press
    from makeready.press.design import document
    from makeready.press.findings import PressError

    _files.check_writable(args.output)
    given = _designs.read(args.design)
    design = document.read(given.data)
    rows = _records.read(_files.read(args.data), args.data)
    wish = press.Wish("pdf", args.dpi, args.color, args.pages)
    fonts, condition = _designs.font_library(given, args.font), _designs.condition(args.profile)
    sources, stamp = given.sources(), _designs.stamp(given)

    bad = {row.line: row.fault for row in rows if row.fault}
    while True:
        good = [row for row in rows if row.line not in bad]
        if not good or (bad and not args.keep_going):
            return _told(bad, written=0, of=len(rows))
        try:
            made = press.merge(
                design,
                (row.record for row in good),
                wish,
                fonts=fonts,
                sources=sources,
                condition=condition,
                stamp=stamp,
            )
        except PressError as why:
            bad |= _by_line(why, good)
            continue
        _files.write(args.output, made.data)
        return _told(bad, written=len(good), of=len(rows))


def _by_line(why: PressError, good: list[_records.Row]) -> dict[int, str]:
    """Which lines the findings are about; what is about no record is nobody's line and ends the work."""
    faults: dict[int, str] = {}
    for finding in why.findings:
        number = re.match(r"records/(\d+)/", finding.path)
        if number is None:
            raise why
        faults.setdefault(good[int(number[1]) - 1].line, finding.message)
    return faults


def _told(bad: dict[int, str], *, written: int, of: int) -> int:
    if not bad:
        return DONE
    say(*(f"Line {line}: {fault.rstrip('.')}." for line, fault in sorted(bad.items())[:TOLD]))
    left_out = f"{len(bad)} of {of} records cannot be printed"
    say(f"{left_out}; the other {written} were written." if written else f"{left_out}; nothing was written.")
    return INPUT_AT_FAULT
