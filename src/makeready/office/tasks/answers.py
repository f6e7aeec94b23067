"""What did another system answer? Whether it is a success, and the values that stand in it."""

from __future__ import annotations

import json
import re
from typing import Any

from makeready.office.storage.media_types import sniff
from makeready.office.tasks.task import TaskFailed

_RANGE = re.compile(r"\s*([1-5]\d\d)\s*(?:-\s*([1-5]\d\d)\s*)?")
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d{1,6})\]")
_DEMAND = re.compile(r"\s*([^=!]+?)\s*(!?=)\s*(.*?)\s*", re.DOTALL)


class AnswerWithoutValue(TaskFailed):
    """The answer has no such value."""

    code = "answer_without_value"
    fix = "Look at what the other system answered and correct the path, then start the job again."


def statuses(text: str) -> list[range]:
    """“200-299, 409” as ranges; none for an empty text.

    Raises:
        ValueError: it cannot be read.
    """
    found = []
    for part in text.split(",") if text.strip() else ():
        told = _RANGE.fullmatch(part)
        if told is None:
            raise ValueError(f"“{part.strip()}” is no status or range of statuses such as 200-299.")
        found.append(range(int(told[1]), int(told[2] or told[1]) + 1))
    return found


def demand(text: str) -> tuple[str, bool, str] | None:
    """“result.status = accepted” as path, whether it must be equal, and value; None for an empty text.

    Raises:
        ValueError: it cannot be read.
    """
    if not text.strip():
        return None
    told = _DEMAND.fullmatch(text)
    if told is None:
        raise ValueError("needs a path, = or !=, and a value, such as “result.status = accepted”.")
    return told[1], told[2] == "=", told[3]


def verdict(status: int, body: bytes, success: str, success_when: str) -> str | None:
    """Empty for a success, a sentence for a refusal, None where only the usual rule (2xx) counts."""
    ranges = statuses(success)
    if ranges and not any(status in one for one in ranges):
        passing = status >= 500 or status in (408, 425, 429)
        return None if passing else f"answered {status}, which is none of {success}."
    wanted = demand(success_when)
    if wanted is None:
        return "" if ranges else None
    if not ranges and not 200 <= status < 300:
        return None
    path, equal, value = wanted
    try:
        said = as_text(at(body, path))
    except AnswerWithoutValue as why:
        return why.sentence
    if (said == value) is equal:
        return ""
    return f"answered {path} = {said[:100]!r}, and the pipeline asks for {success_when}."


def taken(body: bytes, path: str) -> tuple[bytes, str]:
    """What an artifact takes from an answer: (bytes, media type). No path: the answer as it came.

    Raises:
        AnswerWithoutValue: it is no JSON, or has no such value.
    """
    if not path.strip():
        return body, sniff(body)
    value = at(body, path)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).encode(), "application/json"
    return as_text(value).encode(), "text/plain"


def at(body: bytes, path: str) -> Any:
    """The value at a path (`jobs[0].id`, `$.jobs.0.id`) of a JSON text.

    Raises:
        AnswerWithoutValue: it is no JSON, or has no such value.
    """
    try:
        value = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as why:
        raise AnswerWithoutValue("The answer is no JSON.") from why
    place = path.strip().removeprefix("$")
    if "".join(step[0] for step in _STEP.finditer(place)) != place:
        raise AnswerWithoutValue(f"“{path}” is no path such as jobs[0].id.")
    for step in _STEP.finditer(place):
        name = step[1] if step[1] is not None else step[2]
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, ValueError, TypeError):
            raise AnswerWithoutValue(f"The answer has no value at “{path}”.") from None
    return value


def as_text(value: Any) -> str:
    """A JSON value as a parameter says it: true, false, numbers as written, null as nothing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
