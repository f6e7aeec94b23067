"""What stands before a paragraph of a list? A bullet, or its number as digits, letters or Roman numerals."""

from __future__ import annotations

import re

_COUNTER = re.compile(r"\{([1aAiI])\}")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MOST_ROMAN = 3999
"""Above it there are no Roman numerals without lines over them: digits then."""


def marker(pattern: str, number: int) -> str:
    """The marker of a paragraph: `•` is itself, `{1}.` is `7.`, `{a})` is `g)`, `{I}` is `VII`."""
    return _COUNTER.sub(lambda found: _count(found[1], number), pattern)


def _count(kind: str, number: int) -> str:
    if number < 1 or kind == "1":
        return str(number)
    if kind in "iI":
        said = _roman(number) if number <= MOST_ROMAN else str(number)
    else:
        said = _letters(number)
    return said.upper() if kind.isupper() else said


def _letters(number: int) -> str:
    """A to z, then aa to az, ba …"""
    said = ""
    while number:
        number, letter = divmod(number - 1, 26)
        said = chr(ord("a") + letter) + said
    return said


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        said += letters * times
    return said
