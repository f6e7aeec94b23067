"""What does a request's body say? JSON, read so that nothing later stumbles over it.

Python's reader takes more than JSON is (NaN, half surrogates) and fails in its own words on what is nested
too deeply; the database takes no NUL characters. All of that is refused here, in words, with the place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from makeready.office import strict_json
from makeready.office.api.problems import BodyUnreadable
from makeready.office.errors import Fault, Invalid

DEEPEST = 100
"""How many lists and objects may lie in one another; groups in designs need a dozen."""


class CarefulParser(Parser):
    """Reads JSON bodies for django-ninja."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's value.

        Raises:
            BodyUnreadable: no JSON. Invalid: JSON with values that cannot be kept.
        """
        return parse_json(request.body)


def parse_json(body: bytes) -> Any:
    """A JSON value.

    Raises:
        BodyUnreadable: no JSON, or nested too deeply. Invalid: half a surrogate pair or NUL in a text.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise BodyUnreadable(f"The body is not UTF-8: byte {why.start} cannot be read.") from why
    try:
        value = strict_json.loads(text)
    except json.JSONDecodeError as why:
        sentence = f"The body is not JSON: line {why.lineno}, column {why.colno}: {why.msg}."
        raise BodyUnreadable(sentence, errors=[Fault("", sentence)], line=why.lineno, column=why.colno) from why
    except strict_json.NoNumber as why:
        sentence = f"The body is not JSON that can be taken: {why}"
        raise BodyUnreadable(sentence, errors=[Fault("", sentence)]) from why
    except RecursionError as why:
        raise BodyUnreadable("The body is nested too deeply.") from why
    if text.count("[") + text.count("{") > DEEPEST and _is_deeper(value, DEEPEST):
        raise BodyUnreadable(f"The body is nested too deeply: at most {DEEPEST} levels are taken.")
    if "\\u" in text or "\0" in text:
        refuse_unkeepable(value)
    return value


def refuse_unkeepable(value: Any) -> None:
    """Refuse texts that no database keeps.

    Raises:
        Invalid: with every place.
    """
    faults = [
        Fault(path, "The text holds a NUL character or half a surrogate pair.")
        for path, text in _texts(value)
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)
    ]
    if faults:
        raise Invalid(f"{faults[0].path}: {faults[0].message}", errors=faults)


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield path, key
            yield from _texts(one, f"{path}/{key}" if path else key)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _texts(one, f"{path}/{index}" if path else str(index))


def _is_deeper(value: Any, levels: int) -> bool:
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(levels):
        inside = (one.values() if isinstance(one, dict) else one for one in level)
        level = [part for parts in inside for part in parts if isinstance(part, (dict, list))]
        if not level:
            return False
    return True
