"""What does a design look like that nobody has saved yet? A draft: a document and the values of its fields.

The browser keeps the draft and sends it whole; nothing of it is stored here before it is saved.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from makeready.office import strict_json
from makeready.office.designs import output
from makeready.office.designs.models import Revision
from makeready.office.errors import Fault, Invalid


@dataclass(frozen=True)
class Draft:
    """An unsaved state: the document, and what fills its fields."""

    document: dict[str, Any]
    values: dict[str, str]

    def on(self, revision: Revision) -> Revision:
        """As if it were the revision; never saved."""
        unsaved = copy.copy(revision)
        unsaved.document, unsaved.record = self.document, self.values
        return unsaved


def of(revision: Revision) -> Draft:
    """What the editor begins with."""
    document = revision.document or {}
    given = {one["name"]: one["default"] for one in document.get("fields", []) if one.get("default")}
    return Draft(document, {**given, **{name: value for name, value in revision.record.items() if value}})


def sent(request: HttpRequest) -> tuple[Draft, dict[str, Any]]:
    """The draft that a script sent as JSON, and what else it said.

    Raises:
        Invalid: the body is none.
    """
    try:
        body = strict_json.loads(request.body)
    except (ValueError, RecursionError) as why:
        raise Invalid(f"The body is no JSON: {why}.") from why
    if not isinstance(body, dict) or not isinstance(body.get("document"), dict):
        raise Invalid("The draft is missing.", errors=[Fault("document", "Must be a JSON object.")])
    values = body.get("values")
    if not isinstance(values, dict) or not all(isinstance(one, str) for one in values.values()):
        raise Invalid("The fields' values are missing.", errors=[Fault("values", "Must be an object of texts.")])
    return Draft(body["document"], values), body


def drawn(revision: Revision, draft: Draft, number: int, wanted: list[str] | None) -> dict[str, Any]:
    """A page of a draft: `svg` as a whole, or of some items (`pages/0/items/2`) only; with what is wrong on it.

    Raises:
        DesignInvalid: the draft is at fault. CannotPrint: it cannot be drawn. NoSuchPage. TooManyAtOnce.
    """
    page = output.page_drawn(draft.on(revision), number, bleed=True, only=wanted or None)
    picture: dict[str, Any] = {"items": dict(page.items)} if wanted else {"svg": page.svg}
    return {**picture, "findings": [one.as_dict() for one in page.findings]}
