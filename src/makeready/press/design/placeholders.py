"""Where does a text ask for a field? `{{Name}}` found and filled."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")


def named(text: str) -> tuple[str, ...]:
    """The fields that a text asks for, in order."""
    return tuple(name for found in _PLACEHOLDER.findall(text) if (name := found.strip())) if "{{" in text else ()


def replaced(text: str, value: Callable[[str], str | None]) -> str:
    """The text with each `{{Name}}` replaced by its value; those whose value is None stay as they are."""
    if "{{" not in text:
        return text
    parts = list(_parts(text))
    for place in range(1, len(parts), 2):
        name = parts[place].strip()
        filled = value(name) if name else None
        parts[place] = f"{{{{{parts[place]}}}}}" if filled is None else filled
    return "".join(parts)


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    """What stands between placeholders, and every other one what stands in their braces."""
    return tuple(_PLACEHOLDER.split(text))
