"""The walk leads through files and functions that are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.recipe_book import ROOT

WALK = ROOT / "docs" / "walk.md"
LINK = re.compile(r"\[[^\]]+\]\((?P<file>\.\./src/[^)]+\.py)\)(?P<after>[^\[|\n]*)")
NAME = re.compile(r"`([A-Za-z_][\w.]*)`")


def steps() -> list[tuple[Path, str]]:
    """(file, name) of every function or class that is named right after a link to its file."""
    words = WALK.read_text("utf-8")
    where = "\n".join(_where(line) for line in words.splitlines())
    return [
        ((WALK.parent / link["file"]).resolve(), name)
        for link in LINK.finditer(where)
        for name in NAME.findall(link["after"])
    ]


def _where(line: str) -> str:
    """Of a step's row the column that says where; any other line whole."""
    cells = line.split(" | ")
    return cells[2] if line.startswith("| ") and len(cells) == 4 else line


@cache
def defined(file: Path) -> set[str]:
    """Functions and classes of a file, methods as `Class.method`; assigned names, too."""
    found: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = (part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))
            found |= {f"{node.name}.{method.name}" for method in methods}
    return found


@pytest.mark.parametrize(("file", "name"), steps(), ids=lambda one: one.name if isinstance(one, Path) else one)
def test_what_the_walk_names_is_there(file, name):
    assert file.exists()
    assert name in defined(file)


def rows() -> list[list[str]]:
    """Number, what it is, where, what it leaves."""
    lines = re.findall(r"^\| (\d+ \| .+) \|$", WALK.read_text("utf-8"), re.M)
    return [cells for line in lines if len(cells := line.split(" | ")) == 4]


def test_the_walk_has_its_steps_in_order():
    assert [int(number) for number, *_ in rows()] == list(range(1, 20))
    assert len(steps()) > 30


def test_every_step_says_where_and_what_it_leaves():
    for _, what, where, left in rows():
        assert what
        assert LINK.search(where), what
        assert left, what
