"""How is a value written in PDF? Python values to tokens (ISO 32000-1, 7.3); no state.

None, bool, int, float, list and dict stand for themselves; `str` is a text string, `bytes` a byte
string. Names, references and streams have types of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A name, without its slash: `Name("DeviceCMYK")`."""

    value: str


@dataclass(frozen=True, slots=True)
class Ref:
    """An indirect reference; the generation is always 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Raw:
    """Tokens that are ready as they are."""

    tokens: bytes


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary without /Length, and its bytes as the dictionary's filters left them."""

    entries: Mapping[str, Value]
    data: bytes = field(repr=False)


Value: TypeAlias = "bool | int | float | str | bytes | Name | Ref | Raw | Sequence[Value] | Mapping[str, Value] | None"


def token(value: Value) -> bytes:
    """The value as PDF tokens."""
    return _TOKENS[type(value)](value)


def number(value: float) -> str:
    """A number with at most four digits after the point: PDF knows no exponents.

    In millimetres that is a tenth of a micrometre, in points a thirtieth.
    """
    short = _NUMBERS.get(value)
    if short is None:
        short = f"{value:.4f}".rstrip("0").rstrip(".")
        short = "0" if short in ("-0", "") else short
        if len(_NUMBERS) < 50_000:
            _NUMBERS[value] = short
    return short


_NUMBERS: dict[float, str] = {}
"""Numbers already written: coordinates of grids, codes and repeated records come back all the time."""


def precise(value: float) -> str:
    """A number with eight digits after the point, for the scale of a matrix."""
    short = f"{value:.8f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


@lru_cache(maxsize=4096)
def name(value: str) -> bytes:
    """A name with its slash; what is not plain ASCII is escaped (7.3.5)."""
    return b"/" + _SPECIAL_IN_NAME.sub(lambda found: b"#%02X" % found[0][0], value.encode())


_SPECIAL_IN_NAME = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")


def text(value: str) -> bytes:
    """A text string: ASCII as it is, anything else as UTF-16 with its mark (7.9.2.2)."""
    if value.isascii() and value.isprintable():
        return byte_string(value.encode())
    return b"<FEFF%s>" % value.encode("utf-16-be", "surrogatepass").hex().upper().encode()


def byte_string(value: bytes) -> bytes:
    """A literal string where that is readable, else a hexadecimal one."""
    if all(32 <= byte < 127 for byte in value):
        return b"(%s)" % re.sub(rb"([\\()])", rb"\\\1", value)
    return b"<%s>" % value.hex().upper().encode()


def _dictionary(value: dict[str, Value]) -> bytes:
    parts = [b"<<"]
    for key, item in value.items():
        tokens = token(item)
        parts += (name(key), tokens) if tokens[0] in _DELIMITERS else (name(key), b" ", tokens)
    parts.append(b">>")
    return b"".join(parts)


def _array(value: Sequence[Value]) -> bytes:
    return b"[%s]" % b" ".join([token(item) for item in value])


_DELIMITERS = b"/[(<"

_TOKENS: dict[type, Callable[[Any], bytes]] = {
    dict: _dictionary,
    list: _array,
    tuple: _array,
    Name: lambda value: name(value.value),
    Ref: lambda value: b"%d 0 R" % value.number,
    Raw: lambda value: value.tokens,
    int: lambda value: b"%d" % value,
    float: lambda value: number(value).encode(),
    bool: lambda value: b"true" if value else b"false",
    str: text,
    bytes: byte_string,
    type(None): lambda value: b"null",
}
