"""Several processes may begin at once on an empty database: one brings it up to date, the others wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.servers import postgres
from tests.servers.house import new_house

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def test_a_house_begins_on_an_empty_postgresql_though_several_processes_do_at_once() -> None:
    postgres.server().psql("CREATE DATABASE begun_at_once;")
    address = postgres.server().get_uri("begun_at_once")
    with new_house(MAKEREADY_DATABASE_URL=address) as house:
        with ThreadPoolExecutor(3) as pool:
            made = list(pool.map(lambda n: house.command("apikey", "create", f"k{n}"), range(3)))
        assert [one.returncode for one in made] == [0, 0, 0], [one.stderr for one in made]

        house.serve("--no-worker")
        assert httpx.get(f"{house.url}/readyz", trust_env=False).json()["database"] == "ok"
        with house.client() as api:
            wish = {"name": "Shop", "platform": "custom"}
            assert api.post("/storefronts", json=wish).status_code == 201
        told = house.command("doctor")
        assert "PostgreSQL answers" in told.stdout
        assert told.returncode == 0, told.stdout
