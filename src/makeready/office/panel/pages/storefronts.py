"""Storefronts: connected web stores, the address to paste into them, whether they answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect

from makeready.office.accounts.rights import Right
from makeready.office.errors import OfficeError
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.components.wishes import version_seen, wish
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.storefronts import setup
from makeready.office.storefronts.models import Platform, ProjectsFor, StartOn, Storefront
from makeready.office.storefronts.storefront import adapter, adapters

CREDENTIAL = "credential-"


@page("storefronts", allow=Right.SEE)
def storefronts(request: PanelRequest) -> Page:
    """Every connected store, with what came of it lately."""
    rows = Storefront.objects.annotate(orders_count=Count("orders")).order_by("name")
    return Page("storefronts/list.html", storefronts=rows)


@page("storefronts/new", allow=Right.CONNECT)
def new_storefront(request: PanelRequest) -> Page:
    """The empty form of a platform (`?platform=shopify`)."""
    platform = request.GET.get("platform", Platform.SHOPIFY)
    given = {"platform": platform, "start_on": StartOn.CONFIRMED}
    return Page("storefronts/form.html", given=given, **choices(platform))


@page("storefronts/new", allow=Right.CONNECT, method="POST")
def make_storefront(request: PanelRequest) -> Page | HttpResponseBase:
    """Connect a store; its page then shows the address to paste."""
    try:
        storefront = setup.create(wish(setup.StorefrontWish, read(request.POST)), by=request.actor)
    except OfficeError as why:
        offered = choices(request.POST.get("platform", ""))
        return Page("storefronts/form.html", status=why.status, given=request.POST, faults=Faults(why), **offered)
    say(request, f"“{storefront.name}” is connected.", "Now paste the address below into the store.")
    return redirect("storefront", storefront.pk)


@page("storefronts/<storefront>", allow=Right.SEE)
def storefront(request: PanelRequest, storefront: Storefront) -> Page:
    """One store: address, set-up, what came lately, the last sweep."""
    given = {
        "name": storefront.name, "platform": storefront.platform, "base_url": storefront.base_url,
        "start_on": storefront.start_on, "projects_for": storefront.projects_for, "version": storefront.version,
        "authorized_is_paid": storefront.settings.get("authorized_is_paid"),
    }  # fmt: skip
    return Page("storefronts/page.html", given=given, **about(storefront))


@page("storefronts/<storefront>", allow=Right.CONNECT, method="POST")
def change_storefront(request: PanelRequest, storefront: Storefront) -> Page | HttpResponseBase:
    """Change a store's set-up; secrets left empty stay as they are."""
    try:
        version = version_seen(request.POST)
        wanted = wish(setup.StorefrontWish, read(request.POST))
        setup.update(storefront, wanted, by=request.actor, expected_version=version)
    except OfficeError as why:
        values = {"given": request.POST, "faults": Faults(why), **about(storefront)}
        return Page("storefronts/page.html", status=why.status, **values)
    say(request, f"Saved: {request.POST.get('name', '')}.")
    return redirect("storefront", storefront.pk)


@page("storefronts/<storefront>/test", allow=Right.CONNECT, method="POST")
def test_storefront(request: PanelRequest, storefront: Storefront) -> Page:
    """Ask the store whether the set-up works."""
    try:
        sentence = setup.test(storefront)
    except OfficeError as why:
        return Page("connections/_tested.html", tone="failed", sentence=why.sentence, hint=why.hint)
    return Page("connections/_tested.html", tone="good", sentence=sentence)


def read(form: QueryDict) -> dict[str, Any]:
    """The form as the domain asks for it. Empty secrets are left out: what is kept stays."""
    values: dict[str, Any] = {
        name: form.get(name, "") for name in ("name", "platform", "base_url", "start_on")
    }  # fmt: skip
    values["projects_for"] = form.get("projects_for") or None
    values["authorized_is_paid"] = "authorized_is_paid" in form
    if form.get("secret"):
        values["secret"] = form["secret"]
    credentials = {
        name.removeprefix(CREDENTIAL): str(form[name]) for name in form if name.startswith(CREDENTIAL) and form[name]
    }
    if credentials:
        values["credentials"] = credentials
    return values


def about(storefront: Storefront) -> dict[str, Any]:
    """What a store's page shows beside its form."""
    return {
        "storefront": storefront,
        "hook_url": setup.hook_url(storefront),
        "has_secret": bool(storefront.sealed_secret),
        "has_credentials": bool(storefront.sealed_credentials),
        "hooks": storefront.hooks.defer("body").order_by("-received_at")[:5],
        "orders_count": storefront.orders.count(),
        **choices(storefront.platform),
    }


def choices(platform: str) -> dict[str, Any]:
    """What the form of a platform offers."""
    spoken = adapter(platform)
    return {
        "platforms": [choice for choice in Platform.choices if choice[0] in adapters()],
        "credential_names": spoken.credential_names if spoken else (),
        "topics": spoken.topics if spoken else (),
        "starts": StartOn.choices,
        "projects_for": ProjectsFor.choices,
    }
