"""Where in a JSON text does each value stand? Line and column by path, for findings that point at their place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard library's own, untyped
from typing import Any

from makeready.office import strict_json

_string: Callable[[str, int], tuple[str, int]] = scanstring
"""Text and the offset after a string's opening quote → what it says, and the offset after its closing quote."""

_BLANK = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"[^\s,\]}]+")
MAX_DEPTH = 60
"""Deeper nesting is no pipeline; it would only exhaust the reader."""

MOST_LETTERS = 1 << 20
"""The longest text; real pipelines have some thousand letters."""


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
        NotJson: it is none, is nested too deep, or longer than any pipeline.
    """
    if len(text) > MOST_LETTERS:
        raise NotJson(f"This has {len(text):,} letters; {MOST_LETTERS:,} are the most that a pipeline may have.", 1, 1)
    try:
        value = strict_json.loads(text)
    except json.JSONDecodeError as why:
        raise NotJson(f"This is no valid JSON: {why.msg}.", why.lineno, why.colno) from why
    except RecursionError as why:
        raise NotJson("This is nested too deep.", 1, 1) from why
    except strict_json.NoNumber as why:
        raise NotJson(f"This is no valid JSON: {why}", 1, 1) from why
    places = Places(text, value)
    _walk(places, _after(text, 0), "", 0)
    return places


def _walk(places: Places, at: int, path: str, depth: int) -> int:
    """Note where the value at `at` and all inside it stand; the text is known to be valid. Answers the offset after."""
    text = places.text
    places.offsets[path] = at
    if depth > MAX_DEPTH:
        raise NotJson("This is nested too deep.", text.count("\n", 0, at) + 1, 1)
    if text[at] == "{":
        return _walk_object(places, at, path, depth)
    if text[at] == "[":
        at, index = _after(text, at + 1), 0
        while text[at] != "]":
            at = _next(text, _walk(places, at, f"{path}/{index}" if path else str(index), depth + 1))
            index += 1
        return at + 1
    if text[at] == '"':
        return _string(text, at + 1)[1]
    return _SCALAR.match(text, at).end()  # type: ignore[union-attr]


def _walk_object(places: Places, at: int, path: str, depth: int) -> int:
    text = places.text
    seen: set[str] = set()
    at = _after(text, at + 1)
    while text[at] != "}":
        key, end = _string(text, at + 1)
        here = f"{path}/{key}" if path else key
        if key in seen:
            places.doubled.append(here)
        seen.add(key)
        key_at, value_at = at, _after(text, _after(text, end) + 1)
        at = _next(text, _walk(places, value_at, here, depth + 1))
        places.offsets[here] = key_at
    return at + 1


def _after(text: str, at: int) -> int:
    return _BLANK.match(text, at).end()  # type: ignore[union-attr]


def _next(text: str, at: int) -> int:
    """Past blanks and one comma."""
    at = _after(text, at)
    return _after(text, at + 1) if text[at] == "," else at
