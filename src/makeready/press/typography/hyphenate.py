"""Where may words be divided? By the patterns of their language (Liang's method, as in TeX)."""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

LEAST_WORD = 5
"""Shorter words stay whole."""
LEAST_BEFORE, LEAST_AFTER = 2, 3
"""Fewest letters of a word on either side of the hyphen."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=2048)
def divisions(text: str, language: str) -> tuple[int, ...]:
    """Places in a text at which a word may end with a hyphen; none where the language has no patterns."""
    patterns = _patterns(language)
    if patterns is None:
        return ()
    found: list[int] = []
    for word in _WORD.finditer(text):
        if len(word[0]) >= LEAST_WORD:
            found += (word.start() + int(at) for at in patterns.positions(word[0]))
    return tuple(found)


@lru_cache(maxsize=64)
def knows(language: str) -> bool:
    """Whether words of a language (BCP 47) can be divided."""
    return _patterns(language) is not None


@lru_cache(maxsize=64)
def _patterns(language: str) -> pyphen.Pyphen | None:
    """The patterns of a language or of the nearest one that is there: `de-AT` for `de-AT-1996`, `de_DE` for `de`."""
    name = pyphen.language_fallback(language.replace("-", "_")) if language else None
    return pyphen.Pyphen(lang=name, left=LEAST_BEFORE, right=LEAST_AFTER) if name else None
