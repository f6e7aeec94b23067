"""API keys: which programs may come in, and with what."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect

from makeready.office.accounts import keys
from makeready.office.accounts.models import ApiKey, Role
from makeready.office.accounts.rights import Right, Scope
from makeready.office.errors import OfficeError
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say


@page("api-keys", allow=Right.SEE_PEOPLE)
def api_keys(request: PanelRequest) -> Page:
    """Every key, those in use first."""
    return Page("api_keys/list.html", keys=ApiKey.objects.order_by("revoked_at", "-created_at"))


@page("api-keys/new", allow=Right.MANAGE_PEOPLE)
def new_api_key(request: PanelRequest) -> Page:
    """The empty form."""
    given = {"scopes": list(Scope), "role": Role.ADMINISTRATOR}
    return Page("api_keys/form.html", roles=Role.choices, scopes=tuple(Scope), given=given)


@page("api-keys/new", allow=Right.MANAGE_PEOPLE, method="POST")
def make_api_key(request: PanelRequest) -> Page:
    """Make a key; its secret is shown this once."""
    form, scopes = request.POST, request.POST.getlist("scopes")
    try:
        key, secret = keys.create(form.get("name", ""), by=request.actor, scopes=scopes, role=form.get("role", ""))
    except OfficeError as why:
        given = {**form.dict(), "scopes": scopes}
        return Page(
            "api_keys/form.html",
            status=why.status,
            roles=Role.choices,
            scopes=tuple(Scope),
            given=given,
            faults=Faults(why),
        )
    return Page("api_keys/secret.html", key=key, secret=secret, address=request.build_absolute_uri("/api/v1/projects"))


@page("api-keys/<key>/revoke", allow=Right.MANAGE_PEOPLE, method="POST")
def revoke_api_key(request: PanelRequest, key: ApiKey) -> HttpResponseBase:
    """End a key for good."""
    keys.revoke(key, by=request.actor)
    say(request, f"The key “{key.name}” is revoked; programs with it are refused from now on.")
    return redirect("api_keys")
