"""How are stores' loose values read? Text, numbers, times and lists as they ought to be, whatever came.

Stores write numbers as text and text as numbers, `{}` for an empty list and one object for a list of one,
`0000-00-00` for no time. These types take what can be meant and refuse the rest with its place.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError, from_json

from makeready.office.errors import Fault
from makeready.office.storefronts.storefront import HookUnreadable

MAX_QUANTITY = Decimal(10**9)
MAX_ID = 100

_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_GID = re.compile(r"gid://[^/]+/\w+/(\w+)(?:\?.*)?")

Model = TypeVar("Model", bound=BaseModel)


class Loose(BaseModel):
    """A part of a store's message: what we do not know is passed over (stores add fields all the time)."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


def json_of(body: bytes) -> Any:
    """A message's body as JSON values.

    Raises:
        HookUnreadable: it is no JSON, with the place.
    """
    try:
        return from_json(body.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except ValueError as why:
        raise HookUnreadable(f"The message is no JSON: {why}.") from why


def object_in(value: Any, *wrappers: str) -> dict[str, Any]:
    """The object that a message is about: itself, or what a wrapper such as `order` holds.

    Raises:
        HookUnreadable: there is none.
    """
    for _ in range(3):
        inner = next((value[name] for name in wrappers if isinstance(value, dict) and name in value), None)
        if not isinstance(inner, dict):
            break
        value = inner
    if not isinstance(value, dict):
        kinds = {list: "a list", str: "a text", type(None): "null", bool: "true or false"}
        raise HookUnreadable(f"The message is {kinds.get(type(value), 'a number')}, not an order.")
    return value


def checked(model: type[Model], value: dict[str, Any]) -> Model:
    """An object as a typed value.

    Raises:
        HookUnreadable: what is wrong, with every place.
    """
    try:
        return model.model_validate(value)
    except ValidationError as why:
        faults = faults_of(why)
        told = "; ".join(f"{fault.path} {fault.message}" for fault in faults[:5])
        more = f" and {len(faults) - 5} more" if len(faults) > 5 else ""
        raise HookUnreadable(f"The message is no order that can be read: {told}{more}.", errors=faults) from why


WORDS = {
    "missing": "is missing",
    "string_type": "must be a text",
    "string_too_short": "must not be empty",
    "string_too_long": "has more than {max_length} characters",
    "string_unicode": "holds characters that are no text",
    "bool_type": "must be true or false",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "list_type": "must be a list",
    "too_short": "must not be empty",
    "too_long": "holds more than {max_length} entries",
    "enum": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "finite_number": "must be a number",
    "decimal_max_places": "has more than {decimal_places} decimals",
    "decimal_max_digits": "has too many digits",
}
"""Pydantic's faults in the words that we use everywhere; those left out say well what they mean."""


def faults_of(error: ValidationError) -> list[Fault]:
    """What is wrong with a value, each with its place: `lines/0/quantity`."""
    return [_fault(fault) for fault in error.errors(include_url=False, include_input=False)]


def _fault(fault: ErrorDetails) -> Fault:
    words = WORDS.get(fault["type"])
    said = words.format(**fault.get("ctx", {})) if words else fault["msg"]
    return Fault("/".join(str(step) for step in fault["loc"]), said)


def text(value: Any) -> str:
    """Anything as text for people: a list becomes `a, b`, nothing becomes ""; what no table can keep is left out."""
    match value:
        case None:
            plain = ""
        case str():
            plain = value
        case bool():
            plain = "yes" if value else "no"
        case float() if value.is_integer():
            plain = str(int(value))
        case int() | float() | Decimal():
            plain = str(value)
        case list() if all(isinstance(part, str | int | float) for part in value):
            plain = ", ".join(text(part) for part in value)
        case _:
            plain = json.dumps(value, ensure_ascii=False, default=str)
    return _CONTROLS.sub("", plain.replace("\r\n", "\n").replace("\r", "\n")).strip()


def name(value: Any) -> str:
    """A field's name: text without invisible characters, on one line."""
    return " ".join(text(value).translate(_INVISIBLE).split())


def number(value: Any) -> Decimal:
    """A quantity: from a number or a text; four decimals, never below 0."""
    try:
        found = Decimal(value.strip() if isinstance(value, str) else str(value))
    except (InvalidOperation, ValueError):
        raise PydanticCustomError("number", "must be a number") from None
    if not found.is_finite() or found > MAX_QUANTITY:
        raise PydanticCustomError("number", "must be a number up to 1,000,000,000")
    return max(Decimal(0), found.quantize(Decimal("0.0001")).normalize() + 0)


def time(value: Any) -> datetime | None:
    """A point in time in UTC; a text without a zone is read as UTC; what is no time is None."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_address(value: Any) -> bool:
    """Whether a value is an http(s) address."""
    return isinstance(value, str) and bool(re.match(r"https?://[^\s/]", value.strip(), re.IGNORECASE))


def _identity(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("id", "is missing")
    plain = _CONTROLS.sub("", str(value)).strip()
    plain = gid[1] if (gid := _GID.fullmatch(plain)) else plain
    if not plain or len(plain) > MAX_ID:
        raise PydanticCustomError("id", "is missing or too long")
    return plain


def _reference(value: Any) -> str:
    """An id that may be missing: 0 and null mean none."""
    is_one = isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip() not in ("", "0")
    return _identity(value) if is_one else ""


def _items(value: Any) -> list[Any]:
    """A list; `{}` and null are empty ones, one object is a list of one; what is no object is passed over."""
    if isinstance(value, dict):
        value = [value] if value else []
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _object_or_none(value: Any) -> Any:
    return value if isinstance(value, dict | BaseModel) else None


def _short(limit: int) -> Callable[[Any], str]:
    return lambda value: text(value)[:limit]


Identity = Annotated[str, BeforeValidator(_identity)]
Reference = Annotated[str, BeforeValidator(_reference)]
Text = Annotated[str, BeforeValidator(text)]
Title = Annotated[str, BeforeValidator(lambda value: html.unescape(name(value))[:500])]
Short = Annotated[str, BeforeValidator(_short(100))]
Word = Annotated[str, BeforeValidator(_short(200)), StringConstraints(to_lower=True)]
Number = Annotated[Decimal, BeforeValidator(number)]
Time = Annotated[datetime | None, BeforeValidator(time)]
Yes = Annotated[bool, BeforeValidator(lambda value: value in (True, 1, "1", "true", "yes"))]
Items = BeforeValidator(_items)
Maybe = BeforeValidator(_object_or_none)
