"""How are connections kept? Saved, read, tested; the secret goes in sealed and comes out only for what sends.

A connection is the operator's own word: private addresses are allowed. Which kinds there are is told by
`delivery/`, whose modules register how a connection of theirs is tested.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from makeready.office.accounts.actor import Actor
from makeready.office.connections.models import Connection, ConnectionType
from makeready.office.connections.sealing import seal, unseal
from makeready.office.errors import Fault, Invalid, NotFound, Refused, StaleVersion
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind

TYPES = tuple(ConnectionType.values)
PORTS = {"ftp": 21, "ftps": 21, "sftp": 22, "smtp": 587}

OPTIONS: dict[str, dict[str, str]] = {
    "ftp": {"passive": "passive mode (default true)", "root": "folder under which all paths lie"},
    "ftps": {
        "passive": "passive mode (default true)",
        "root": "folder under which all paths lie",
        "verify": "check the server's certificate (default true)",
        "implicit": "TLS from the first byte, port 990 (default false)",
    },
    "sftp": {"root": "folder under which all paths lie"},
    "smtp": {
        "security": "starttls (default), tls or none",
        "verify": "check the server's certificate (default true)",
        "from": "sender's address (default: the user name)",
    },
    "http": {
        "scheme": "https (default) or http",
        "path": "put before every path",
        "auth": "basic (default with a user name), bearer (default without) or the name of a header",
        "sign": "a header for HMAC-SHA256 of the body with the secret, or standard (Standard Webhooks); the secret "
        "itself is not sent then",
        "sign_as": "how that header is written: hex (default), base64 or sha256=hex",
    },
    "s3": {
        "bucket": "the bucket's name (needed)",
        "region": "the region that calls are signed for (default us-east-1)",
        "root": "put before every key",
        "style": "path (default) or virtual: whether the bucket stands in the path or in the host's name",
        "scheme": "https (default) or http",
    },
    "webdav": {
        "scheme": "https (default) or http",
        "path": "where WebDAV begins on the host, such as /remote.php/dav/files/press",
        "root": "folder under which all paths lie",
        "auth": "basic (default with a user name), bearer (default without) or the name of a header",
    },
    "folder": {"root": "a folder of this server, in one that the administrator opened (MAKEREADY_FOLDERS)"},
}
"""What may stand in a connection's options, by type, with a sentence each."""

KEY_KINDS = ("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")


class ConnectionInvalid(Invalid):
    """A connection's settings are at fault."""

    code = "connection_invalid"
    title = "The connection is not valid"


class ConnectionNameTaken(Refused):
    """Another connection has this name."""

    code = "connection_name_taken"
    fix = "Choose another name, or change the connection that has it."


class NoSuchConnection(NotFound):
    """There is no connection of this name or id."""

    code = "connection_not_found"
    fix = "Create the connection under Connections, or name one that is there."


class ConnectionInUse(Refused):
    """A pipeline names the connection."""

    code = "connection_in_use"
    fix = "Take it out of these pipelines first."


@dataclass(frozen=True)
class Receiver:
    """A connection ready to be used, with its secret; never stored, never shown (`repr` leaves the secret out)."""

    name: str
    type: str
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    host_key: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""
    trial: bool = False
    """Only tried out: no line to it is opened, and the secret is left out."""

    @property
    def place(self) -> str:
        """Where it is, for people and receipts: never with credentials."""
        return f"{self.host}:{self.port}" if self.port else self.host

    @property
    def root(self) -> str:
        """The folder under which all paths lie, without a slash at its end."""
        return str(self.options.get("root", "")).rstrip("/")


Probe = Callable[[Receiver], str]
_probes: dict[str, Probe] = {}


def probe(*types: str) -> Callable[[Probe], Probe]:
    """Register how connections of these types are tested: signs in, answers a sentence, raises in words."""

    def register(function: Probe) -> Probe:
        _probes.update(dict.fromkeys(types, function))
        return function

    return register


def test(connection: Connection) -> str:
    """Sign in at the receiver and leave again: a sentence.

    Raises:
        OfficeError: it does not work, in words.
    """
    return _probes[connection.type](receiver(connection))


def save(
    *,
    name: str,
    type: str,  # noqa: A002  (the contract's word)
    by: Actor,
    host: str = "",
    port: int | None = None,
    username: str = "",
    password: str | None = None,
    host_key: str = "",
    options: Mapping[str, Any] | None = None,
    connection: Connection | None = None,
    expected_version: int | None = None,
) -> Connection:
    """Create a connection, or change the one given. password None: keep what is stored.

    Raises:
        ConnectionInvalid: with every fault. ConnectionNameTaken.
        StaleVersion: somebody changed it in between.
    """
    options = dict(options or {})
    faults = _faults(name, type, host, port, host_key, options)
    if faults:
        raise ConnectionInvalid(faults[0].message, errors=faults)
    columns: dict[str, Any] = {
        "name": name.strip(), "type": type, "host": host.strip(), "port": port, "username": username,
        "host_key": " ".join(host_key.split()[:2]), "options": options,
    }  # fmt: skip
    if password is not None:
        columns["sealed"] = seal(password) if password else None
    try:
        with transaction.atomic():
            if connection is None:
                saved = Connection.objects.create(**columns)
            else:
                saved = _change(connection.pk, columns, expected_version)
            what = "Connection made" if connection is None else "Connection changed"
            told = f"{what}: {saved.name} ({saved.type}, {saved.host or saved.options.get('root', '')})"
            record(Kind.SETUP, by=by, subject=saved.pk, now=saved.name, because=told)
            return saved
    except IntegrityError as why:
        raise ConnectionNameTaken(f"There is a connection named “{name.strip()}” already.") from why


Uses = Callable[[str], list[str]]
_uses: list[Uses] = []


def names_connections(function: Uses) -> Uses:
    """Register who may name a connection: its name → what uses it, in words."""
    _uses.append(function)
    return function


def remove(connection: Connection, *, by: Actor) -> None:
    """Delete a connection that nothing names.

    Raises:
        ConnectionInUse: with what names it.
    """
    named = [user for uses in _uses for user in uses(connection.name)]
    if named:
        raise ConnectionInUse(f"The connection “{connection.name}” is used by {', '.join(named)}.")
    with transaction.atomic():
        told = f"Connection removed: {connection.name}"
        record(Kind.SETUP, by=by, subject=connection.pk, was=connection.name, because=told)
        connection.delete()


def by_name(name: str) -> Connection:
    """The connection of a name (or id).

    Raises:
        NoSuchConnection: there is none.
    """
    found = Connection.objects.filter(name=name).first() or Connection.objects.filter(pk=name).first()
    if found is None:
        raise NoSuchConnection(f"There is no connection “{name}”.")
    return found


def known_types(names: set[str]) -> dict[str, str]:
    """Name → type of those connections that are there."""
    return dict(Connection.objects.filter(name__in=names).values_list("name", "type"))


def secret(connection: Connection) -> str:
    """The password in the clear: for the one that sends."""
    return str(unseal(connection.sealed)) if connection.sealed else ""


def receiver(connection: Connection) -> Receiver:
    """A connection ready to be used.

    Raises:
        SealBroken: the server's secret key has changed.
    """
    port = connection.port or (990 if connection.options.get("implicit") else PORTS.get(connection.type, 0))
    return Receiver(
        connection.name, connection.type, connection.host, port, connection.username, secret(connection),
        connection.host_key, dict(connection.options), connection.pk,
    )  # fmt: skip


def remember_host_key(connection_id: str, host_key: str) -> None:
    """Keep the first key that an SFTP server showed, where none was given."""
    Connection.objects.filter(pk=connection_id, host_key="").update(host_key=host_key)


def _change(pk: str, columns: dict[str, Any], expected_version: int | None) -> Connection:
    locked = Connection.objects.select_for_update().get(pk=pk)
    if expected_version is not None and locked.version != expected_version:
        raise StaleVersion("Somebody changed this connection in between.")
    for column, value in columns.items():
        setattr(locked, column, value)
    locked.version += 1
    locked.save()
    return locked


def _faults(
    name: str, kind: str, host: str, port: int | None, host_key: str, options: Mapping[str, Any]
) -> tuple[Fault, ...]:
    if kind not in ConnectionType.values:
        return (Fault("type", f"“{kind}” is no type of connection; there are {', '.join(TYPES)}."),)
    found = []
    if not name.strip():
        found.append(Fault("name", "A connection needs a name: pipelines use it."))
    if "{{" in name or len(name) > 150:
        found.append(Fault("name", "The name must be at most 150 characters, without “{{”."))
    if kind == ConnectionType.FOLDER:
        found += _faults_of_folder(host, options)
    elif not host.strip():
        found.append(Fault("host", "Which host? A name or an address is needed."))
    elif any(c.isspace() or c in "/@" for c in host.strip()) or "://" in host:
        found.append(Fault("host", "The host is a name or an address alone, like ftp.press.example."))
    if port is not None and not 0 < port < 65536:
        found.append(Fault("port", f"A port is a number from 1 to 65535, not {port}."))
    if host_key.strip() and not is_host_key(host_key):
        found.append(Fault("host_key", f"A host key reads like “ssh-ed25519 AAAA…”; known are {', '.join(KEY_KINDS)}."))
    if host_key.strip() and kind != "sftp":
        found.append(Fault("host_key", "Only SFTP connections have a host key."))
    if kind == ConnectionType.S3 and not str(options.get("bucket", "")).strip():
        found.append(Fault("options/bucket", "Which bucket? Its name is needed."))
    for option in options:
        if option not in OPTIONS[kind]:
            known = ", ".join(OPTIONS[kind])
            found.append(Fault(f"options/{option}", f"“{option}” is no option of {kind} connections; known: {known}."))
    return tuple(found)


def _faults_of_folder(host: str, options: Mapping[str, Any]) -> list[Fault]:
    found = []
    if host.strip():
        found.append(Fault("host", "A folder is on this server and has no host."))
    if not str(options.get("root", "")).startswith("/"):
        found.append(Fault("options/root", "Which folder? A path that begins with a slash is needed."))
    return found


def is_host_key(text: str) -> bool:
    """Whether a text is an SSH public key of a known kind: the kind, then base64 that names the same kind."""
    kind, _, rest = text.strip().partition(" ")
    try:
        blob = base64.b64decode(rest.split()[0], validate=True) if rest.split() else b""
    except (binascii.Error, ValueError):
        return False
    return kind in KEY_KINDS and blob[4 : 4 + len(kind)] == kind.encode()
