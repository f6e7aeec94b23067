"""What may stand in a task's parameters? The vendor's full names; words in any letter case; numbers also as text."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel


class TaskParams(BaseModel):
    """Parameters of a task type. A subclass with `extra="allow"` takes further names (artifacts) of text values."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    @property
    def by_artifact(self) -> dict[str, str]:
        """The further parameters: artifact or collection → text."""
        return {name: str(value) for name, value in (self.model_extra or {}).items()}


def prefixed(prefix: str) -> Callable[[str], str]:
    """Names with the vendor's prefix: `dpi` → `hiResOutputDpi`."""

    def name(field: str) -> str:
        camel = to_camel(field)
        return prefix + camel[0].upper() + camel[1:]

    return name


class Word(StrEnum):
    """A closed set of words, read in any letter case; `synonyms()` names other spellings."""

    @classmethod
    def synonyms(cls) -> Mapping[str, str]:
        """Other spellings, lower case → ours."""
        return {}

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        wanted = value.strip().casefold()
        wanted = cls.synonyms().get(wanted, wanted)
        return next((word for word in cls if word.value.casefold() == wanted.casefold()), None)


def faults(model: type[BaseModel], given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(path, sentence) of every parameter that is wrong; what still holds `{{…}}` is judged when it is filled."""
    try:
        model.model_validate(dict(given))
    except ValidationError as why:
        for fault in why.errors():
            place = [step for step in fault["loc"] if not str(step).startswith(("function-", "constrained-"))]
            if fault["type"] == "extra_forbidden" or not _waits_for_values(given, place):
                yield "/".join(map(str, place)), _sentence(model, fault, place)


def _waits_for_values(given: Any, place: list[Any]) -> bool:
    for step in place:
        try:
            given = given[step]
        except (KeyError, IndexError, TypeError):
            break
    return isinstance(given, str) and "{{" in given


def _sentence(model: type[BaseModel], fault: Any, place: list[Any]) -> str:
    name = str(place[0]) if place else "parameters"
    shown = repr(fault["input"]) if isinstance(fault["input"], str | int | float | bool) else "this"
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    match fault["type"]:
        case "extra_forbidden":
            known = [field.alias or key for key, field in model.model_fields.items()]
            same_end = [one for one in known if one.lower().endswith(name.lower())]  # the vendor's prefix left out
            near = same_end or difflib.get_close_matches(name, known, 1, 0.4)
            return f"“{name}” is no parameter of this task" + (f"; did you mean {near[0]}?" if near else ".")
        case "missing":
            return f"{name} is missing."
        case "enum":
            return f"{name} must be one of {fault['ctx']['expected'].replace(chr(39), '')}; it is {shown}."
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{name} must be a whole number; it is {shown}."
        case "float_parsing" | "float_type":
            return f"{name} must be a number; it is {shown}."
        case "bool_parsing" | "bool_type":
            return f"{name} must be true or false; it is {shown}."
        case "string_type":
            return f"{name} must be text; it is {shown}."
        case "value_error":
            return f"{name}: {fault['ctx']['error']}"
        case _:
            return f"{name}: {fault['msg'][0].lower()}{fault['msg'][1:]}."
