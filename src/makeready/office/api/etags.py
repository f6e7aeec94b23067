"""Which version was read, and is it still the newest? `ETag` and `If-Match` (RFC 9110 §13)."""

from __future__ import annotations

import re
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from makeready.office.errors import Fault, Invalid, StaleVersion, VersionNeeded

Response = TypeVar("Response", bound=HttpResponseBase)
_TAG = re.compile(r'(?:W/)?"([^"]*)"\s*(?:,|$)')


def tag(*parts: object) -> str:
    """An entity tag of an id and its version."""
    return '"' + "-".join(str(part) for part in parts) + '"'


def require_match(request: HttpRequest, current: str) -> None:
    """Let pass who read the newest version.

    Raises:
        VersionNeeded: no If-Match (428). Invalid: no tag in it. StaleVersion: somebody changed it in between (412).
    """
    given = request.headers.get("If-Match")
    if given is None:
        raise VersionNeeded("If-Match is missing, so nobody knows which version this is to replace.")
    if given.strip() == "*":
        return
    tags = _TAG.findall(given)
    if not tags:
        raise Invalid(
            "If-Match holds no tag in double quotes.", errors=[Fault("If-Match", "An ETag, as it was given.")]
        )
    if current.strip('"') not in tags:
        raise StaleVersion("It was changed since you read it.", etag=current)


def not_modified(request: HttpRequest, current: str) -> HttpResponse | None:
    """304 for who has this version already (`If-None-Match`)."""
    given = request.headers.get("If-None-Match", "")
    if given.strip() == "*" or current.strip('"') in _TAG.findall(given):
        response = HttpResponse(status=304)
        del response["Content-Type"]
        return tagged(response, current)
    return None


def tagged(response: Response, current: str) -> Response:
    """The answer with its tag; it may be kept, but must be asked about."""
    response["ETag"] = current
    response["Cache-Control"] = "private, no-cache"
    return response
