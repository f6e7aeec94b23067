"""People: who may sign in at the panel, and in which role."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts import people
from makeready.office.accounts.models import Person, Role
from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Asked, Listed, Time, Told, utc, utc_or_none

router = Router()


class PersonWish(Asked):
    """Somebody new."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "ada", "role": "operator"}]})

    name: str = Field(max_length=150, description="They sign in with it.")
    role: Role = Role.OPERATOR
    password: str | None = Field(default=None, description="Left out: one is made and told in the answer.")
    full_name: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=254)


class PersonChange(Asked):
    """What is to change; the rest stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "prepress"}]})

    role: Role | None = None
    active: bool | None = Field(default=None, description="false: may no longer sign in.")
    password: str | None = None
    full_name: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=254)


class PersonShown(Told):
    """Somebody who works here."""

    id: str = Field(examples=["per_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str
    full_name: str
    email: str
    role: str
    active: bool
    created_at: Time
    last_login_at: Time | None


class PersonMade(PersonShown):
    """Somebody new, with the password, which is never to be had again."""

    password: str | None = Field(description="The password that was made; null where one was given.")


def shown(person: Person) -> dict[str, Any]:
    """A person as the API tells them."""
    return {
        "id": person.pk,
        "name": person.name,
        "full_name": person.full_name,
        "email": person.email,
        "role": person.role,
        "active": person.is_active,
        "created_at": utc(person.created_at),
        "last_login_at": utc_or_none(person.last_login),
    }


def etag(person: Person) -> str:
    """The tag of a person's state: a hash of all that can be changed."""
    state = repr((str(person.role), person.is_active, person.full_name, person.email, person.password))
    return tag(person.pk, hashlib.sha256(state.encode()).hexdigest()[:16])


@router.get("/people", response=Listed[PersonShown])
@needs(Right.SEE_PEOPLE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the people, newest first."""
    return listed(Person.objects.all(), shown, limit=limit, cursor=cursor)


@router.post("/people", response={201: PersonMade})
@needs(Right.MANAGE_PEOPLE)
def create(request: HttpRequest, response: HttpResponse, body: PersonWish) -> Any:
    """Add somebody; a password that is made is told in this answer only."""
    person, password = people.add(
        body.name, by=caller(request).actor, role=body.role, password=body.password, full_name=body.full_name,
        email=body.email,
    )  # fmt: skip
    tagged(response, etag(person))
    return Status(201, {**shown(person), "password": password if body.password is None else None})


@router.get("/people/{person_id}", response=PersonShown)
@needs(Right.SEE_PEOPLE)
def show(request: HttpRequest, response: HttpResponse, person_id: str) -> Any:
    """Show somebody."""
    person = people.find(person_id)
    tagged(response, etag(person))
    return shown(person)


@router.patch("/people/{person_id}", response=PersonShown)
@needs(Right.MANAGE_PEOPLE)
def change(request: HttpRequest, response: HttpResponse, person_id: str, body: PersonChange) -> Any:
    """Change somebody's role, name or password, or let them sign in no longer."""
    person = people.find(person_id)
    require_match(request, etag(person))
    changed = people.change(person, by=caller(request).actor, **body.model_dump(exclude_unset=True))
    tagged(response, etag(changed))
    return shown(changed)
