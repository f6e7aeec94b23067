"""What only SFTP has: host keys, and keys instead of passwords."""

from __future__ import annotations

import contextlib

import pytest
from tests.servers.receivers import SftpReceiver

from makeready.office.connections.models import Connection
from makeready.office.connections.store import receiver as receiver_of
from makeready.office.connections.store import save
from makeready.office.delivery import sftp as client
from makeready.office.delivery.failures import HostKeyChanged, SignInRefused


@pytest.fixture
def signing_in(monkeypatch) -> list[str]:
    """Every attempt to sign in, whatever the server thinks of it."""
    seen: list[str] = []
    real = client._sign_in

    def noted(transport, receiver) -> None:
        seen.append(receiver.username)
        real(transport, receiver)

    monkeypatch.setattr(client, "_sign_in", noted)
    return seen


def test_a_host_key_as_known_opens_the_line(sftp):
    with client.open_line(sftp.receiver(host_key=sftp.shown_key)) as line:
        line.put("/a.pdf", [b"a"])
    assert sftp.files() == {"/a.pdf": b"a"}


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"])
def test_every_usual_kind_of_host_key_is_known_again(sftp, kind):
    sftp.other_host_key(kind)
    with client.open_line(sftp.receiver(host_key=sftp.shown_key)) as line:
        assert line.size("/") is not None


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ssh-rsa"], ids=["of the same kind", "of another kind"])
def test_a_changed_host_key_stops_before_the_password_leaves(sftp, signing_in, kind):
    known = sftp.shown_key
    sftp.other_host_key(kind)
    with pytest.raises(HostKeyChanged) as why, client.open_line(sftp.receiver(host_key=known)):
        pass
    assert not why.value.transient
    assert "Nothing was sent" in why.value.sentence
    assert signing_in == []


@pytest.mark.django_db
def test_the_first_key_seen_is_kept_and_any_other_refused_from_then_on(sftp, ada):
    connection = save(name="press", by=ada, **sftp.connection())
    with client.open_line(receiver_of(connection)):
        pass
    kept = Connection.objects.get(pk=connection.pk)
    assert kept.host_key == sftp.shown_key

    sftp.other_host_key()
    with pytest.raises(HostKeyChanged), client.open_line(receiver_of(kept)):
        pass
    assert Connection.objects.get(pk=connection.pk).host_key == kept.host_key


def test_a_private_key_stands_in_the_passwords_place(sftp):
    secret = sftp.client_key.export_private_key("openssh").decode()
    with client.open_line(sftp.receiver(password=secret)) as line:
        line.put("/a.pdf", [b"a"])
    assert sftp.files() == {"/a.pdf": b"a"}


def test_a_private_key_that_cannot_be_read_is_told(sftp):
    broken = "-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5\n-----END OPENSSH PRIVATE KEY-----"
    with pytest.raises(SignInRefused) as why, client.open_line(sftp.receiver(password=broken)):
        pass
    assert "cannot be read" in why.value.sentence


def test_a_private_key_with_a_pass_phrase_is_told(sftp):
    locked = sftp.client_key.export_private_key("openssh", passphrase="open sesame").decode()
    with pytest.raises(SignInRefused) as why, client.open_line(sftp.receiver(password=locked)):
        pass
    assert "pass phrase" in why.value.sentence


def test_a_private_key_that_the_server_does_not_know_is_refused():
    with SftpReceiver() as one, SftpReceiver() as other:
        secret = other.client_key.export_private_key("openssh").decode()
        with pytest.raises(SignInRefused), client.open_line(one.receiver(password=secret)):
            pass


def test_lines_are_closed_whatever_happens(sftp):
    for wrong in ("wrong", "wrong again"):
        with contextlib.suppress(SignInRefused), client.open_line(sftp.receiver(password=wrong)):
            pass
    with client.open_line(sftp.receiver()) as line:
        assert line.size("/nothing") is None
