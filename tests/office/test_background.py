"""What goes on beside the requests says what is wrong once, then now and then, then that it is over."""

from __future__ import annotations

import logging

import pytest

from makeready.office import background
from makeready.office.background import Background, Trouble


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(background.time, "monotonic", lambda: now[0])
    return now


def once(work: Background, caplog: pytest.LogCaptureFixture) -> list[tuple[int, bool, str]]:
    """(level, with a traceback, text) of what one round wrote."""
    caplog.clear()
    work._once()
    return [(one.levelno, bool(one.exc_info), one.getMessage()) for one in caplog.records]


@pytest.mark.django_db
def test_a_lasting_failure_is_told_once_then_in_a_line_a_minute_then_its_end(clock, caplog) -> None:
    caplog.set_level(logging.INFO)
    is_away = [True]

    def work() -> bool:
        if is_away[0]:
            raise OSError("the database is away")
        return False

    sweep = Background("sweep", work, seconds=1)
    first = once(sweep, caplog)
    assert first == [(logging.ERROR, True, "sweep failed; it goes on with the next round")]

    said = []
    for _ in range(120):
        clock[0] += 1
        said += once(sweep, caplog)
    assert [text for _, _, text in said] == [
        "sweep has failed 61 times in a row: the database is away",
        "sweep has failed 121 times in a row: the database is away",
    ]
    assert not any(traceback for _, traceback, _ in said)

    is_away[0] = False
    assert once(sweep, caplog) == [(logging.WARNING, False, "sweep is back, after 121 rounds that failed")]
    assert once(sweep, caplog) == []


def test_another_failure_is_told_at_once(clock, caplog) -> None:
    trouble = Trouble()
    for kind in (ValueError, ValueError, OSError, ValueError):
        try:
            raise kind("no")
        except (ValueError, OSError) as why:
            trouble.told("sweep", why)
    assert [bool(one.exc_info) for one in caplog.records] == [True, True, True]
