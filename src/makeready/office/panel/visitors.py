"""Who is asking? Whoever signed in in this browser, with their rights; others are sent to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from makeready.office.accounts.models import Person
from makeready.office.accounts.principal import person_principal
from makeready.office.accounts.rights import Right
from makeready.office.errors import Unauthorised

if TYPE_CHECKING:
    from makeready.office.panel.page import PanelRequest


class NotSignedIn(Unauthorised):
    """Nobody is signed in in this browser."""

    code = "not_signed_in"
    title = "Please sign in"
    fix = "Sign in; then you come back to where you were."


def let_in(request: PanelRequest, right: Right | None) -> None:
    """Know the person (`request.principal`, `request.actor`) and let pass who has the right; None: anybody.

    Raises:
        NotSignedIn: nobody is signed in. Forbidden: the role does not have the right.
    """
    person = request.user
    if isinstance(person, Person) and person.is_active:
        request.principal = person_principal(person)
        request.actor = request.principal.actor
        if right is not None:
            request.principal.require(right)
    elif right is not None:
        raise NotSignedIn("Nobody is signed in here.")
