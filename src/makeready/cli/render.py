"""Render one design to a print-ready file; no server, no database."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from makeready.cli import DONE, InputAtFault, _designs, _files, say

if TYPE_CHECKING:
    from makeready.press.color.condition import OutputCondition
    from makeready.press.render import PrintFile, Wish


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, how, and where to."""
    parser.add_argument(
        "design",
        metavar="DESIGN",
        help="a design document (JSON), a package (ZIP) or a finished PDF, picture or SVG; - for standard input",
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the file to write; - for standard output")
    add_wish(parser)
    parser.add_argument("--format", choices=["pdf", "png", "jpeg", "tiff", "svg"], default="pdf")
    parser.add_argument(
        "--technical", default="keep", choices=["keep", "leave-out", "only"],
        help="what becomes of technical layers such as cut, fold, white and varnish",
    )  # fmt: skip
    parser.add_argument(
        "--marks", nargs="?", const="crop", default="none", metavar="MARKS",
        help="around the pages: crop (where no MARKS are named), all, none, or some of crop, bleed, registration, "
        "fold, color-bar, slug with commas between",
    )  # fmt: skip
    parser.add_argument("--slug", default="", metavar="TEXT", help="what the slug line says")
    parser.add_argument("--slug-code", default="", metavar="TEXT", help="what the slug line's Code 128 says")
    parser.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="fill a field of the design; may be repeated"
    )
    parser.add_argument("--size", metavar="WxH", help="of a finished picture or SVG: the page in mm, such as 85x55")


def add_wish(parser: argparse.ArgumentParser) -> None:
    """The options that `render` and `merge` share."""
    parser.add_argument("--dpi", type=_whole_number, default=300, help="resolution of pictures (default 300)")
    parser.add_argument("--color", choices=["cmyk", "rgb", "gray"], default="cmyk")
    add_press(parser)
    parser.add_argument(
        "--text",
        choices=["text", "outlines"],
        default="text",
        help="letters as text (default), or as shapes without fonts",
    )
    add_pages(parser)


def add_press(parser: argparse.ArgumentParser) -> None:
    """For which press."""
    parser.add_argument("--profile", metavar="ICC", help="the press's CMYK profile (default: libvips' generic CMYK)")


def add_pages(parser: argparse.ArgumentParser) -> None:
    """Which pages, in which fonts."""
    parser.add_argument("--pages", metavar="1-2", help="only these pages: 1, 1-2, 3,1 or 2-")
    parser.add_argument("--font", action="append", default=[], metavar="FILE", help="one more font; may be repeated")


def run(args: argparse.Namespace) -> int:
    """Read, render, write."""
    from makeready.press.render import Wish, marks_of

    _files.check_writable(args.output)
    wish = Wish(
        args.format, args.dpi, args.color, args.pages, marks_of(args.marks), args.slug, args.slug_code,
        text=args.text, technical=args.technical,
    )  # fmt: skip
    record = dict(_field(said) for said in args.set)
    design = _designs.read(args.design)
    condition = _designs.condition(args.profile)
    made = print_file(design, wish, args.font, condition, record, page_size(args.size))
    _files.write(args.output, made.data)
    say(*dict.fromkeys(f"{finding.severity}: {finding.message}" for finding in made.findings))
    return DONE


def print_file(
    design: _designs.GivenDesign,
    wish: Wish,
    fonts: list[str],
    condition: OutputCondition,
    record: Mapping[str, str] | None = None,
    size: tuple[float, float] | None = None,
) -> PrintFile:
    """The file wished for, of whatever was handed in."""
    from makeready.press import render as press
    from makeready.press.design import document
    from makeready.press.sources import SourceFile

    library, stamp = _designs.font_library(design, fonts), _designs.stamp(design)
    if design.is_document:
        return press.render(
            document.read(design.data), record or {}, wish, fonts=library, sources=design.sources(),
            condition=condition, stamp=stamp,
        )  # fmt: skip
    return press.render_file(SourceFile(design.data), wish, size=size, fonts=library, condition=condition, stamp=stamp)


def _whole_number(said: str) -> int:
    return int(said)


def _field(said: str) -> tuple[str, str]:
    name, equals, value = said.partition("=")
    if not equals or not name:
        raise InputAtFault(f"--set takes FIELD=VALUE, such as Name=Anna; “{said}” has no “=”.")
    return name, value


def page_size(said: str | None) -> tuple[float, float] | None:
    """Width and height in mm of `85x55`.

    Raises:
        InputAtFault: where it is none.
    """
    if said is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)[x×](\d+(?:\.\d+)?)", said)
    if found is None:
        raise InputAtFault(f"--size takes millimetres as WIDTHxHEIGHT, such as 85x55, not “{said}”.")
    return float(found[1]), float(found[2])
