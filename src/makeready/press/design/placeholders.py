"""Where does a text ask for a field? `{{Name}}` found and filled."""

from __future__ import annotations

import re
from collections.abc import Callable

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")


def named(text: str) -> tuple[str, ...]:
    """The fields that a text asks for, in order."""
    return tuple(name for found in _PLACEHOLDER.findall(text) if (name := found.strip())) if "{{" in text else ()


def replaced(text: str, value: Callable[[str], str | None]) -> str:
    """The text with each `{{Name}}` replaced by its value; those whose value is None stay as they are."""

    def one(found: re.Match[str]) -> str:
        name = found[1].strip()
        filled = value(name) if name else None
        return found[0] if filled is None else filled

    return _PLACEHOLDER.sub(one, text) if "{{" in text else text
