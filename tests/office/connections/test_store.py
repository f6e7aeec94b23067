"""Connections: kept sealed, changed with care, tested for real, never shown with their secret."""

from __future__ import annotations

import pytest
from django.db import connection as database
from tests.servers.receivers import FtpReceiver

from makeready.config import config
from makeready.office.connections import store
from makeready.office.connections.models import Connection
from makeready.office.connections.sealing import SealBroken, seal, unseal
from makeready.office.delivery import ftp as ftp_line
from makeready.office.delivery.failures import SignInRefused
from makeready.office.errors import NotBuilt, StaleVersion
from makeready.office.history.models import Entry

pytestmark = pytest.mark.django_db

FTP = {"name": "press", "type": "ftp", "host": "press.example", "username": "ada", "password": "correct horse"}
ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"


@pytest.fixture
def other_key(monkeypatch):
    """The server was started with another secret key."""

    def change() -> None:
        monkeypatch.setenv("MAKEREADY_SECRET_KEY", "another key than before, long enough to be one")
        config.cache_clear()

    yield change
    monkeypatch.undo()
    config.cache_clear()


def test_the_secret_lies_sealed_in_the_database(ada):
    made = store.save(by=ada, **FTP)
    assert store.secret(made) == "correct horse"
    with database.cursor() as cursor:
        cursor.execute("select * from connections_connection")
        assert "correct horse" not in str([bytes(x) if isinstance(x, memoryview) else x for x in cursor.fetchone()])
    assert "correct horse" not in repr(store.receiver(made)) + str(list(Entry.objects.values()))


def test_the_same_secret_is_sealed_differently_each_time():
    assert seal("pa55") != seal("pa55")
    assert unseal(seal("pa55")) == unseal(memoryview(seal("pa55"))) == "pa55"


def test_with_another_secret_key_the_seal_says_what_to_do(ada, other_key):
    made = store.save(by=ada, **FTP)
    other_key()
    with pytest.raises(SealBroken) as why:
        store.receiver(made)
    assert "MAKEREADY_SECRET_KEY" in why.value.hint


def test_a_change_without_a_password_keeps_the_one_stored(ada):
    made = store.save(by=ada, **FTP)
    without = {**FTP, "host": "new.example", "password": None}
    made = store.save(by=ada, connection=made, **without)
    assert (made.host, made.version, store.secret(made)) == ("new.example", 2, "correct horse")
    assert store.secret(store.save(by=ada, connection=made, **{**FTP, "password": ""})) == ""


def test_two_who_change_it_at_once_are_told(ada):
    made = store.save(by=ada, **FTP)
    store.save(by=ada, connection=made, expected_version=1, **FTP)
    with pytest.raises(StaleVersion):
        store.save(by=ada, connection=made, expected_version=1, **FTP)


def test_a_name_is_taken_once(ada):
    store.save(by=ada, **FTP)
    with pytest.raises(store.ConnectionNameTaken):
        store.save(by=ada, **{**FTP, "name": " press "})


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"type": "gopher"}, "type"),
        ({"name": "  "}, "name"),
        ({"name": "{{x}}"}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"host": ""}, "host"),
        ({"host": "ftp://press.example"}, "host"),
        ({"host": "ada@press.example"}, "host"),
        ({"host": "press.example/in"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 70000}, "port"),
        ({"host_key": ED25519}, "host_key"),
        ({"type": "sftp", "host_key": "ssh-ed25519 nonsense"}, "host_key"),
        ({"type": "sftp", "host_key": ED25519.replace("ssh-ed25519", "ssh-rsa")}, "host_key"),
        ({"options": {"pasive": True}}, "options/pasive"),
    ],
)
def test_each_fault_is_told_at_its_place(ada, changes, path):
    with pytest.raises(store.ConnectionInvalid) as why:
        store.save(by=ada, **{**FTP, **changes})
    assert path in [fault.path for fault in why.value.errors]
    assert not Connection.objects.exists()


def test_all_faults_are_told_at_once(ada):
    with pytest.raises(store.ConnectionInvalid) as why:
        store.save(by=ada, name="", type="ftp", host="", port=-1, options={"x": 1})
    assert [fault.path for fault in why.value.errors] == ["name", "host", "port", "options/x"]


@pytest.mark.parametrize("kind", ["s3", "webdav", "folder"])
def test_kinds_of_a_later_version_are_told_as_such(ada, kind):
    with pytest.raises(NotBuilt):
        store.save(by=ada, **{**FTP, "type": kind})


def test_a_host_key_is_kept_without_its_comment(ada):
    made = store.save(by=ada, **{**FTP, "type": "sftp", "host_key": f"{ED25519} root@press"})
    assert made.host_key == ED25519


@pytest.mark.parametrize(
    ("kind", "options", "port"),
    [("ftp", {}, 21), ("sftp", {}, 22), ("smtp", {}, 587), ("ftps", {"implicit": True}, 990)],
)
def test_a_port_that_is_not_given_is_the_usual_one(ada, kind, options, port):
    made = store.save(by=ada, **{**FTP, "type": kind, "options": options})
    assert store.receiver(made).port == port


def test_a_connection_is_tested_for_real(ada):
    assert ftp_line  # whose module tells how
    with FtpReceiver() as press:
        made = store.save(name="press", by=ada, **press.connection())
        assert "Signed in" in store.test(made)
        wrong = store.save(name="wrong", by=ada, **press.connection(password="guessed"))
        with pytest.raises(SignInRefused):
            store.test(wrong)


def test_who_is_not_there_is_told(ada):
    with pytest.raises(store.NoSuchConnection):
        store.by_name("nobody")


def test_the_first_host_key_is_remembered_and_no_later_one(ada):
    made = store.save(by=ada, **{**FTP, "type": "sftp"})
    store.remember_host_key(made.pk, "ssh-ed25519 FIRST")
    store.remember_host_key(made.pk, "ssh-ed25519 SECOND")
    assert Connection.objects.get().host_key == "ssh-ed25519 FIRST"
