"""docs/errors.md, from the classes of all refusals and findings, and the codes of problems on projects."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from string import Formatter
from typing import TypeVar

import makeready
from makeready.office.errors import OfficeError
from makeready.office.projects.problems import Code
from makeready.press.findings import Finding
from tests.docs.markdown import GENERATED, table

FILE = "errors.md"
BEFORE = """# Errors

Whatever is refused or found has a code that stays, a sentence, and a way out. Decide by the code; show the
sentence.

The API answers a refusal as a problem document (`application/problem+json`, RFC 9457): `code`, `title`, `status`,
`detail` (the sentence), `hint` (what to do), `log_id` (under which the server's log has it), and `errors`, which
names every place that is at fault. The command line says the sentence on standard error and ends with 1 (the input
is at fault), 2 (wrong usage) or 3 (a fault of ours).
"""
REFUSALS = """## Refusals

Of the API, of the panel, of jobs and of the command line. The status is the API's; tasks show the same code in
their error.
"""
FINDINGS = """## Findings

What the print engine says of designs and files. An *error* must not be printed, a *warning* should be looked at,
*info* is good to know. Words in italics are filled in. As problems on a project, findings keep their codes.
"""
PROBLEMS = """## Problems on projects

What a person should see about a project, beside the findings of its design.
"""
Row = tuple[str, str, str, str]


def text() -> str:
    parts = [
        GENERATED, BEFORE,
        REFUSALS, table(("code", "status", "when", "what to do"), refusals()), "",
        FINDINGS, table(("code", "severity", "sentence", "what to do"), findings()), "",
        PROBLEMS, table(("code", "when"), problems()), "",
    ]  # fmt: skip
    return "\n".join(parts)


def refusals() -> list[Row]:
    """Every refusal with a code of its own."""
    kinds = [kind for kind in all_kinds(OfficeError) if "code" in vars(kind)]
    rows = {(f"`{one.code}`", str(one.status), _first_line(one), one.fix) for one in kinds}
    return sorted(rows)


def findings() -> list[Row]:
    """Every finding with a code of its own."""
    kinds = [kind for kind in all_kinds(Finding) if "code" in vars(kind)]
    rows = {(f"`{one.code}`", str(one.severity), _template(one.sentence), _template(one.fix)) for one in kinds}
    return sorted(rows)


def problems() -> list[tuple[str, str]]:
    """The codes of problems, with the sentence below each."""
    said = _sentences_of(Code)
    return sorted((f"`{code.value}`", said.get(code.name, "")) for code in Code)


Kind = TypeVar("Kind")


def all_kinds(family: type[Kind]) -> list[type[Kind]]:
    """Every class of a family of errors, wherever it stands."""
    for module in pkgutil.walk_packages(makeready.__path__, "makeready."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return list(_below(family))


def _below(kind: type[Kind]) -> Iterator[type[Kind]]:
    for sub in kind.__subclasses__():
        if sub.__module__.startswith("makeready."):
            yield sub
            yield from _below(sub)


def _first_line(kind: type) -> str:
    """The first sentence of its docstring: what happens after it concerns programmers."""
    words = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]
    return re.split(r"(?<=[.…])\s+(?=[a-z_]+:)", " ".join(words.split()))[0]


def _template(sentence: str) -> str:
    """A template with its facts in italics."""
    parts = []
    for plain, fact, _, _ in Formatter().parse(sentence):
        if plain:
            parts.append(plain)
        if fact is not None:
            apart = " " if parts and parts[-1].endswith("*") else ""
            parts.append(f"{apart}*{fact.partition('.')[0]}*")
    return "".join(parts)


def _sentences_of(kind: type) -> dict[str, str]:
    """The sentences that stand below the members of an enumeration."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    said = {}
    for member, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(member, ast.Assign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            said[str(member.targets[0].id)] = str(below.value.value)  # type: ignore[attr-defined]
    return said
