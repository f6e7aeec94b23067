"""API keys: how programs show who they are. A key's secret is told once, when it is made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts import keys
from makeready.office.accounts.models import ApiKey, Role
from makeready.office.accounts.rights import Right, Scope
from makeready.office.api.callers import caller
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Asked, Listed, Time, Told, utc, utc_or_none

router = Router()


class KeyWish(Asked):
    """A key as somebody wants it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "web shop", "scopes": ["read", "write"]}]})

    name: str = Field(max_length=150, description="Who uses it.")
    scopes: list[Scope] = Field(default_factory=lambda: list(Scope), description="read, write or both.")
    role: Role = Field(default=Role.ADMINISTRATOR, description="What it may do at most.")


class KeyShown(Told):
    """A key, without its secret."""

    id: str = Field(examples=["key_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str
    hint: str = Field(description="How the secret begins, to tell keys apart.")
    scopes: list[str]
    role: str
    created_at: Time
    created_by: str
    last_used_at: Time | None
    revoked_at: Time | None


class KeyMade(KeyShown):
    """A new key with its secret, which is never to be had again."""

    key: str = Field(examples=["mr_…"])


def shown(key: ApiKey) -> dict[str, Any]:
    """A key as the API tells it."""
    return {
        "id": key.pk,
        "name": key.name,
        "hint": key.hint,
        "scopes": key.scopes,
        "role": key.role,
        "created_at": utc(key.created_at),
        "created_by": key.created_by,
        "last_used_at": utc_or_none(key.last_used_at),
        "revoked_at": utc_or_none(key.revoked_at),
    }


@router.get("/api-keys", response=Listed[KeyShown])
@needs(Right.SEE_PEOPLE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the keys, newest first; revoked ones stay to be seen."""
    return listed(ApiKey.objects.all(), shown, limit=limit, cursor=cursor)


@router.post("/api-keys", response={201: KeyMade})
@needs(Right.MANAGE_PEOPLE)
def create(request: HttpRequest, body: KeyWish) -> Any:
    """Make a key; its secret is told in this answer only."""
    made, secret = keys.create(
        body.name, by=caller(request).actor, scopes=[scope.value for scope in body.scopes], role=body.role
    )
    return Status(201, {**shown(made), "key": secret})


@router.get("/api-keys/{key_id}", response=KeyShown)
@needs(Right.SEE_PEOPLE)
def show(request: HttpRequest, key_id: str) -> Any:
    """Show a key."""
    return shown(keys.find(key_id))


@router.delete("/api-keys/{key_id}", response={204: None})
@needs(Right.MANAGE_PEOPLE)
def revoke(request: HttpRequest, key_id: str) -> Any:
    """Revoke a key: it opens nothing any more."""
    keys.revoke(keys.find(key_id), by=caller(request).actor)
    return Status(204, None)
