"""Where do credentials in a vendor's pipeline go? Into a connection, sealed; the pipeline then names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from makeready.office.accounts.actor import Actor
from makeready.office.connections import store as connections
from makeready.office.connections.models import Connection

FTP_WORDS = ("protocol", "host", "port", "username", "password", "usePassive", "useBinary", "enableSsl")
SMTP_WORDS = ("host", "port", "account", "username", "password", "useSsl")
ORDER_DESK_WORDS = ("storeUrl", "storeApiKey")
ORDER_DESK = "https://app.orderdesk.me/api/v2"
CREDENTIALS = {
    "upload-to-ftp": FTP_WORDS,
    "send-email": SMTP_WORDS,
    "change-group-in-order-desk": ORDER_DESK_WORDS,
}
"""Task type → the vendor's parameters that go into a connection."""
TELLING = {"change-group-in-order-desk": "storeApiKey"}
"""The parameter by which such a task brings credentials of its own; of the others it is `host`."""


def into_connections(tasks: list[dict[str, Any]], *, by: Actor) -> list[dict[str, Any]]:
    """The tasks with every host and credential replaced by a connection's name. The tasks are known to be valid."""
    return [_without_credentials(task, by) for task in tasks]


def every(tasks: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """The tasks as they were written down, and those that are done when one fails."""
    for task in tasks:
        if isinstance(task, Mapping):
            yield task
            failure = task.get("onFailure")
            handlers = failure.get("tasks") if isinstance(failure, Mapping) else None
            yield from every(handlers if isinstance(handlers, list) else ())


def would_connect(tasks: Iterable[Any]) -> bool:
    """Whether saving these tasks makes a connection of a host in them: that takes the right to connect."""
    given = [(str(task.get("type")), task.get("parameters")) for task in every(tasks)]
    return any(
        kind in CREDENTIALS and isinstance(words, Mapping) and words.get(TELLING.get(kind, "host"))
        for kind, words in given
    )


def _without_credentials(task: dict[str, Any], by: Actor) -> dict[str, Any]:
    if handlers := (task.get("onFailure") or {}).get("tasks"):
        task = {**task, "onFailure": {**task["onFailure"], "tasks": into_connections(handlers, by=by)}}
    parameters = task.get("parameters") or {}
    words = CREDENTIALS.get(str(task.get("type")), ())
    if not any(word in parameters for word in words):
        return task
    kept = {name: value for name, value in parameters.items() if name not in words}
    if parameters.get(TELLING.get(task["type"], "host")) and not parameters.get("connection"):
        read = {"upload-to-ftp": _ftp, "send-email": _smtp, "change-group-in-order-desk": _order_desk}[task["type"]]
        kept = {"connection": _connection(read(parameters), by).name, **kept}
    return {**task, "parameters": kept}


def _ftp(parameters: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(parameters.get("protocol", "ftp")).strip().lower()
    secure = _yes(parameters.get("enableSsl", False))
    return {
        "type": "ftps" if kind == "ftp" and secure else kind,
        "host": str(parameters["host"]).strip(),
        "port": _port(parameters),
        "username": str(parameters.get("username", "")),
        "password": str(parameters.get("password", "")),
        "options": {} if kind == "sftp" else {"passive": _yes(parameters.get("usePassive", True))},
    }


def _smtp(parameters: Mapping[str, Any]) -> dict[str, Any]:
    port = _port(parameters)
    secure = _yes(parameters.get("useSsl", True))
    sender = {"from": str(parameters["account"])} if parameters.get("account") else {}
    return {
        "type": "smtp",
        "host": str(parameters["host"]).strip(),
        "port": port,
        "username": str(parameters.get("username") or parameters.get("account", "")),
        "password": str(parameters.get("password", "")),
        "options": {"security": ("tls" if port == 465 else "starttls") if secure else "none", **sender},
    }


def _order_desk(parameters: Mapping[str, Any]) -> dict[str, Any]:
    parts = urlsplit(str(parameters.get("storeUrl") or ORDER_DESK).strip())
    path = parts.path.rstrip("/")
    return {
        "type": "http",
        "host": parts.hostname or str(parameters.get("storeUrl", "")).strip(),
        "port": parts.port,
        "username": "",
        "password": str(parameters["storeApiKey"]),
        "options": {"scheme": parts.scheme or "https", "path": path or "/api/v2", "auth": "ORDERDESK-API-KEY"},
    }


def _connection(settings: dict[str, Any], by: Actor) -> Connection:
    """One that has exactly these settings, or a new one with a name that tells where it leads."""
    same = Connection.objects.filter(
        type=settings["type"], host=settings["host"], port=settings["port"], username=settings["username"]
    )
    for known in same:
        if known.options == settings["options"] and connections.secret(known) == settings["password"]:
            return known
    stem = f"{settings['type']} {settings['username']}@{settings['host']}".replace(" @", " ")[:140]
    name, number = stem, 1
    while Connection.objects.filter(name=name).exists():
        number += 1
        name = f"{stem} ({number})"
    return connections.save(name=name, by=by, **settings)


def _port(parameters: Mapping[str, Any]) -> int | None:
    return int(parameters["port"]) if parameters.get("port") not in (None, "") else None


def _yes(value: Any) -> bool:
    return str(value).strip().lower() not in ("false", "0", "no", "")
