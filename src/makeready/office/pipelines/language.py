"""What do `{{…}}` values mean? Parsed, checked, filled: a plain look-up by path, never evaluated.

{{project.orderNumber}}      a value; missing: the task fails and names it
{{project.items.@.fields.Finish?}}   missing: empty
{{print:url}}, {{page*:url}}         links of artifacts
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ROOTS = ("project", "product", "job", "pipeline", "approval", "failed")
"""First words of paths; anything else is the name of an artifact."""


class LanguageFault(Exception):
    """A text that cannot be understood: the sentence, and the offset in the text."""

    def __init__(self, sentence: str, at: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at


class ValueMissing(Exception):
    """A value that is not there and was not marked with `?`."""

    def __init__(self, value: Value) -> None:
        super().__init__(f"There is no value for {{{{{value.text}}}}}.")
        self.value = value


@dataclass(frozen=True)
class Value:
    """One `{{…}}`: its path, what is asked of it (`url`, only of artifacts), and whether it may be missing."""

    path: str
    asked: str = ""
    optional: bool = False
    at: int = 0

    @property
    def root(self) -> str:
        """One of `ROOTS`, or "" for an artifact."""
        first = self.path.partition(".")[0]
        return first if first in ROOTS and first != self.path else ""

    @property
    def text(self) -> str:
        """As it is written between the braces, without the mark."""
        return f"{self.path}:{self.asked}" if self.asked else self.path


LookUp = Callable[[Value], str | None]
"""What a value is now; None where it is missing."""


def parse(text: str) -> tuple[str | Value, ...]:
    """A text as its parts, plain and `{{…}}`, in order.

    Raises:
        LanguageFault: braces that are not closed, or nothing between them.
    """
    parts: list[str | Value] = []
    end = 0
    for start, after in spans(text):
        parts.append(_plain(text[end:start], end))
        parts.append(_value(text[start + 2 : after - 2], start))
        end = after
    parts.append(_plain(text[end:], end))
    return tuple(part for part in parts if part != "")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each `{{…}}` begins and ends; by plain searching: a pattern would try unclosed braces over and over."""
    start = text.find("{{")
    while start >= 0 and (end := text.find("}}", start + 2)) >= 0:
        yield start, end + 2
        start = text.find("{{", end + 2)


def values(text: str) -> tuple[Value, ...]:
    """The values that a text asks for."""
    return tuple(part for part in parse(text) if isinstance(part, Value))


def is_plain(text: str) -> bool:
    """Whether a text asks for no value at all."""
    return "{{" not in text


def fill(text: str, look_up: LookUp, written: Callable[[str, str], str] | None = None) -> str:
    """The text with its values put in. written: (value, the text before it) → the value as it is to stand there.

    Raises:
        LanguageFault: it cannot be understood.
        ValueMissing: a value is not there and has no `?`.
    """
    made = ""
    for part in parse(text):
        if isinstance(part, str):
            made += part
        else:
            value = _look(part, look_up)
            made += written(value, made) if written else value
    return made


def fill_all(thing: Any, look_up: LookUp) -> Any:
    """A JSON value with every text in it filled (keys stay as they are)."""
    if isinstance(thing, str):
        return fill(thing, look_up)
    if isinstance(thing, Mapping):
        return {key: fill_all(value, look_up) for key, value in thing.items()}
    if isinstance(thing, list):
        return [fill_all(value, look_up) for value in thing]
    return thing


def texts(thing: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a JSON value with its path (`queryHeaders/X-Order`)."""
    if isinstance(thing, str):
        yield path, thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from texts(value, f"{path}/{key}" if path else str(key))
    elif isinstance(thing, list):
        for index, value in enumerate(thing):
            yield from texts(value, f"{path}/{index}" if path else str(index))


def _plain(text: str, at: int) -> str:
    open_at = text.find("{{")
    if open_at >= 0:
        raise LanguageFault("“{{” is not closed by “}}”.", at + open_at)
    return text


def _value(inner: str, at: int) -> Value:
    path = inner.strip()
    optional = path.endswith("?")
    path = path.removesuffix("?").rstrip()
    asked = ""
    if path.partition(".")[0] not in ROOTS or "." not in path:
        path, _, asked = (part.strip() for part in path.partition(":"))
    if not path:
        raise LanguageFault("There is nothing between “{{” and “}}”.", at)
    if "{{" in path:
        raise LanguageFault("“{{” stands inside another “{{”.", at)
    return Value(path, asked, optional, at)


def _look(value: Value, look_up: LookUp) -> str:
    found = look_up(value)
    if found is None:
        if not value.optional:
            raise ValueMissing(value)
        return ""
    return found
