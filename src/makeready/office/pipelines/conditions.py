"""What do `runIf` and `skipIf` mean? Conditions of one comparison; the operator is found before any value is put in.

"{{project.quantity}} != 1"                    the vendor's: letter by letter
"{{project.quantity}} >= 500"                  numbers or dates
"{{project.storefront}} in Card shop, Web"     one of a list
"{{project.items.@.sku}} matches BC-[0-9]+"    the whole text, by RE2: linear in time whatever the pattern
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import re2

from makeready.office.pipelines.language import LanguageFault, LookUp, Value, fill, parse, spans

VENDORS = re.compile(r"!=|(?<![<>])=")
OURS = re.compile(r"<=|>=|<|>|(?<=\s)(?:in|matches)(?=\s)")
LONGEST_PATTERN = 500
FORM = "a condition is “left = right”; other operators are !=, <, <=, >, >=, in, matches"

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPERATORS = {
    "=": "the same, letter by letter",
    "!=": "not the same",
    "<": "less; numbers or dates",
    "<=": "less or the same",
    ">": "more",
    ">=": "more or the same",
    "in": "one of a list: `A, B, C`, or one value that holds such a list",
    "matches": "the whole text fits a regular expression (RE2's); values in it stand for themselves",
}
"""Every operator with what it asks, for people."""


@dataclass(frozen=True)
class Condition:
    """One comparison; both sides may hold values."""

    left: str
    operator: str
    right: str

    def holds(self, look_up: LookUp) -> bool:
        """Whether it is true now; blanks around a side do not count.

        Raises:
            ValueMissing: a value is not there. LanguageFault: what is compared by size is neither number nor date.
        """
        left = fill(self.left, look_up).strip()
        match self.operator:
            case "=" | "!=":
                return (left == fill(self.right, look_up).strip()) is (self.operator == "=")
            case "in":
                return left in _listed(self.right, look_up)
            case "matches":
                return _pattern(_filled_pattern(self.right, look_up)).fullmatch(left) is not None
            case _:
                return _compared(left, self.operator, fill(self.right, look_up).strip())


def parse_condition(text: str) -> Condition:
    """A condition from its text. Exactly one of the vendor's operators wins over ours: its documents mean the same.

    Raises:
        LanguageFault: not exactly one operator, nothing on both sides, or a pattern that is none.
    """
    bare = _without_values(text)
    found = list(VENDORS.finditer(bare)) or list(OURS.finditer(bare))
    words = [one for one in found if one[0] in ("in", "matches")]
    if words and found[0] is words[0]:
        found = words[:1]  # what follows is a list or a pattern, whatever signs it holds
    if len(found) != 1:
        count = "no operator" if not found else f"{len(found)} operators"
        raise LanguageFault(f"“{text}” has {count}; {FORM}.")
    left, right = text[: found[0].start()].strip(), text[found[0].end() :].strip()
    if not left and not right:
        raise LanguageFault(f"“{text}” compares nothing with nothing.")
    parse(left), parse(right)
    if found[0][0] == "matches" and "{{" not in right:
        _pattern(right)
    return Condition(left, found[0][0], right)


CONDITIONS: dict[str, tuple[bool, Callable[[list[bool]], bool]]] = {
    "runIf": (False, lambda holds: not holds[0]),
    "skipIf": (False, lambda holds: holds[0]),
    "skipIfAny": (True, any),
    "skipIfAll": (True, all),
    "skipIfNot": (False, lambda holds: not holds[0]),
    "skipIfNotAny": (True, lambda holds: not any(holds)),
    "skipIfNotAll": (True, lambda holds: not all(holds)),
}
"""Parameter → whether it takes a list, and when its task is skipped, told from the conditions that hold."""


def split_conditions(parameters: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A task's parameters → (its conditions, all others)."""
    conditions = {key: value for key, value in parameters.items() if key in CONDITIONS}
    return conditions, {key: value for key, value in parameters.items() if key not in CONDITIONS}


def read_conditions(name: str, raw: Any) -> list[Condition]:
    """What stands under `skipIf` and its like.

    Raises:
        LanguageFault: the wrong kind of value, an empty list, or a condition that cannot be understood.
    """
    takes_list, _ = CONDITIONS[name]
    if takes_list and (not isinstance(raw, list) or not raw or not all(isinstance(one, str) for one in raw)):
        raise LanguageFault(f"{name} takes a list of conditions like [“left = right”].")
    if not takes_list and not isinstance(raw, str):
        raise LanguageFault(f"{name} takes one condition like “left = right”.")
    return [parse_condition(one) for one in (raw if takes_list else [raw])]


def why_skipped(conditions: Mapping[str, Any], look_up: LookUp) -> str:
    """The sentence why a task is skipped now, or "" when it runs.

    Raises:
        LanguageFault, ValueMissing: a condition cannot be answered.
    """
    for name, raw in conditions.items():
        holds = [condition.holds(look_up) for condition in read_conditions(name, raw)]
        if CONDITIONS[name][1](holds):
            return f"Skipped: {name} {raw if isinstance(raw, str) else '; '.join(raw)}"
    return ""


def _without_values(text: str) -> str:
    """The text with every `{{…}}` blotted out, at the same length."""
    plain, end = [], 0
    for start, after in spans(text):
        plain += [text[end:start], "\0" * (after - start)]
        end = after
    return "".join([*plain, text[end:]])


def _listed(text: str, look_up: LookUp) -> list[str]:
    """The entries of a list: split first, then filled, so that a value is one entry; a lone value brings its list."""
    alone = isinstance(parse(text)[0], Value) and len(parse(text)) == 1 if text else False
    entries = fill(text, look_up).split(",") if alone else [fill(part, look_up) for part in text.split(",")]
    return [entry.strip() for entry in entries if entry.strip()]


def _compared(left: str, sign: str, right: str) -> bool:
    """By size; nothing is neither more nor less than anything."""
    if not left or not right:
        return False
    for read in (_number, _moment):
        pair = read(left), read(right)
        if None not in pair:
            return ORDER[sign](*pair)
    raise LanguageFault(f"“{left}” {sign} “{right}”: only numbers and dates have a size.")


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _filled_pattern(text: str, look_up: LookUp) -> str:
    def escaped(value: Value) -> str | None:
        found = look_up(value)
        return None if found is None else str(re2.escape(found))

    return fill(text, escaped)


@functools.lru_cache(maxsize=256)
def _pattern(text: str) -> Any:
    if len(text) > LONGEST_PATTERN:
        raise LanguageFault(f"A pattern has at most {LONGEST_PATTERN} letters.")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(text, options)
    except re2.error as why:
        said = why.args[0].decode() if why.args and isinstance(why.args[0], bytes) else str(why)
        raise LanguageFault(f"“{text}” is no pattern: {said}.") from why
