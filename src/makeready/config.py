"""Every `MAKEREADY_*` setting: name, default, what it is for. Read once, checked once.

Values come from the environment, else from `makeready.toml` in the data folder (keys without the prefix,
lower case), else the default. The secret key is made on first start and kept in the data folder.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

GIB = 1 << 30
DEFAULT_DATA = Path("./makeready-data")


class BadSetting(Exception):
    """A setting cannot be used; the message names it and says what to do."""


def _setting(default: Any, sentence: str, *, secret: bool = False) -> Any:  # a dataclass field, whatever the type says
    return field(default=default, repr=not secret, metadata={"sentence": sentence})


@dataclass(frozen=True)
class Config:
    """The settings of this process."""

    data: Path = _setting(DEFAULT_DATA, "Folder of the database, files and generated keys.")
    database_url: str = _setting(
        "", "`sqlite:///path` or `postgresql://user:password@host/name`; empty: SQLite in the data folder.", secret=True
    )
    storage_url: str = _setting("", "Where files lie: empty (data folder), `file:///path` or `s3://bucket/prefix`.")
    secret_key: str = _setting(
        "", "Seals stored secrets and signs sessions; empty: made once, kept in the data folder.", secret=True
    )
    base_url: str = _setting("http://127.0.0.1:8000", "Address under which people and stores reach this server.")
    allow_hosts: tuple[str, ...] = _setting(
        (), "Hosts or host:port that may be fetched or called although their address is private, comma-separated."
    )
    folders: tuple[str, ...] = _setting(
        (), "Folders of this server that pipelines may put files into (and below), comma-separated; none by default."
    )
    programs: tuple[str, ...] = _setting(
        (),
        "Programs that pipelines may run, comma-separated, each as name=/path/to/program; none by default.",
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (),
        "Addresses or networks (10.0.0.7, 10.0.0.0/8) of reverse proxies, comma-separated: what they say in "
        "X-Forwarded-For and X-Forwarded-Proto is believed. Without it all who come through a proxy share its address.",
    )
    max_upload: int = _setting(GIB, "Largest upload in bytes.")
    worker_concurrency: int = _setting(2, "Jobs that one worker runs at a time.")
    renders: int = _setting(
        0, "Print files and pictures of pages that the web process draws at a time; 0: one per processor, at most 8."
    )
    render_wait: int = _setting(
        10, "Seconds that a wish for a print file or picture waits for its turn before it is answered 503."
    )
    render_seconds: int = _setting(120, "Longest time that drawing one file on demand may take, in seconds.")
    render_memory: int = _setting(4 * GIB, "Most memory that drawing one file may take, in bytes.")
    sweep_minutes: int = _setting(
        10, "Pause between two sweeps that ask the stores for missed orders, in minutes; 0: never."
    )
    allow_insecure_cookies: bool = _setting(
        True, "Whether the panel's sign-in also works over plain http (behind no TLS)."
    )
    demo: bool = _setting(False, "Whether this is the sample shop: offers a button that sends a new order.")
    log_level: str = _setting("INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR.")

    @property
    def database(self) -> str:
        """The database's address, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'makeready.sqlite3'}"

    @property
    def engine_database(self) -> str:
        """Where the job engine keeps its own tables: beside ours, never among them on SQLite."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'engine.sqlite3'}"


def read(environment: Mapping[str, str] | None = None) -> Config:
    """The settings as values.

    Raises:
        BadSetting: a value of the wrong kind, or a name that is no setting.
    """
    environment = os.environ if environment is None else environment
    given = {
        name.removeprefix("MAKEREADY_").lower(): value
        for name, value in environment.items()
        if name.startswith("MAKEREADY_")
    }
    data = Path(given.get("data", "./makeready-data"))
    file = data / "makeready.toml"
    if file.is_file():
        try:
            given = {**tomllib.loads(file.read_text("utf-8")), **given}
        except tomllib.TOMLDecodeError as why:
            raise BadSetting(f"{file} is not valid TOML: {why}.") from why
    known = {f.name: f for f in fields(Config)}
    unknown = sorted(set(given) - known.keys() - OTHER_NAMES)
    if unknown:
        raise BadSetting(
            f"MAKEREADY_{unknown[0].upper()} is no setting. "
            f"Known: {', '.join('MAKEREADY_' + n.upper() for n in known)}."
        )
    return Config(**{name: _as(name, value, known[name].default) for name, value in given.items() if name in known})


OTHER_NAMES = frozenset({"chromium"})
"""Names with our prefix that concern development only."""


def _as(name: str, value: Any, default: Any) -> Any:
    label = f"MAKEREADY_{name.upper()}"
    if isinstance(default, bool):
        if str(value).lower() in ("1", "true", "yes", "on"):
            return True
        if str(value).lower() in ("0", "false", "no", "off", ""):
            return False
        raise BadSetting(f"{label} must be yes or no, not {value!r}.")
    if isinstance(default, int):
        try:
            number = int(value)
        except ValueError as why:
            raise BadSetting(f"{label} must be a whole number, not {value!r}.") from why
        if number < 0:
            raise BadSetting(f"{label} must not be negative (it is {number}).")
        return number
    if isinstance(default, tuple):
        parts = value if isinstance(value, list) else str(value).split(",")
        return tuple(part.strip() for part in parts if part.strip())
    if isinstance(default, Path):
        return Path(value)
    return str(value)


@cache
def config() -> Config:
    """The settings of this process, with a secret key."""
    settings = read()
    if settings.secret_key:
        return settings
    return Config(
        **{**{f.name: getattr(settings, f.name) for f in fields(Config)}, "secret_key": _kept_secret(settings.data)}
    )


def _kept_secret(data: Path) -> str:
    """The key in the data folder; of several processes that start at once the first one's counts."""
    file = data / "secret.key"
    data.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        descriptor, made = tempfile.mkstemp(dir=data, prefix=".secret-")
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(made, file)
        Path(made).unlink()
    kept = file.read_text().strip()
    if not kept:
        raise BadSetting(
            f"{file} is empty. Delete it to have a new key made; stored secrets must then be entered again."
        )
    return kept
