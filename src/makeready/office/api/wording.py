"""How are times and types written in the API? The small shapes that every noun shares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Item = TypeVar("Item")


def utc(moment: datetime) -> str:
    """A time as the API writes it: UTC, always with six decimals, so that text sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_or_none(moment: datetime | None) -> str | None:
    """The same for a time that may be missing."""
    return None if moment is None else utc(moment)


Time = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-23T10:00:00.000000Z"])]
"""A time in an answer."""


class Told(BaseModel):
    """What the API answers."""

    model_config = ConfigDict(extra="forbid")


class Asked(BaseModel):
    """What a request may say: unknown fields are refused by name, words are not taken for numbers."""

    model_config = ConfigDict(extra="forbid", strict=False, str_max_length=1_000_000)


class Listed(Told, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page; null on the last one.")


class ProblemShown(Told):
    """Something about a project or an order line that a person should see."""

    code: str = Field(examples=["no_product"])
    message: str = Field(examples=["No product matches SKU BC-85x55."])
    hint: str = Field(examples=["Make a product for this SKU, or give the project a design."])


def _written_time(value: Any) -> Any:
    """ISO 8601 only (the library would also take seconds since 1970); a `+` that became a space is mended."""
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        return re.sub(r" (\d\d:?\d\d)$", r"+\1", value)
    raise ValueError("It must be a time in ISO 8601, like 2026-11-23T10:00:00Z.")


def _with_zone(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


Moment = Annotated[datetime, BeforeValidator(_written_time), AfterValidator(_with_zone)]
"""A time in a request; without a zone it is taken as UTC."""


def sort_words(words: Iterable[str], usual: str) -> Any:
    """The query parameter `sort`: a field, with `-` for the other way round."""
    known = list(words)

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"This list cannot be sorted by “{value[:50]}”: choose from {', '.join(known)}.")
        return value

    return Annotated[
        str, AfterValidator(check), Field(default=usual, json_schema_extra={"enum": [*known]}, max_length=50)
    ]
