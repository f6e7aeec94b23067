"""Which database? A `sqlite:///…` or `postgresql://…` address → Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from makeready.config import BadSetting


def database_settings(address: str) -> dict[str, Any]:
    """Django's `DATABASES["default"]`.

    SQLite: WAL, so that readers and the one writer do not wait for each other; `synchronous=FULL`, since what
    was answered with 200 must survive a power cut; IMMEDIATE, so that two writers queue instead of failing.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") or ":" in parts.path[:4] else parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; "
                    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadSetting(
        f"MAKEREADY_DATABASE_URL must begin with sqlite:// or postgresql://, not {parts.scheme or address!r}."
    )
