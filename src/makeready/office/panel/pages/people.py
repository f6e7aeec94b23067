"""People: who works here, with which role."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect

from makeready.office.accounts import people as staff
from makeready.office.accounts.models import Person, Role
from makeready.office.accounts.rights import TABLE, Right, allows
from makeready.office.errors import OfficeError
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say


@page("people", allow=Right.SEE_PEOPLE)
def people(request: PanelRequest) -> Page:
    """Everybody, and what each role may."""
    everybody = Person.objects.order_by("-is_active", "name")
    rights = [(TABLE[right].sentence, [allows(role, right) for role in Role]) for right in TABLE]
    return Page("people/list.html", people=everybody, roles=Role, rights=rights)


@page("people/new", allow=Right.MANAGE_PEOPLE)
def new_person(request: PanelRequest) -> Page:
    """The empty form."""
    return Page("people/form.html", roles=Role.choices, given={"role": Role.OPERATOR})


@page("people/new", allow=Right.MANAGE_PEOPLE, method="POST")
def add_person(request: PanelRequest) -> Page | HttpResponseBase:
    """Add somebody; a password that we made is shown this once."""
    form = request.POST
    try:
        person, password = staff.add(
            form.get("name", ""), by=request.actor, role=form.get("role", ""), password=form.get("password") or None,
            full_name=form.get("full_name", ""), email=form.get("email", ""),
        )  # fmt: skip
    except OfficeError as why:
        return Page("people/form.html", status=why.status, roles=Role.choices, given=form, faults=Faults(why))
    if form.get("password"):
        say(request, f"{person.shown_name} can sign in now.")
        return redirect("people")
    return Page("people/password.html", person=person, password=password)


@page("people/<person>", allow=Right.MANAGE_PEOPLE)
def person(request: PanelRequest, person: Person) -> Page:
    """Somebody's form."""
    return Page("people/form.html", roles=Role.choices, given=person, person=person)


@page("people/<person>", allow=Right.MANAGE_PEOPLE, method="POST")
def change_person(request: PanelRequest, person: Person) -> Page | HttpResponseBase:
    """Change somebody's role, names or password, or end their access."""
    form = request.POST
    try:
        staff.change(
            person, by=request.actor, role=form.get("role"), active="is_active" in form,
            password=form.get("password") or None, full_name=form.get("full_name", ""), email=form.get("email", ""),
        )  # fmt: skip
    except OfficeError as why:
        given = {**form.dict(), "is_active": "is_active" in form}
        return Page(
            "people/form.html", status=why.status, roles=Role.choices, given=given, person=person, faults=Faults(why)
        )
    say(request, f"Saved: {person.name}.")
    return redirect("people")
