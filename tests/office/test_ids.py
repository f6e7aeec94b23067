"""Ids: a prefix, and 26 characters that sort by time."""

from __future__ import annotations

import re
import threading

from makeready.office import ids
from makeready.office.ids import new_id


def test_an_id_has_its_prefix_and_26_characters() -> None:
    assert re.fullmatch(r"prj_[0-9a-hjkmnp-tv-z]{26}", new_id("prj"))


def test_each_sorts_after_the_one_before_also_when_the_clock_is_put_back(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    made = [new_id("x") for _ in range(1000)]
    monkeypatch.setattr(ids.time, "time_ns", lambda: 0)
    made += [new_id("x") for _ in range(10)]

    assert made == sorted(set(made))


def test_threads_never_make_the_same() -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id("x") for _ in range(500))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 4000
