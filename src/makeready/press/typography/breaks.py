"""Where may text break? Lines (UAX #14, dictionaries for Thai and its like), words and graphemes (UAX #29), by ICU.

ICU counts UTF-16 units; everything here counts characters, as Python does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from icu4py.breakers import CharacterBreaker, LineBreaker, WordBreaker

_PARAGRAPH_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BEYOND_BMP = "\uffff"


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph, without the character that ends it; at least one."""
    start = 0
    for found in _PARAGRAPH_END.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


@lru_cache(maxsize=2048)
def line_breaks(text: str, language: str = "") -> tuple[int, ...]:
    """Where a line may end within a paragraph: each place stands before the next line's first character."""
    if not text:
        return ()
    return _ends(LineBreaker(text, language or "en"), text)


@lru_cache(maxsize=2048)
def graphemes(text: str) -> tuple[tuple[int, int], ...]:
    """What people take for one character each: start and end."""
    if text.isascii() and "\r" not in text:
        return tuple((at, at + 1) for at in range(len(text)))
    ends = _ends(CharacterBreaker(text, "en"), text)
    return tuple(zip((0, *ends[:-1]), ends, strict=True))


@lru_cache(maxsize=512)
def words(text: str, language: str = "") -> tuple[tuple[int, int], ...]:
    """Words and what stands between them: start and end."""
    ends = _ends(WordBreaker(text, language or "en"), text) if text else ()
    return tuple(zip((0, *ends[:-1]), ends, strict=True)) if ends else ()


def utf16_offsets(text: str) -> list[int]:
    """Where each character begins in UTF-16 units, and one more: where the text ends."""
    if not text or max(text) <= _BEYOND_BMP:
        return list(range(len(text) + 1))
    return list(accumulate((2 if character > _BEYOND_BMP else 1 for character in text), initial=0))


def _ends(breaker: LineBreaker | CharacterBreaker | WordBreaker, text: str) -> tuple[int, ...]:
    ends = [end for _, end in breaker.segments()]
    if max(text) <= _BEYOND_BMP:
        return tuple(ends)
    back = {unit: at for at, unit in enumerate(utf16_offsets(text))}
    return tuple(back[end] for end in ends)
