"""Who works here? People are added, change role or password, and leave; the last administrator stays."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    NumericPasswordValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from makeready.office.accounts.actor import Actor
from makeready.office.accounts.models import Person, Role
from makeready.office.errors import Fault, Invalid, NotFound, Refused
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind

LEAST_PASSWORD = 10
WEAK = (CommonPasswordValidator(), NumericPasswordValidator())


class NameTaken(Refused):
    """Somebody is called so already."""

    code = "name_taken"
    title = "The name is taken"
    fix = "Choose another name."


class LastAdministrator(Refused):
    """Without this person nobody could manage the house."""

    code = "last_administrator"
    title = "The last administrator"
    fix = "Make somebody else administrator first."


def add(
    name: str,
    *,
    by: Actor,
    role: Role | str = Role.OPERATOR,
    password: str | None = None,
    full_name: str = "",
    email: str = "",
) -> tuple[Person, str]:
    """A new person and their password (a made one where none is given), which is never to be had again.

    Raises:
        Invalid: no name, unknown role, weak password. NameTaken: somebody is called so.
    """
    name = name.strip()
    faults = []
    if not name or len(name) > 150:
        faults.append(Fault("name", "A name of 1 to 150 characters is needed."))
    if role not in Role.values:
        faults.append(Fault("role", f"There is no role “{role}”: choose from {', '.join(Role.values)}."))
    if password is not None:
        faults.extend(_password_faults(password))
    if faults:
        raise Invalid(faults[0].message, errors=faults)
    chosen = secrets.token_urlsafe(12) if password is None else password
    try:
        with transaction.atomic():
            person = Person.objects.create_user(name, chosen, role=role, full_name=full_name, email=email)
            record(Kind.SETUP, by=by, subject=person.id, now=f"{name} added as {person.get_role_display()}")
    except IntegrityError as why:
        raise NameTaken(f"Somebody is called “{name}” already.") from why
    return person, chosen


def change(
    person: Person,
    *,
    by: Actor,
    role: Role | str | None = None,
    active: bool | None = None,
    password: str | None = None,
    full_name: str | None = None,
    email: str | None = None,
) -> Person:
    """Change what is given; a new password or a leave ends the person's sessions.

    Raises:
        Invalid: unknown role, weak password. LastAdministrator: nobody could manage people afterwards.
    """
    faults = []
    if role is not None and role not in Role.values:
        faults.append(Fault("role", f"There is no role “{role}”: choose from {', '.join(Role.values)}."))
    if password is not None:
        faults.extend(_password_faults(password))
    if faults:
        raise Invalid(faults[0].message, errors=faults)
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        said = []
        leaves = active is False and locked.is_active
        steps_down = role is not None and role != Role.ADMINISTRATOR
        if locked.role == Role.ADMINISTRATOR and locked.is_active and (leaves or steps_down):
            _another_administrator(locked)
        if role is not None and role != locked.role:
            said.append(f"role {locked.get_role_display()} → {Role(role).label}")
            locked.role = Role(role)
        if active is not None and active != locked.is_active:
            said.append("may sign in again" if active else "may no longer sign in")
            locked.is_active = active
        if password is not None:
            said.append("new password")
            locked.set_password(password)
        if full_name is not None and full_name != locked.full_name:
            said.append("name changed")
            locked.full_name = full_name
        if email is not None and email != locked.email:
            said.append("e-mail changed")
            locked.email = email
        if said:
            locked.save()
            record(Kind.SETUP, by=by, subject=locked.id, now=f"{locked.name}: {', '.join(said)}"[:200])
    return locked


def find(person_id: str) -> Person:
    """A person by id.

    Raises:
        NotFound: nobody has it.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound(f"There is nobody with the id {person_id}.")
    return person


def _another_administrator(but: Person) -> None:
    others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=but.pk)
    if not others.exists():
        raise LastAdministrator(f"{but.name} is the last administrator.")


def _password_faults(password: str) -> list[Fault]:
    if len(password) < LEAST_PASSWORD:
        return [Fault("password", f"A password needs at least {LEAST_PASSWORD} characters.")]
    if len(password) > 1000:
        return [Fault("password", "A password may have at most 1000 characters.")]
    try:
        validate_password(password, password_validators=WEAK)
    except ValidationError as why:
        return [Fault("password", sentence) for sentence in why.messages]
    return []
