"""API keys: made, checked, revoked; the secret is kept nowhere."""

from __future__ import annotations

import pytest

from makeready.office.accounts import keys
from makeready.office.accounts.actor import SYSTEM, ActorKind
from makeready.office.accounts.models import ApiKey
from makeready.office.accounts.rights import Scope
from makeready.office.errors import Invalid
from makeready.office.history.models import Entry

pytestmark = pytest.mark.django_db


def test_a_key_is_known_by_its_secret_alone() -> None:
    key, secret = keys.create("web shop", by=SYSTEM)

    who = keys.check(secret)

    assert who is not None
    assert (who.actor.kind, who.actor.name, who.actor.id) == (ActorKind.API_KEY, "web shop", key.id)
    assert keys.check(secret[:-1] + ("a" if secret[-1] != "a" else "b")) is None
    assert keys.check("") is None
    assert keys.check("mr_ключ\udcff") is None


def test_the_secret_is_kept_nowhere() -> None:
    _, secret = keys.create("web shop", by=SYSTEM)

    kept = str(list(ApiKey.objects.values())) + str(list(Entry.objects.values()))

    assert secret.startswith("mr_")
    assert len(secret) == 46
    assert secret not in kept


def test_a_revoked_key_is_unknown_at_once() -> None:
    key, secret = keys.create("web shop", by=SYSTEM)
    assert keys.check(secret)

    keys.revoke(key, by=SYSTEM)

    assert keys.check(secret) is None


def test_a_key_has_only_the_scopes_it_was_given() -> None:
    _, secret = keys.create("report", by=SYSTEM, scopes=["read"])

    who = keys.check(secret)

    assert who is not None
    assert who.scopes == {Scope.READ}


def test_all_that_is_wrong_with_a_new_key_is_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        keys.create(" ", by=SYSTEM, scopes=["rite"], role="boss")

    assert {fault.path for fault in refused.value.errors} == {"name", "scopes", "role"}
    assert not ApiKey.objects.exists()


def test_use_is_noted() -> None:
    key, secret = keys.create("web shop", by=SYSTEM)

    keys.check(secret)

    key.refresh_from_db()
    assert key.last_used_at is not None
