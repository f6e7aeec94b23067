"""Take a design or a PDF apart into its inks: plates, a CMYK TIFF with spot channels, a soft proof, total ink."""

from __future__ import annotations

import argparse

from makeready.cli import DONE, _designs, _files, say
from makeready.cli.render import add_pages, add_press, print_file


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, how, and where to."""
    parser.add_argument(
        "design", metavar="DESIGN", help="a design document (JSON), a package (ZIP) or a PDF; - for standard input"
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the file to write; - for standard output")
    parser.add_argument(
        "--as", dest="kind", choices=["plates", "tiff", "proof", "total-ink"], default="plates",
        help="one grey PNG per ink (default), CMYK TIFF with spot inks as channels, a soft proof, or the sum of inks",
    )  # fmt: skip
    parser.add_argument("--dpi", type=int, default=150, help="resolution (default 150)")
    add_press(parser)
    add_pages(parser)
    parser.add_argument("--limit", type=float, metavar="PERCENT", help="total ink allowed (default: the profile's)")
    parser.add_argument("--paper", action="store_true", help="proof with the paper's own colour")
    parser.add_argument(
        "--without", action="append", default=[], metavar="INK", help="leave an ink out of proof and sum; repeatable"
    )


def run(args: argparse.Namespace) -> int:
    """Make the print file, take it apart, write."""
    from makeready.press.output.separations import PlatesWish, separations
    from makeready.press.render import Wish

    _files.check_writable(args.output)
    design = _designs.read(args.design)
    condition = _designs.condition(args.profile)
    made = print_file(design, Wish(dpi=max(args.dpi, 300), pages=args.pages), args.font, condition)
    wish = PlatesWish(args.kind, args.dpi, args.paper, tuple(args.without), args.limit)
    taken_apart = separations(made.data, range(1, made.page_count + 1), wish, condition=condition)
    _files.write(args.output, taken_apart.data)
    say(*dict.fromkeys(f"{f.severity}: {f.message}" for f in (*made.findings, *taken_apart.findings)))
    return DONE
