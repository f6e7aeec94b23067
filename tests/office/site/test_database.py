"""A database's address becomes Django's settings."""

from __future__ import annotations

import pytest

from makeready.config import BadSetting
from makeready.office.site.database import database_settings


def test_sqlite_takes_an_absolute_path() -> None:
    settings = database_settings("sqlite:////srv/shop/makeready.sqlite3")

    assert settings["ENGINE"].endswith("sqlite3")
    assert settings["NAME"] == "/srv/shop/makeready.sqlite3"


def test_a_path_with_spaces_survives() -> None:
    assert database_settings("sqlite:////srv/my%20shop/db")["NAME"] == "/srv/my shop/db"


def test_postgresql_takes_user_password_host_and_port() -> None:
    settings = database_settings("postgresql://press:p%40ss@db.local:5433/makeready")

    assert (settings["USER"], settings["PASSWORD"]) == ("press", "p@ss")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.local", "5433", "makeready")


def test_postgresql_by_socket() -> None:
    assert database_settings("postgresql://postgres:@/postgres?host=/tmp/pg")["HOST"] == "/tmp/pg"


def test_another_kind_is_refused_in_words() -> None:
    with pytest.raises(BadSetting, match="must begin with sqlite:// or postgresql://"):
        database_settings("mysql://x/y")
