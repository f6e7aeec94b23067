"""List, check, export, import and compare pipelines."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from makeready.cli import DONE, INPUT_AT_FAULT, InputAtFault, say

if TYPE_CHECKING:
    from makeready.office.pipelines.compare import Difference


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which."""
    acts = parser.add_subparsers(title="what to do", metavar="ACT", required=True)
    listing = acts.add_parser("list", help="name every pipeline with its version")
    listing.set_defaults(act=_list)
    check = acts.add_parser("check", help="say everything that is wrong with a file; nothing is kept")
    check.add_argument("files", metavar="FILE", nargs="+", help="a pipeline as JSON; - is standard input")
    check.set_defaults(act=_check)
    export = acts.add_parser("export", help="write a pipeline as a file")
    export.add_argument("name", metavar="NAME", help="its name or id")
    export.add_argument("-o", "--output", metavar="FILE", default="-", help="where to (default: standard output)")
    export.add_argument("--version", metavar="N", type=int, help="which version (default: the newest)")
    export.set_defaults(act=_export)
    bring = acts.add_parser("import", help="keep what files hold: a new pipeline, or the next version of one")
    bring.add_argument("files", metavar="FILE", nargs="+", help="a pipeline as JSON; - is standard input")
    bring.add_argument("--name", help="keep it under this name (with one file)")
    bring.set_defaults(act=_import)
    compare = acts.add_parser("compare", help="say what differs between two versions, task by task")
    compare.add_argument("name", metavar="NAME", help="its name or id")
    compare.add_argument("before", metavar="BEFORE", type=int, nargs="?", help="a version (default: the last but one)")
    compare.add_argument("after", metavar="AFTER", type=int, nargs="?", help="a version (default: the newest)")
    compare.set_defaults(act=_compare)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from makeready.office.site.prepare import prepare

    prepare()
    return int(args.act(args))


def _list(args: argparse.Namespace) -> int:
    from makeready.office.pipelines.models import Pipeline

    for one in Pipeline.objects.order_by("name"):
        print(f"{one.pk}  version {one.current}  {one.name}")
    return DONE


def _check(args: argparse.Namespace) -> int:
    found = [_faults(name, _text(name)) for name in args.files]  # every file's, not only the first one's
    return INPUT_AT_FAULT if any(found) else DONE


def _export(args: argparse.Namespace) -> int:
    from makeready.office.pipelines import files, store

    text = files.as_file(store.load(args.name), args.version)
    if args.output == "-":
        print(text, end="")
    else:
        Path(args.output).write_text(text, "utf-8")
    return DONE


def _import(args: argparse.Namespace) -> int:
    from makeready.cli._operator import operator
    from makeready.office.pipelines import files

    if args.name and len(args.files) > 1:
        raise InputAtFault("--name goes with one file only.")
    texts = {name: _text(name) for name in args.files}
    found = [_faults(name, text) for name, text in texts.items()]
    if any(found):
        say("Nothing was kept.")
        return INPUT_AT_FAULT
    for name, text in texts.items():
        brought = files.bring(text, by=operator(), name=args.name or "")
        print(f"{name}: {brought.pipeline.name}, version {brought.pipeline.current} ({brought.what})")
    return DONE


def _compare(args: argparse.Namespace) -> int:
    from makeready.office.pipelines import compare, store

    pipeline = store.load(args.name)
    after = args.after or pipeline.current
    before = args.before or after - 1
    old, new = (store.version(pipeline, number).definition["tasks"] for number in (before, after))
    found = compare.compare(old, new)
    print(f"{pipeline.name}, version {before} → {after}: {_count(found)}")
    for one in found:
        print(f"{one.kind:8} {one.task}")
        for change in one.changes:
            print(f"         {change.path}: {_shown(change.before)} → {_shown(change.after)}")
    return DONE


def _count(found: list[Difference]) -> str:
    return f"{len(found)} differences" if len(found) != 1 else "one difference" if found else "no difference"


def _shown(value: Any) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def _faults(name: str, text: str) -> bool:
    """Say every fault as `file:line:column: sentence`; whether there is one."""
    from makeready.office.pipelines import files

    found = files.faults(text)
    for one in found:
        say(f"{name}:{one.line or 1}:{one.column or 1}: {one.message}")
    return bool(found)


def _text(name: str) -> str:
    import sys

    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8-sig")
    except OSError as why:
        raise InputAtFault(f"{name} cannot be read: {why.strerror}.") from why
    except UnicodeDecodeError as why:
        raise InputAtFault(f"{name} is no text in UTF-8.") from why
