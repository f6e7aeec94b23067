"""Connections: where files are delivered to, and with which credentials."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect

from makeready.office.accounts.rights import Right
from makeready.office.connections import store
from makeready.office.connections.models import Connection
from makeready.office.errors import Fault, Invalid, OfficeError
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.components.wishes import version_seen
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say

YES = {"yes": True, "no": False}
SWITCHES = ("passive", "verify", "implicit")
"""Options that are either on or off; all others are texts."""


@page("connections", allow=Right.SEE_CONNECTIONS)
def connections(request: PanelRequest) -> Page:
    """Every connection, with a button that tries it."""
    return Page("connections/list.html", connections=Connection.objects.order_by("name"))


@page("connections/new", allow=Right.CONNECT)
def new_connection(request: PanelRequest) -> Page:
    """The empty form of a type (`?type=sftp`)."""
    kind = request.GET.get("type", "ftp")
    return Page("connections/form.html", given={"type": kind}, **choices(kind))


@page("connections/new", allow=Right.CONNECT, method="POST")
def make_connection(request: PanelRequest) -> Page | HttpResponseBase:
    """Create a connection."""
    try:
        connection = store.save(**read(request.POST), by=request.actor)
    except OfficeError as why:
        kind = request.POST.get("type", "")
        return Page("connections/form.html", status=why.status, given=request.POST, faults=Faults(why), **choices(kind))
    say(
        request, f"“{connection.name}” is kept.", f'Pipelines use it as "connection": "{connection.name}". Test it now.'
    )
    return redirect("connections")


@page("connections/<connection>", allow=Right.CONNECT)
def connection(request: PanelRequest, connection: Connection) -> Page:
    """A connection's form; its password is not in it."""
    given = {
        "name": connection.name, "type": connection.type, "host": connection.host, "port": connection.port or "",
        "username": connection.username, "host_key": connection.host_key, "version": connection.version,
    }  # fmt: skip
    return Page("connections/form.html", connection=connection, given=given, **choices(connection.type, connection))


@page("connections/<connection>", allow=Right.CONNECT, method="POST")
def change_connection(request: PanelRequest, connection: Connection) -> Page | HttpResponseBase:
    """Change a connection; an empty password keeps the one that is stored."""
    try:
        version = version_seen(request.POST)
        store.save(**read(request.POST), by=request.actor, connection=connection, expected_version=version)
    except OfficeError as why:
        values = {"connection": connection, "given": request.POST, "faults": Faults(why)}
        kind = request.POST.get("type", "")
        return Page("connections/form.html", status=why.status, **values, **choices(kind, connection))
    say(request, f"Saved: {request.POST.get('name', '')}.")
    return redirect("connections")


@page("connections/<connection>/test", allow=Right.CONNECT, method="POST")
def test_connection(request: PanelRequest, connection: Connection) -> Page:
    """Sign in at the receiver and leave again."""
    try:
        sentence = store.test(connection)
    except OfficeError as why:
        return Page(
            "connections/_tested.html", connection=connection, tone="failed", sentence=why.sentence, hint=why.hint
        )
    return Page("connections/_tested.html", connection=connection, tone="good", sentence=sentence)


@page("connections/<connection>/remove", allow=Right.CONNECT, method="POST")
def remove_connection(request: PanelRequest, connection: Connection) -> HttpResponseBase:
    """Remove a connection that no pipeline names."""
    name = connection.name
    store.remove(connection, by=request.actor)
    say(request, f"“{name}” is removed.")
    return redirect("connections")


def read(form: QueryDict) -> dict[str, Any]:
    """The form as `store.save` takes it.

    Raises:
        Invalid: the port is no number.
    """
    kind, port = form.get("type", ""), form.get("port", "").strip()
    if port and not port.isdigit():
        raise Invalid("The port is no number.", errors=[Fault("port", "A whole number, please.")])
    options: dict[str, Any] = {}
    for name in store.OPTIONS.get(kind, {}):
        value = form.get(f"option-{name}", "").strip()
        if value:
            options[name] = YES.get(value, value) if name in SWITCHES else value
    return {
        "name": form.get("name", ""), "type": kind, "host": form.get("host", ""), "port": int(port) if port else None,
        "username": form.get("username", ""), "password": form.get("password") or None,
        "host_key": form.get("host_key", "") if kind == "sftp" else "", "options": options,
    }  # fmt: skip


def choices(kind: str, connection: Connection | None = None) -> dict[str, Any]:
    """What the form of a type offers."""
    kept = connection.options if connection and connection.type == kind else {}
    options = [
        {"name": name, "sentence": sentence, "switch": name in SWITCHES, "value": _shown(kept.get(name))}
        for name, sentence in store.OPTIONS.get(kind, {}).items()
    ]
    return {"types": store.TYPES, "options": options, "usual_port": store.PORTS.get(kind, "")}


def _shown(value: object) -> object:
    return {True: "yes", False: "no", None: ""}.get(value, value) if isinstance(value, bool | None) else value
