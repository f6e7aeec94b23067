"""Place the pages of a PDF on press sheets: step-and-repeat or n-up, with bleeds, crop marks and backs."""

from __future__ import annotations

import argparse
import re

from makeready.cli import DONE, InputAtFault, _files, say

SHEETS = {
    "a4": (210.0, 297.0), "a3": (297.0, 420.0), "a2": (420.0, 594.0), "a1": (594.0, 841.0),
    "ra3": (305.0, 430.0), "sra4": (225.0, 320.0), "sra3": (320.0, 450.0), "sra2": (450.0, 640.0),
    "sra1": (640.0, 900.0),
    "letter": (215.9, 279.4), "tabloid": (279.4, 431.8), "12x18": (304.8, 457.2), "13x19": (330.2, 482.6),
}  # fmt: skip
"""Millimetres (ISO 216, ISO 217; North American sheets in inches)."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, onto what, and how."""
    parser.add_argument("input", metavar="IN", help="a print-ready PDF; - for standard input")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the PDF to write; - for standard output")
    parser.add_argument(
        "--sheet",
        default="sra3",
        metavar="SIZE",
        help="320x450 (mm), or a name: " + ", ".join(SHEETS) + " (default sra3)",
    )
    parser.add_argument("--layout", choices=["step-and-repeat", "n-up"], default="step-and-repeat")
    parser.add_argument("--gutter", type=float, default=0.0, metavar="MM", help="between trimmed pages (default 0)")
    parser.add_argument(
        "--margin", type=float, default=0.0, metavar="MM", help="what the press cannot print on (default 0)"
    )
    parser.add_argument("--bleed", type=float, default=3.0, metavar="MM", help="bleed that is kept at most (default 3)")
    parser.add_argument("--no-marks", action="store_true", help="without crop marks")
    parser.add_argument(
        "--turn", choices=["auto", "never", "always"], default="auto", help="pages sideways on the sheet"
    )
    parser.add_argument("--duplex", action="store_true", help="every second page is the back of the one before")
    parser.add_argument("--flip", choices=["turn", "tumble"], default="turn", help="how the sheet is turned over")
    parser.add_argument("--columns", type=int, metavar="N", help="pages side by side (default: as many as fit)")
    parser.add_argument("--rows", type=int, metavar="N", help="pages above each other (default: as many as fit)")
    parser.add_argument(
        "--quantity", type=int, default=1, metavar="N", help="copies wanted: says how many sheets that takes"
    )
    parser.add_argument("--slug", default="", metavar="TEXT", help="begins a line of small text beside the pages")


def run(args: argparse.Namespace) -> int:
    """Read, impose, write, and say what came out."""
    from makeready.press.impose import n_up, step_and_repeat
    from makeready.press.impose.grid import Flip, Turning
    from makeready.press.impose.sheet import Plan

    _files.check_writable(args.output)
    width, height = _sheet(args.sheet)
    plan = Plan(
        width, height, gutter=args.gutter, margin=args.margin, bleed=args.bleed, crop_marks=not args.no_marks,
        turning=Turning(args.turn), duplex=args.duplex, flip=Flip(args.flip), columns=args.columns, rows=args.rows,
        slug=args.slug,
    )  # fmt: skip
    impose = n_up.impose if args.layout == "n-up" else step_and_repeat.impose
    sheets = impose(_files.read(args.input), plan, args.quantity)
    _files.write(args.output, sheets.data)
    say(*(f"{finding.severity}: {finding.message}" for finding in sheets.findings))
    copies = f"{args.quantity} copies take" if args.quantity > 1 else "One copy takes"
    say(f"{sheets.ups} up, {_count(sheets.sheets, 'sheet')}. {copies} {_count(sheets.sheets_needed, 'printed sheet')}.")
    return DONE


def _sheet(said: str) -> tuple[float, float]:
    if said.lower() in SHEETS:
        return SHEETS[said.lower()]
    found = re.fullmatch(r"(\d+(?:\.\d+)?)[x×](\d+(?:\.\d+)?)", said)
    if found is None:
        raise InputAtFault(f"--sheet takes millimetres as WIDTHxHEIGHT or a name such as sra3, not “{said}”.")
    return float(found[1]), float(found[2])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
