"""Parts of an open page: only what changed is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from makeready.office.accounts.actor import SYSTEM
from makeready.office.panel.components.happenings import Happening
from makeready.office.panel.components.live import Parts

TEMPLATES = {"activity": "project/_activity.html"}


def parts(*happenings: Happening) -> Parts:
    return Parts(RequestFactory().get("/"), TEMPLATES, {"happenings": happenings})


def happening(what: str, minutes: int = 0) -> Happening:
    return Happening(timezone.now() - timedelta(minutes=minutes), SYSTEM.name, what, "", "", "note")


def test_a_part_that_is_the_same_is_not_sent_again() -> None:
    one = happening("wrote")

    assert parts(one).changed(parts(one).seen) == {}


def test_a_part_that_changed_is_sent_whole() -> None:
    one = happening("wrote")
    changed = parts(one, happening("wrote again")).changed(parts(one).seen)

    assert list(changed) == ["activity"]
    assert "wrote again" in changed["activity"]


def test_growing_older_is_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    one = happening("wrote")
    before = parts(one)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert "2 h ago" in parts(one).drawn["activity"]
    assert parts(one).changed(before.seen) == {}


def test_a_page_that_says_nonsense_gets_everything() -> None:
    assert list(parts(happening("wrote")).changed("..:::x")) == ["activity"]
