"""What does a JSON text hold? Read with Python's reader, less what JSON does not have and no database keeps.

Python's reader takes NaN and Infinity, and reads 1e999 as infinite.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

MOST_DIGITS = 100


class NoNumber(ValueError):
    """Something stands as a number that is none, or that nothing here could use; the message is a sentence."""


def loads(text: str | bytes | bytearray) -> Any:
    """A JSON value.

    Raises:
        NoNumber: NaN, Infinity, or a number too large. json.JSONDecodeError, RecursionError: as the reader says.
    """
    return json.loads(text, parse_constant=_no_number, parse_float=_finite, parse_int=_whole)


def _no_number(word: str) -> NoReturn:
    raise NoNumber(f"{word} is no number.")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NoNumber(f"{digits if len(digits) <= 40 else digits[:39] + '…'} is too large a number.")
    return number


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise NoNumber(f"There is a number of {len(digits)} digits, which nothing here needs.")
    return int(digits)
