"""docs/command-line.md, from the parsers of the commands."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from makeready import cli
from tests.docs.markdown import GENERATED, table

FILE = "command-line.md"
BEFORE = """# The command line

`-` stands for standard input or output where a file is named. What a person should know is said on standard error,
one sentence each. A command ends with 0 (done), 1 (the input is at fault), 2 (wrong usage) or 3 (a fault of ours);
`preflight` ends with 1 when it finds errors. Settings come from the environment ([settings.md](settings.md)).
"""


def text() -> str:
    parts = [GENERATED, "", BEFORE]
    for name, parser, sentence in commands():
        parts += _command(name, parser, sentence)
    return "\n".join(parts)


def commands() -> list[tuple[str, argparse.ArgumentParser, str]]:
    """`makeready user create` and its like, each with its parser and its sentence."""
    return list(_leaves(cli._parser([]), ""))


def _leaves(parser: argparse.ArgumentParser, sentence: str) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield parser.prog, parser, (parser.description or sentence).replace("%%", "%")
    for group in groups:
        said = {action.dest: action.help or "" for action in group._choices_actions}
        for name, inner in group.choices.items():
            yield from _leaves(inner, said.get(name, ""))


def _command(name: str, parser: argparse.ArgumentParser, sentence: str) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.\n"
    yield f"```\n{_usage(parser)}\n```\n"
    rows = [row for action in parser._actions if (row := _row(action))]
    if rows:
        yield table(("argument", "what for"), rows) + "\n"


def _usage(parser: argparse.ArgumentParser) -> str:
    said = re.sub(r"\s+", " ", parser.format_usage().removeprefix("usage:")).strip()
    return said.replace(" [-h]", "")


def _row(action: argparse.Action) -> tuple[str, str] | None:
    if isinstance(action, argparse._HelpAction) or action.help is argparse.SUPPRESS:
        return None
    names = ", ".join(f"`{name}`" for name in action.option_strings) or f"`{action.metavar or action.dest}`"
    said = [(action.help or "").replace("%%", "%")]
    if action.choices:
        said.append("one of " + ", ".join(f"`{choice}`" for choice in action.choices))
    if action.option_strings and _tells(action.default) and "default" not in said[0]:
        said.append(f"default `{action.default}`")
    return names, "; ".join(words for words in said if words)


def _tells(default: object) -> bool:
    return isinstance(default, int | float | str) and not isinstance(default, bool) and default != ""
