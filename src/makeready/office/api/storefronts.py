"""Storefronts: the connected web stores, with the address to paste into each. Secrets are write-only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Listed, Time, Told, utc, utc_or_none
from makeready.office.storefronts import setup
from makeready.office.storefronts.models import Storefront

router = Router()


class StorefrontShown(Told):
    """A connected store."""

    id: str = Field(examples=["sto_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str = Field(examples=["Card shop"])
    platform: str = Field(examples=["shopify"])
    base_url: str
    start_on: str = Field(description="The status that starts a project's pipeline.", examples=["Confirmed"])
    projects_for: str = Field(description="Which lines become projects: personalised or all.")
    authorized_is_paid: bool = Field(description="Whether a reserved payment counts as paid.")
    hook_url: str = Field(description="Paste it into the store: there it sends its webhooks.")
    topics: list[str] = Field(description="The webhooks to set up in the store.", examples=[["orders/create"]])
    has_secret: bool = Field(description="Whether the secret that the store signs with was entered.")
    has_credentials: bool = Field(description="Whether the store's API can be asked.")
    refused_hooks: int = Field(description="Webhooks refused for a missing or wrong signature.")
    last_hook_at: Time | None
    version: int
    created_at: Time
    updated_at: Time


class StorefrontTested(Told):
    """The store's answer to a test."""

    ok: bool
    message: str


def shown(storefront: Storefront) -> dict[str, Any]:
    """A storefront as the API tells it."""
    return {
        "id": storefront.pk,
        "name": storefront.name,
        "platform": storefront.platform,
        "base_url": storefront.base_url,
        "start_on": storefront.start_on,
        "projects_for": storefront.projects_for,
        "authorized_is_paid": bool(storefront.settings.get("authorized_is_paid")),
        "hook_url": setup.hook_url(storefront),
        "topics": list(setup.topics(storefront)),
        "has_secret": bool(storefront.sealed_secret),
        "has_credentials": bool(storefront.sealed_credentials),
        "refused_hooks": storefront.refused_hooks,
        "last_hook_at": utc_or_none(storefront.last_hook_at),
        "version": storefront.version,
        "created_at": utc(storefront.created_at),
        "updated_at": utc(storefront.updated_at),
    }


def etag(storefront: Storefront) -> str:
    """The tag of a storefront's version."""
    return tag(storefront.pk, storefront.version)


@router.get("/storefronts", response=Listed[StorefrontShown])
@needs(Right.SEE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the connected stores, newest first."""
    return listed(Storefront.objects.all(), shown, limit=limit, cursor=cursor)


@router.post("/storefronts", response={201: StorefrontShown})
@needs(Right.CONNECT)
def create(request: HttpRequest, response: HttpResponse, body: setup.StorefrontWish) -> Any:
    """Connect a store."""
    made = setup.create(body, by=caller(request).actor)
    tagged(response, etag(made))
    return Status(201, shown(made))


@router.get("/storefronts/{storefront_id}", response=StorefrontShown)
@needs(Right.SEE)
def show(request: HttpRequest, response: HttpResponse, storefront_id: str) -> Any:
    """Show a connected store."""
    found = setup.named(storefront_id)
    tagged(response, etag(found))
    return shown(found)


@router.put("/storefronts/{storefront_id}", response=StorefrontShown)
@needs(Right.CONNECT)
def change(request: HttpRequest, response: HttpResponse, storefront_id: str, body: setup.StorefrontWish) -> Any:
    """Change a connected store; secrets that are left out stay."""
    found = setup.named(storefront_id)
    require_match(request, etag(found))
    changed = setup.update(found, body, by=caller(request).actor, expected_version=found.version)
    tagged(response, etag(changed))
    return shown(changed)


@router.post("/storefronts/{storefront_id}/test", response=StorefrontTested)
@needs(Right.CONNECT)
def test(request: HttpRequest, storefront_id: str) -> Any:
    """Ask the store whether the set-up works; a refusal by the store is told as a problem."""
    return {"ok": True, "message": setup.test(setup.named(storefront_id))}
