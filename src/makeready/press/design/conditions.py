"""When is an item shown? Conditions on the record's fields: filled, equal, one of, contained, above, below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from makeready.press.design.paint import Flag, Model, Number

Words = Annotated[str, Field(max_length=1000)]
MAX_NESTED = 8
"""Conditions within conditions."""


class Condition(Model):
    """What must hold of the record; everything that is said must hold. Upper and lower case count."""

    field: str = Field("", max_length=100, description="Name of the field that the words below are about.")
    filled: Flag | None = Field(None, description="True: it has a value; false: it is empty.")
    equals: Words | None = Field(None, description="Its value is this.")
    one_of: tuple[Words, ...] | None = Field(None, max_length=1000, description="Its value is one of these.")
    contains: Words | None = Field(None, description="Its value has this in it.")
    above: Number | None = Field(None, description="Its value is a greater number than this.")
    below: Number | None = Field(None, description="Its value is a smaller number than this.")
    all: tuple[Condition, ...] = Field((), max_length=100, description="All of these hold.")
    any: tuple[Condition, ...] = Field((), max_length=100, description="At least one of these holds.")
    none: tuple[Condition, ...] = Field((), max_length=100, description="None of these holds.")

    def walk(self, path: str) -> Iterator[tuple[str, Condition]]:
        """This condition and all within it, with their paths."""
        yield path, self
        for key in ("all", "any", "none"):
            for number, inner in enumerate(getattr(self, key)):
                yield from inner.walk(f"{path}/{key}/{number}")

    @property
    def asks(self) -> bool:
        """Whether it says anything about its field."""
        said = (self.filled, self.equals, self.one_of, self.contains, self.above, self.below)
        return any(word is not None for word in said)


def holds(condition: Condition, values: Mapping[str, str]) -> bool:
    """Whether a condition holds for a record's values; a field that is not there is empty."""
    if condition.field and not _of_field(condition, values.get(condition.field, "")):
        return False
    if not all(holds(inner, values) for inner in condition.all):
        return False
    if condition.any and not any(holds(inner, values) for inner in condition.any):
        return False
    return not any(holds(inner, values) for inner in condition.none)


def _of_field(said: Condition, value: str) -> bool:
    value = value.strip()
    if not said.asks:
        return bool(value)
    if said.filled is not None and bool(value) is not said.filled:
        return False
    if said.equals is not None and value != said.equals.strip():
        return False
    if said.one_of is not None and value not in {one.strip() for one in said.one_of}:
        return False
    if said.contains is not None and said.contains not in value:
        return False
    return _in_range(said, value)


def _in_range(said: Condition, value: str) -> bool:
    """A value that is no number is neither above nor below one."""
    if said.above is None and said.below is None:
        return True
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return False
    return (said.above is None or number > said.above) and (said.below is None or number < said.below)


Condition.model_rebuild()
