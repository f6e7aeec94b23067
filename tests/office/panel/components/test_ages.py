"""Times as people say them, on the server; that the browser says the same is tested in `test_modules.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from makeready.office.panel.components import ages

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"), (0, "just now"), (44, "just now"), (45, "1 min ago"), (720, "12 min ago"),
        (3569, "59 min ago"), (3570, "1 h ago"), (10_800, "3 h ago"),
        (86_399, "24 h ago"), (86_400, "1 d ago"), (13 * 86_400, "13 d ago"),
        (14 * 86_400, "10 Nov 2026"),
    ],
)  # fmt: skip
def test_an_age_is_said_as_short_as_it_matters(seconds: int, words: str) -> None:
    assert ages.age(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0.0 s"), (0.64, "0.6 s"), (9.94, "9.9 s"), (42.4, "42 s"), (125, "2 min 5 s"), (11_400, "3 h 10 min")],
)
def test_a_duration_is_said_as_exactly_as_it_matters(seconds: float, words: str) -> None:
    assert ages.duration(seconds) == words


def test_the_full_time_names_its_zone() -> None:
    assert ages.full(NOW) == "24 Nov 2026, 12:00"
    assert ages.absolute(NOW) == "24 Nov 2026, 12:00:00 UTC"
