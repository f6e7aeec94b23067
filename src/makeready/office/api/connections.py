"""Connections: named receivers with credentials, for delivery. Passwords are write-only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Asked, Listed, Time, Told, utc
from makeready.office.connections import store
from makeready.office.connections.models import Connection, ConnectionType

router = Router()

EXAMPLE: dict[str, Any] = {
    "name": "press-ftp",
    "type": "sftp",
    "host": "ftp.press.example",
    "port": 22,
    "username": "makeready",
    "password": "write-only",
    "host_key": "ssh-ed25519 AAAA…",
    "options": {"root": "/in"},
}


class ConnectionWish(Asked):
    """A connection as somebody wants it. A password left out is kept; an empty one is removed."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: str = Field(max_length=150, description="Pipelines name it so.")
    type: ConnectionType
    host: str = Field(default="", max_length=255)
    port: int | None = Field(default=None, description="Left out: the usual one of the type.")
    username: str = Field(default="", max_length=255)
    password: str | None = Field(default=None, max_length=10_000, description="Write-only.")
    host_key: str = Field(
        default="", max_length=10_000, description="SFTP: only this key; left out: the first seen is kept."
    )
    options: dict[str, Any] = Field(default_factory=dict)


class ConnectionShown(Told):
    """A connection, without its password."""

    id: str = Field(examples=["con_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str
    type: str
    host: str
    port: int | None
    username: str
    has_password: bool
    host_key: str
    options: dict[str, Any]
    version: int
    created_at: Time
    updated_at: Time


class ConnectionTested(Told):
    """The receiver's answer to a test."""

    ok: bool
    message: str


def shown(connection: Connection) -> dict[str, Any]:
    """A connection as the API tells it."""
    return {
        "id": connection.pk,
        "name": connection.name,
        "type": connection.type,
        "host": connection.host,
        "port": connection.port,
        "username": connection.username,
        "has_password": bool(connection.sealed),
        "host_key": connection.host_key,
        "options": connection.options,
        "version": connection.version,
        "created_at": utc(connection.created_at),
        "updated_at": utc(connection.updated_at),
    }


def etag(connection: Connection) -> str:
    """The tag of a connection's version."""
    return tag(connection.pk, connection.version)


@router.get("/connections", response=Listed[ConnectionShown])
@needs(Right.SEE_CONNECTIONS)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the connections, newest first."""
    return listed(Connection.objects.all(), shown, limit=limit, cursor=cursor)


@router.post("/connections", response={201: ConnectionShown})
@needs(Right.CONNECT)
def create(request: HttpRequest, response: HttpResponse, body: ConnectionWish) -> Any:
    """Add a connection."""
    made = store.save(**_columns(body), by=caller(request).actor)
    tagged(response, etag(made))
    return Status(201, shown(made))


@router.get("/connections/{connection_id}", response=ConnectionShown)
@needs(Right.SEE_CONNECTIONS)
def show(request: HttpRequest, response: HttpResponse, connection_id: str) -> Any:
    """Show a connection."""
    found = store.by_name(connection_id)
    tagged(response, etag(found))
    return shown(found)


@router.put("/connections/{connection_id}", response=ConnectionShown)
@needs(Right.CONNECT)
def change(request: HttpRequest, response: HttpResponse, connection_id: str, body: ConnectionWish) -> Any:
    """Change a connection as a whole; a password that is left out stays."""
    found = store.by_name(connection_id)
    require_match(request, etag(found))
    changed = store.save(**_columns(body), by=caller(request).actor, connection=found, expected_version=found.version)
    tagged(response, etag(changed))
    return shown(changed)


@router.delete("/connections/{connection_id}", response={204: None})
@needs(Right.CONNECT)
def remove(request: HttpRequest, connection_id: str) -> Any:
    """Remove a connection that no pipeline names."""
    store.remove(store.by_name(connection_id), by=caller(request).actor)
    return Status(204, None)


@router.post("/connections/{connection_id}/test", response=ConnectionTested)
@needs(Right.CONNECT)
def test(request: HttpRequest, connection_id: str) -> Any:
    """Sign in at the receiver and leave again; a failure is told as a problem."""
    return {"ok": True, "message": store.test(store.by_name(connection_id))}


def _columns(body: ConnectionWish) -> dict[str, Any]:
    return {**body.model_dump(), "type": body.type.value}
