"""Is the house ready to be used? Its folders made and its database brought up to date, by one process at a time.

Every command that needs the database calls it first; several may do so at once on a fresh data folder.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import django
from django.db import connection
from django.db.utils import OperationalError

from makeready.config import config
from makeready.office.errors import Unavailable

ADVISORY_LOCK = 0x6D616B6572656164  # "makeread"


class DatabaseUnreachable(Unavailable):
    """The database cannot be opened."""

    code = "database_unreachable"
    fix = "Check MAKEREADY_DATABASE_URL, that the server runs, and the rights on the data folder."


def prepare(*, quiet: bool = True, told: TextIO = sys.stderr) -> None:
    """Set Django up, make the data folder, and bring the database up to date.

    Raises:
        DatabaseUnreachable: in words.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makeready.office.site.settings")
    try:
        config().data.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise DatabaseUnreachable(f"The data folder {config().data} cannot be made: {why.strerror}.") from why
    django.setup(set_prefix=False)
    try:
        if _waiting_migrations():
            with _one_at_a_time():
                waiting = _waiting_migrations()
                if waiting:
                    _migrate(quiet, told, waiting)
    except OperationalError as why:
        raise DatabaseUnreachable(f"The database cannot be used: {why}") from why


def _waiting_migrations() -> int:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrate(quiet: bool, told: TextIO, waiting: int) -> None:
    from django.core.management import call_command

    if not quiet:
        print(f"Bringing the database up to date ({waiting} steps) …", file=told, flush=True)
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """On PostgreSQL by an advisory lock, which other machines see too; on SQLite by a lock file beside it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            try:
                yield
            finally:
                with suppress(OperationalError):
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        return
    with (config().data / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file lets the next one in
