"""While a rush is on, what goes on beside the requests waits; afterwards it goes on by itself."""

from __future__ import annotations

import threading

import pytest

from makeready.office import background
from makeready.office.background import Background, Rush


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [1000.5]
    monkeypatch.setattr(background.time, "monotonic", lambda: now[0])
    return now


def test_a_few_messages_are_no_rush(clock):
    rush = Rush()
    for _ in range(10):
        rush.came_in(Rush.PER_SECOND)
        assert not rush.is_on
        clock[0] += 1


def test_a_rush_lasts_until_a_quiet_second_has_passed(clock):
    rush = Rush()
    rush.came_in(Rush.PER_SECOND)
    rush.came_in(1)
    assert rush.is_on
    clock[0] += 1
    assert rush.is_on
    clock[0] += 1
    assert not rush.is_on
    rush.came_in(Rush.PER_SECOND + 1)
    clock[0] += 60
    assert not rush.is_on


def test_background_work_waits_for_the_end_of_a_rush(monkeypatch):
    rush, done = Rush(), threading.Event()
    monkeypatch.setattr(background, "RUSH", rush)
    rush.came_in(Rush.PER_SECOND + 1)
    work = Background("test", lambda: done.set() is not None, seconds=0.1)
    try:
        work.wake()
        assert not done.wait(0.3)
        assert done.wait(4)
    finally:
        work.stop()
