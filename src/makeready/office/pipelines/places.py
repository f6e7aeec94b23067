"""Where in a JSON text does each value stand? Line and column by path, for findings that point at their place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard library's own, untyped
from typing import Any

_string: Callable[[str, int], tuple[str, int]] = scanstring
"""Text and the offset after a string's opening quote → what it says, and the offset after its closing quote."""

_BLANK = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^\s,\]}]+")
MAX_DEPTH = 60
"""Deeper nesting is no pipeline; it would only exhaust the reader."""


class NotJson(Exception):
    """The text is no JSON: a sentence, line and column (both from 1)."""

    def __init__(self, sentence: str, line: int, column: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line
        self.column = column


@dataclass
class Places:
    """A parsed JSON text: its value, the offset of each path (`tasks/0/type`), and keys given twice."""

    text: str
    value: Any
    offsets: dict[str, int] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)

    def line_and_column(self, path: str) -> tuple[int, int]:
        """Where a path stands, or the nearest thing around it that is there."""
        while path not in self.offsets and path:
            path = path.rpartition("/")[0]
        offset = self.offsets.get(path, 0)
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)


def read(text: str) -> Places:
    """A JSON text with its places.

    Raises:
        NotJson: it is none, or is nested too deep.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as why:
        raise NotJson(f"This is no valid JSON: {why.msg}.", why.lineno, why.colno) from why
    except RecursionError as why:
        raise NotJson("This is nested too deep.", 1, 1) from why
    except ValueError as why:  # a number of thousands of digits
        raise NotJson("This holds a number that is too long.", 1, 1) from why
    places = Places(text, value)
    for path, offset, doubled in _walk(text, _BLANK.match(text, 0).end(), "", 0):  # type: ignore[union-attr]
        places.offsets[path] = offset
        if doubled:
            places.doubled.append(path)
    return places


def _walk(text: str, at: int, path: str, depth: int) -> Iterator[tuple[str, int, bool]]:
    """(path, offset, given before) of the value at `at` and of all inside it; the text is known to be valid."""
    yield path, at, False
    if depth > MAX_DEPTH:
        raise NotJson("This is nested too deep.", text.count("\n", 0, at) + 1, 1)
    if text[at] == "{":
        yield from _walk_object(text, at, path, depth)
    elif text[at] == "[":
        at, index = _after(text, at + 1), 0
        while text[at] != "]":
            yield from _walk(text, at, f"{path}/{index}" if path else str(index), depth + 1)
            at, index = _next(text, _end(text, at)), index + 1


def _walk_object(text: str, at: int, path: str, depth: int) -> Iterator[tuple[str, int, bool]]:
    seen: set[str] = set()
    at = _after(text, at + 1)
    while text[at] != "}":
        key, end = _string(text, at + 1)
        here = f"{path}/{key}" if path else key
        yield here, at, key in seen
        seen.add(key)
        value = _after(text, _after(text, end) + 1)
        for inner, offset, doubled in _walk(text, value, here, depth + 1):
            if inner != here:
                yield inner, offset, doubled
        at = _next(text, _end(text, value))


def _end(text: str, at: int) -> int:
    """The offset after the value at `at`."""
    if text[at] == '"':
        return _string(text, at + 1)[1]
    if text[at] not in "{[":
        return _SCALAR.match(text, at).end()  # type: ignore[union-attr]
    depth = 0
    while True:
        if text[at] == '"':
            at = _string(text, at + 1)[1]
            continue
        depth += (text[at] in "{[") - (text[at] in "}]")
        at += 1
        if depth == 0:
            return at


def _after(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]


def _next(text: str, at: int) -> int:
    """Past blanks and one comma."""
    at = _after(text, at)
    return _after(text, at + 1) if text[at] == "," else at
