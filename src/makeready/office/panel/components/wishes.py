"""How does a form become what the domain asks for? Values checked by the domain's own model, faults in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from makeready.office.errors import Fault, Invalid

Wish = TypeVar("Wish", bound=BaseModel)
LONGEST_NUMBER = 9
"""Digits of a version."""

SENTENCES = {
    "missing": "This is needed.",
    "string_too_short": "This is needed.",
    "string_too_long": "At most {max_length} characters.",
    "int_parsing": "A whole number, please.",
    "int_type": "A whole number, please.",
    "greater_than_equal": "At least {ge}.",
    "less_than_equal": "At most {le}.",
    "enum": "Choose {expected}.",
    "literal_error": "Choose {expected}.",
}


class FormInvalid(Invalid):
    """Something in the form cannot be taken."""

    code = "form_invalid"
    title = "The form has faults"
    fix = "Correct the fields that are marked."


def wish(model: type[Wish], values: Mapping[str, Any]) -> Wish:
    """What the form asks for, typed.

    Raises:
        FormInvalid: with a fault for each field that cannot be taken.
    """
    try:
        return model.model_validate(values)
    except ValidationError as why:
        faults = [_fault(error) for error in why.errors()]
        count = "One field" if len(faults) == 1 else f"{len(faults)} fields"
        raise FormInvalid(f"{count} cannot be taken as they are.", errors=faults) from why


def version_seen(form: Mapping[str, Any]) -> int | None:
    """The version that the form was opened with; None where it says none.

    Raises:
        FormInvalid: something else stands there.
    """
    given = str(form.get("version", ""))
    if given and (not given.isdecimal() or len(given) > LONGEST_NUMBER):
        raise FormInvalid("The form does not say which version it was opened with.", fix="Open the page again.")
    return int(given or 0) or None


def _fault(error: Mapping[str, Any]) -> Fault:
    sentence = SENTENCES.get(str(error["type"]), "{msg}.")
    facts = {"msg": error["msg"], **error.get("ctx", {})}
    return Fault("/".join(str(part) for part in error["loc"]), sentence.format_map(facts))
