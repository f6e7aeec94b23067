"""What the office's tests stand on: a shop that sends orders, a person, and both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.office.shop import Shop
from tests.office.workshop import Workshop
from tests.servers.postgres import on_postgres

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.jobs.processes import Helpers
from makeready.office.projects import arrival


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_database(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[str]:
    """The test runs twice, on SQLite and on PostgreSQL, with real commits that other threads see."""
    if request.param == "sqlite":
        yield "sqlite"
        return
    with on_postgres():
        yield "postgres"


@pytest.fixture
def ada() -> Actor:
    """An operator."""
    return Actor(ActorKind.PERSON, "Ada", "per_ada")


@pytest.fixture
def pipeline() -> Actor:
    """A pipeline's job."""
    return Actor(ActorKind.PIPELINE, "Cards to press", "job_1")


@pytest.fixture
def shop(db: None) -> Shop:
    """A storefront all of whose lines become projects."""
    return Shop()


@pytest.fixture(scope="session")
def helpers() -> Iterator[Helpers]:
    """One helper process for all tests that run jobs."""
    one = Helpers(limit=1)
    yield one
    one.end()


@pytest.fixture
def workshop(transactional_db: None, helpers: Helpers, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Workshop:
    """Where jobs are run, with a helper process that sees what is committed; nothing goes on in the background."""
    monkeypatch.setattr(arrival._background, "wake", lambda: None)
    return Workshop(shop, helpers)
