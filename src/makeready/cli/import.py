"""Make a design document of another program's design: Fabric.js or Polotno JSON, SVG or PDF."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from makeready.cli import DONE, _files, say
from makeready.cli.render import page_size


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, where to, and how large."""
    parser.add_argument(
        "file", metavar="FILE",
        help="JSON of Fabric.js or Polotno, an SVG, or a PDF whose pages become grounds; - for standard input",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the design to write; - for standard output"
    )
    parser.add_argument("--size", metavar="WxH", help="the page in mm, such as 85x55 (default: as the file says)")
    parser.add_argument(
        "--dpi", type=float, default=0.0, metavar="N",
        help="pixels to an inch where there is no --size (default: as the format has them)",
    )  # fmt: skip
    parser.add_argument("--bleed", type=float, default=0.0, metavar="MM", help="bleed around the page (default 0)")


def run(args: argparse.Namespace) -> int:
    """Read, convert, write; what is not carried over is said."""
    from makeready.press.output.imported import imported

    _files.check_writable(args.output)
    data = _files.read(args.file)
    made = imported(
        data, size_mm=page_size(args.size), dpi=args.dpi, bleed=args.bleed, name=_name(args.file),
        src=_beside(args.file, args.output),
    )  # fmt: skip
    text = json.dumps(made.document, ensure_ascii=False, indent=1) + "\n"
    _files.write(args.output, text.encode())
    say(*dict.fromkeys(f"{finding.severity}: {finding.message}" for finding in made.findings))
    return DONE


def _name(file: str) -> str:
    return "" if file == _files.STREAM else Path(file).stem


def _beside(file: str, output: str) -> str:
    """How the design refers to a file that lies beside it; "" where it does not, and has to go inside."""
    if _files.STREAM in (file, output):
        return ""
    return Path(file).name if Path(file).resolve().parent == Path(output).resolve().parent else ""
