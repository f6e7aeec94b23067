"""Check a PDF before it costs paper; exit code 1 where it has errors."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from makeready.cli import DONE, INPUT_AT_FAULT, _files, say

if TYPE_CHECKING:
    from makeready.press.findings import Finding


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, against what."""
    parser.add_argument("file", metavar="FILE", help="a PDF; - for standard input")
    parser.add_argument(
        "--profile", default="pdfx4", metavar="NAME",
        help="pdfx4 (default), pdfx4-cmyk (all in the press's inks), or print-ready (customers' files)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help='as JSON: {"findings": […]}')


def run(args: argparse.Namespace) -> int:
    """Read, check, tell."""
    from makeready.press.findings import errors
    from makeready.press.preflight.check import preflight

    findings = preflight(_files.read(args.file), args.profile)
    if args.json:
        json.dump({"findings": [finding.as_dict() for finding in findings]}, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        _tell(findings)
    wrong = len(errors(findings))
    if wrong:
        say(f"“{args.file}” has {wrong} {'error' if wrong == 1 else 'errors'}.")
    return INPUT_AT_FAULT if wrong else DONE


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        print(f"{finding.severity}: {finding.message} {finding.hint}")
    if not findings:
        print("No findings.")
