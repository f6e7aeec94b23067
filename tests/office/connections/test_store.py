"""Connections: saved with every fault told, the secret sealed and never shown, kept when it is left out."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.db import connection as database
from tests.servers.receivers import FtpReceiver

from makeready.config import config
from makeready.office.accounts.actor import Actor
from makeready.office.connections import sealing, store
from makeready.office.connections.models import Connection
from makeready.office.delivery.failures import SignInRefused
from makeready.office.errors import StaleVersion
from makeready.office.history.models import Entry

pytestmark = pytest.mark.django_db

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8hT6kC0bJ8mJfDq7q0yZ8eL3nqg2m5cYk3vJm1m7xQ"
PASSWORD = "pa55-w0rd-of-the-press"


def made(by: Actor, **changes: Any) -> Connection:
    told = {"name": "press", "type": "sftp", "host": "sftp.press.example", "username": "shop", "password": PASSWORD}
    return store.save(**{**told, **changes}, by=by)


def test_the_secret_comes_out_only_for_what_sends(ada: Actor) -> None:
    kept = made(ada, host_key=f"{ED25519} operator@press")
    receiver = store.receiver(store.by_name("press"))

    assert receiver.password == PASSWORD
    assert PASSWORD not in repr(receiver)
    assert (receiver.port, receiver.place, receiver.host_key) == (22, "sftp.press.example:22", ED25519)
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM connections_connection")
        assert PASSWORD not in str(cursor.fetchall())
    assert PASSWORD not in str(list(Entry.objects.filter(subject=kept.pk).values()))


def test_a_secret_that_is_left_out_is_kept_and_an_empty_one_removed(ada: Actor) -> None:
    kept = made(ada)

    kept = made(ada, connection=kept, password=None, host="other.press.example")
    assert (kept.host, store.secret(kept)) == ("other.press.example", PASSWORD)

    kept = made(ada, connection=kept, password="")
    assert store.secret(kept) == ""


def test_another_secret_key_is_told_in_words(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = made(ada)
    monkeypatch.setattr(sealing, "config", lambda: type(config())(secret_key="another key"))

    with pytest.raises(sealing.SealBroken, match="cannot be opened"):
        store.receiver(kept)


def test_history_says_who_changed_a_connection(ada: Actor) -> None:
    kept = made(ada)
    made(ada, connection=kept, host="other.press.example")
    store.remove(Connection.objects.get(), by=ada)

    told = [(entry.actor_name, entry.reason) for entry in Entry.objects.filter(subject=kept.pk).order_by("id")]
    assert told == [
        ("Ada", "Connection made: press (sftp, sftp.press.example)"),
        ("Ada", "Connection changed: press (sftp, other.press.example)"),
        ("Ada", "Connection removed: press"),
    ]


def test_names_are_unique_and_changes_do_not_overwrite_each_other(ada: Actor) -> None:
    kept = made(ada)

    with pytest.raises(store.ConnectionNameTaken):
        made(ada, name=" press ")
    made(ada, connection=kept, expected_version=1)
    with pytest.raises(StaleVersion):
        made(ada, connection=kept, expected_version=1)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "a{{b"}, "name"),
        ({"host": ""}, "host"),
        ({"host": "ftp://press.example"}, "host"),
        ({"host": "press.example/in"}, "host"),
        ({"host": "shop@press.example"}, "host"),
        ({"host": "press example"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 65536}, "port"),
        ({"host_key": "ssh-ed25519"}, "host_key"),
        ({"host_key": "ssh-dss AAAA"}, "host_key"),
        ({"host_key": "ssh-rsa " + ED25519.split()[1]}, "host_key"),
        ({"host_key": ED25519, "type": "ftp"}, "host_key"),
        ({"options": {"passive": True}}, "options/passive"),
        ({"type": "carrier-pigeon"}, "type"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_told_with_its_place(ada: Actor, changes: dict[str, Any], path: str) -> None:
    with pytest.raises(store.ConnectionInvalid) as refused:
        made(ada, **changes)

    assert [fault.path for fault in refused.value.errors] == [path]
    assert not Connection.objects.exists()


def test_all_faults_are_told_at_once(ada: Actor) -> None:
    with pytest.raises(store.ConnectionInvalid) as refused:
        made(ada, name="", host="", port=0)

    assert [fault.path for fault in refused.value.errors] == ["name", "host", "port"]


def test_what_a_bucket_or_a_folder_needs_is_told(ada: Actor) -> None:
    with pytest.raises(store.ConnectionInvalid) as bucket:
        made(ada, type="s3", host="s3.example")
    with pytest.raises(store.ConnectionInvalid) as folder:
        made(ada, type="folder", host="press.example", options={"root": "hot"})

    assert [fault.path for fault in bucket.value.errors] == ["options/bucket"]
    assert [fault.path for fault in folder.value.errors] == ["host", "options/root"]


def test_what_is_not_there_is_told_by_its_name() -> None:
    with pytest.raises(store.NoSuchConnection, match="“press”"):
        store.by_name("press")


def test_the_first_host_key_seen_is_kept_but_never_one_that_was_given(ada: Actor) -> None:
    first = made(ada)
    store.remember_host_key(first.pk, ED25519)
    store.remember_host_key(first.pk, "ssh-ed25519 another")

    assert Connection.objects.get().host_key == ED25519


def test_a_connection_is_tested_for_real(ada: Actor) -> None:
    with FtpReceiver() as press:
        kept = store.save(name="press", by=ada, **press.connection())
        assert "Signed in" in store.test(kept)
        wrong = store.save(name="wrong", by=ada, **press.connection(password="guessed"))
        with pytest.raises(SignInRefused):
            store.test(wrong)


def test_a_process_that_has_just_begun_knows_how_every_type_is_tried_out() -> None:
    code = (
        "from makeready.office.site.prepare import prepare; prepare()\n"
        "from makeready.office.connections import store; print(*sorted(store._probes))"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["folder", "ftp", "ftps", "http", "s3", "sftp", "smtp", "webdav"]
