"""The table of operations in docs/api.md, from the OpenAPI document; what stands around it is written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from makeready.office.api.openapi import METHODS
from makeready.office.api.site import PREFIX, api
from tests.docs.markdown import table
from tests.docs.recipe_book import ROOT

FILE = "api.md"
BEGIN = "<!-- Generated from the code by `make docs`, down to the end mark. -->"
END = "<!-- end -->"


def text() -> str:
    """The document with its table made anew."""
    written = (ROOT / "docs" / FILE).read_text("utf-8")
    before, rest = written.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{_operations()}\n\n{END}{after}"


def operations() -> Iterator[tuple[str, str, str, str]]:
    """(noun, method, path under the prefix, sentence) of every operation."""
    for path, item in api.get_openapi_schema()["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                place = re.sub(r"^" + PREFIX.rstrip("/"), "", path)
                yield operation["tags"][0], method.upper(), place, operation["summary"]


def _operations() -> str:
    parts = []
    known = list(operations())
    for noun in sorted({noun for noun, *_ in known}):
        rows = [(f"`{method} {path}`", sentence) for of, method, path, sentence in known if of == noun]
        parts.append(f"### {noun}\n\n{table(('call', 'does'), rows)}")
    return "\n\n".join(parts)
