"""Health and figures: told without a key, without names, and true."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.office.api.conftest import Caller
from tests.office.shop import Shop

from makeready.office.api import health, metrics
from makeready.office.errors import Unavailable
from makeready.office.jobs.models import Worker
from makeready.office.storage import blobs


@pytest.fixture(autouse=True)
def _figures_are_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(health, "_latest", health.Latest())


def figures(nobody: Caller) -> dict[str, float]:
    text = nobody("GET", "/metrics").text
    rows = [row for row in text.splitlines() if row and not row.startswith("#")]
    assert all(re.fullmatch(r"[a-z_]+(\{.*\})? \S+", row) for row in rows)
    return {name: float(value) for name, _, value in (row.rpartition(" ") for row in rows)}


def test_the_process_answers(nobody: Caller) -> None:
    assert nobody("GET", "/healthz").json["status"] == "ok"


def test_it_is_ready_when_database_and_storage_work(nobody: Caller) -> None:
    answer = nobody("GET", "/readyz")

    assert answer.status == 200
    assert (answer.json["database"], answer.json["storage"]) == ("ok", "ok")
    assert "makeready worker" in answer.json["worker"]


def test_a_worker_that_was_heard_of_is_told(nobody: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    Worker.objects.create(id="w", host="press", pid=1, started_at=now, heard_at=now)

    assert nobody("GET", "/readyz").json["worker"] == "ok"
    Worker.objects.update(heard_at=now - timedelta(minutes=1))
    monkeypatch.setattr(health, "_latest", health.Latest())
    assert nobody("GET", "/readyz").json["worker"] != "ok"


def test_a_storage_that_cannot_be_written_makes_it_unready(nobody: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(blobs, "check", broken)

    answer = nobody("GET", "/readyz")
    assert answer.status == 503
    assert answer.json["storage"] == "cannot be written"


def test_many_who_ask_at_once_cost_one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, may_end, latest = [], threading.Event(), health.Latest()

    def look() -> dict[str, str]:
        looks.append(1)
        may_end.wait(20)
        return {"database": "ok", "storage": "ok"}

    monkeypatch.setattr(health, "_look", look)
    with ThreadPoolExecutor(8) as askers:
        told = [askers.submit(latest.checks) for _ in range(8)]
        may_end.set()
        assert [one.result()["storage"] for one in told] == ["ok"] * 8
    assert latest.checks()["storage"] == "ok"
    assert len(looks) == 1


def test_a_look_that_takes_long_holds_up_nobody_who_asks_later(monkeypatch: pytest.MonkeyPatch) -> None:
    latest, begun, may_end = health.Latest(), threading.Event(), threading.Event()
    monkeypatch.setattr(health, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(health, "_look", lambda: {"database": "ok", "storage": "ok"})
    latest.checks()

    def look() -> dict[str, str]:
        begun.set()
        may_end.wait(20)
        return {"database": "ok", "storage": "cannot be written"}

    monkeypatch.setattr(health, "_look", look)
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(latest.checks)
        begun.wait(20)
        assert latest.checks()["storage"] == "ok"
        may_end.set()
        assert slow.result()["storage"] == "cannot be written"


def test_figures_are_for_this_machine_and_for_keys(nobody: Caller, key_of: Any) -> None:
    elsewhere = Client(REMOTE_ADDR="192.0.2.1")
    by_proxy = Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "192.0.2.1"})
    key = {"Authorization": f"Bearer {key_of('viewer', 'read').secret}"}

    assert nobody("GET", "/metrics").status == 200
    assert [one.get("/metrics").status_code for one in (elsewhere, by_proxy)] == [401, 401]
    assert [one.get("/metrics", headers=key).status_code for one in (elsewhere, by_proxy)] == [200, 200]
    assert nobody("GET", "/metrics", Authorization="Bearer mr_wrong").status == 401


def test_figures_tell_what_waits_and_what_failed(nobody: Caller, shop: Shop) -> None:
    shop.project()
    shop.storefront.refused_hooks = 3
    shop.storefront.save()
    nobody("GET", "/healthz")

    told = figures(nobody)

    assert told['makeready_projects{status="New"}'] == 1
    assert told['makeready_projects{status="Active"}'] == 0
    assert told['makeready_jobs{status="queued"}'] == 0
    assert told["makeready_oldest_queued_job_seconds"] == 0
    assert told["makeready_workers"] == 0
    assert told["makeready_hooks_refused_total"] >= 3
    assert any(name.startswith("makeready_http_seconds_count") and 'route="healthz"' in name for name in told)


def test_figures_hold_no_names_and_no_ids(nobody: Caller, shop: Shop) -> None:
    _, project = shop.project()
    nobody("GET", f"/projects/{project.pk}")

    text = nobody("GET", "/metrics").text
    assert project.pk not in text
    assert "Anna" not in text
