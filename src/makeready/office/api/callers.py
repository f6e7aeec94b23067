"""Who calls? The key in `Authorization: Bearer mr_…`, else whoever is signed in in this browser."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.utils import check_csrf

from makeready.office.accounts import keys
from makeready.office.accounts.models import Person
from makeready.office.accounts.principal import Principal, person_principal
from makeready.office.errors import Forbidden, Unauthorised


class CsrfMissing(Forbidden):
    """A page of somebody else may have sent this."""

    code = "csrf_missing"
    title = "Not from our own page"
    fix = "Send the page's CSRF token, or use a key."


def who_calls(request: HttpRequest) -> Principal:
    """Who a request comes from.

    Raises:
        Unauthorised: nobody that we know. CsrfMissing: a browser's session, changing something, without its token.
    """
    given = request.headers.get("Authorization")
    if given is not None:
        return key_holder(given)
    person = getattr(request, "user", None)
    if isinstance(person, Person) and person.is_active:
        if request.method not in ("GET", "HEAD") and check_csrf(request) is not None:
            raise CsrfMissing("The request changes something, but does not carry this page's CSRF token.")
        return person_principal(person)
    raise Unauthorised("This needs a key.")


def caller(request: HttpRequest) -> Principal:
    """Who an operation was called by; the border has made sure that there is somebody."""
    return cast(Principal, request.caller)  # type: ignore[attr-defined]


def key_holder(given: str) -> Principal:
    """Whose key the header Authorization holds.

    Raises:
        Unauthorised: nobody's.
    """
    scheme, _, secret = given.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Unauthorised("The header Authorization must read “Bearer mr_…”.")
    principal = keys.check(secret.strip())
    if principal is None:
        raise Unauthorised("The key is unknown or was revoked.")
    return principal
