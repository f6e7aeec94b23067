"""What does a JSON body say, where a call takes other kinds of bodies as well?"""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpRequest
from pydantic import BaseModel, ValidationError

from makeready.office.api.parsing import parse_json
from makeready.office.api.problems import invalid

Body = TypeVar("Body", bound=BaseModel)


def asked(request: HttpRequest, kind: type[Body]) -> Body:
    """The JSON body, typed.

    Raises:
        BodyUnreadable: no JSON. Invalid: with every fault and its place.
    """
    value = parse_json(request.body)
    try:
        return kind.model_validate(value)
    except ValidationError as why:
        raise invalid({**error, "loc": ("body", "body", *error["loc"])} for error in why.errors()) from why
