"""How are spans of time written? Seconds as a number, or “90s”, “5m”, “2h”, “3d”; the vendor's “00:05:00” is read."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_UNITS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "day": 86_400, "days": 86_400}
_SPAN = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*([a-z]*)")
_CLOCK = re.compile(r"(?:(\d{1,3})\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?")


def seconds(given: Any) -> Any:
    """A time span as seconds: 90, "90s", "5m", "2h", "3d", or the vendor's "00:05:00"; anything else as it is."""
    if not isinstance(given, str):
        return given
    text = given.strip().lower()
    if clock := _CLOCK.fullmatch(text):
        days, hours, minutes, rest = (int(part or 0) for part in clock.groups())
        return days * 86_400 + hours * 3600 + minutes * 60 + rest
    found = _SPAN.fullmatch(text)
    if found is None or found[2] not in _UNITS:
        raise ValueError("a time span is seconds or a text like “90s”, “5m”, “2h”, “3d”")
    return float(found[1]) * _UNITS[found[2]]


def _spoken(given: float) -> float | str:
    """Seconds as people write them: 300 → “5m”."""
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if given and given % size == 0:
            return f"{given / size:.0f}{unit}"
    return given


Span = Annotated[
    float,
    BeforeValidator(seconds),
    PlainSerializer(_spoken, return_type=float | str, when_used="json"),
    WithJsonSchema({"type": ["number", "string"], "description": "Seconds, or a text like “90s”, “5m”, “2h”, “3d”."}),
]
"""Seconds, written as a number or as “5m”."""
