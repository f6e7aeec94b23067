"""What does foreign JSON say under a name? Read as the kind of value that is wanted, whatever stands there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

MOST = 1e7
"""Farther than any design: larger numbers are taken for faults."""


class Given:
    """An object of foreign JSON; what is missing or of another kind is the value that the format has without it."""

    def __init__(self, values: Any) -> None:
        self.values: Mapping[str, Any] = values if isinstance(values, Mapping) else {}

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None

    def number(self, name: str, otherwise: float = 0.0) -> float:
        """A finite number; also one in words, as `"12"` or `"12px"`."""
        return number(self.values.get(name), otherwise)

    def words(self, name: str, otherwise: str = "") -> str:
        """A text."""
        value = self.values.get(name)
        return value if isinstance(value, str) else otherwise

    def flag(self, name: str, otherwise: bool = False) -> bool:
        """True or false."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else otherwise

    def given(self, name: str) -> Given:
        """An object within; an empty one where there is none."""
        return Given(self.values.get(name))

    def each(self, name: str) -> Iterator[Given]:
        """The objects of a list within."""
        value = self.values.get(name)
        return (Given(part) for part in value if isinstance(part, Mapping)) if isinstance(value, list) else iter(())

    def numbers(self, name: str) -> list[float]:
        """The numbers of a list within."""
        value = self.values.get(name)
        return [number(part) for part in value] if isinstance(value, list) else []


def number(value: Any, otherwise: float = 0.0) -> float:
    """A finite number, or what is to be taken instead."""
    if isinstance(value, str):
        try:
            value = float(value.strip().removesuffix("px").removesuffix("%"))
        except ValueError:
            return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float):
        return otherwise
    try:
        found = float(value)
    except OverflowError:
        return otherwise
    return found if math.isfinite(found) and abs(found) <= MOST else otherwise


FIELD_KEYS = ("data-field", "dataField", "fieldName", "field_name", "field", "variable")
"""Under which names editors built on Fabric or Polotno keep an object's field."""


def field_name(*places: Given) -> str:
    """The field that an object is bound to by a key of its own, such as `"data-field": "Name"`; "" for none."""
    for place in places:
        for key in FIELD_KEYS:
            name = place.words(key).strip().strip("{}").strip()
            if name and not set("{}") & set(name):
                return name[:100]
    return ""
