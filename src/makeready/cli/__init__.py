"""The command line: one file per command in this folder, found by itself; exit codes and errors are settled here.

A command is a module with `arguments(parser)` and `run(args) -> int`. Its name is the file's (or `name`), its
sentence the first line of its docstring (or `sentence`). It raises what it cannot do; `main` says it on standard
error, one sentence each, and answers the exit code: 0 done, 1 the input is at fault, 2 wrong usage, 3 a fault of ours.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import NoReturn

from makeready import __version__
from makeready.config import BadSetting
from makeready.office.errors import OfficeError
from makeready.press.findings import PressError, Severity
from makeready.records import NoRecords

DONE, INPUT_AT_FAULT, WRONG_USAGE, OUR_FAULT = 0, 1, 2, 3


class InputAtFault(Exception):
    """What was handed in cannot be used; the message is the sentence for a person."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; answers the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        args = _parser(given).parse_args(given)
        return int(args.run(args) or DONE)
    except SystemExit as left:  # argparse has said what is wrong, or showed help
        return left.code if isinstance(left.code, int) else WRONG_USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads any more; nothing to flush
        return DONE
    except Exception as why:  # noqa: BLE001 (the border: a person sees a sentence, never a traceback)
        return _told(why)


def command_names() -> list[str]:
    """The commands there are, by their files."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def say(*sentences: str) -> None:
    """Tell a person something on standard error."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and where to read on."""

    def error(self, message: str) -> NoReturn:
        say(f"{self.prog}: {message}. See `{self.prog} --help`.")
        raise SystemExit(WRONG_USAGE)


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="makeready", description="Orders in, press-ready files out.")
    parser.add_argument("--version", action="version", version=f"makeready {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_Parser)
    names = command_names()
    chosen = [name for name in names if given and given[0] == _command_word(name)]
    for name in chosen or names:  # only the chosen one is loaded: a command starts no slower for its neighbours
        module = importlib.import_module(f"{__name__}.{name}")
        sentence = _sentence(module)
        command = commands.add_parser(_command_word(name), help=sentence, description=sentence)
        module.arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _command_word(name: str) -> str:
    return name.replace("_", "-")


def _sentence(module: ModuleType) -> str:
    return str(getattr(module, "sentence", (module.__doc__ or "").strip().partition("\n")[0])).replace("%", "%%")


def _told(why: Exception) -> int:
    match why:
        case InputAtFault() | NoRecords() | BadSetting():
            say(str(why))
            return INPUT_AT_FAULT
        case PressError():
            errors = [finding for finding in why.findings if finding.severity is Severity.ERROR] or why.findings
            say(*_few(f"{finding.path + ': ' if finding.path else ''}{finding.message}" for finding in errors))
            return INPUT_AT_FAULT
        case OfficeError():
            faults = [f"{fault.path}: {fault.message}" for fault in why.errors]
            say(*(_few(faults) if faults else [why.sentence]), why.hint)
            return INPUT_AT_FAULT if why.status < 500 else OUR_FAULT
        case _ if os.environ.get("MAKEREADY_LOG_LEVEL") == "DEBUG":
            raise why
        case _:
            say(
                f"A fault of Makeready itself: {type(why).__name__}: {str(why)[:300]}",
                "With MAKEREADY_LOG_LEVEL=DEBUG the same command shows where it happened.",
            )
            return OUR_FAULT


def _few(sentences: Iterable[str], most: int = 10) -> list[str]:
    found = list(sentences)
    more = [f"… and {len(found) - most} more."] if len(found) > most else []
    return [" ".join(sentence.split()) for sentence in found[:most]] + more
