"""What only FTP and FTPS have: replies, passive mode, TLS."""

from __future__ import annotations

import pytest
from tests.servers.receivers import FtpReceiver, Refused

from makeready.office.delivery import ftp as client
from makeready.office.delivery.failures import CertificateRefused, DeliveryFailed, ReceiverFull, SignInRefused
from makeready.office.delivery.receipts import Stopped


def saying(reply: str, to: str):
    """A point at which the server answers so, once per command of this name."""

    def point(command: str) -> None:
        if command.split(" ")[0] == to:
            raise Refused(reply)

    return point


@pytest.mark.parametrize(
    ("reply", "kind", "transient"),
    [
        ("452 Insufficient storage space", ReceiverFull, False),
        ("552 Quota exceeded", ReceiverFull, False),
        ("450 File busy", DeliveryFailed, True),
        ("421 Too many users", DeliveryFailed, True),
        ("553 File name not allowed", DeliveryFailed, False),
    ],
)
def test_replies_tell_whether_it_may_pass_by_itself(ftp, reply, kind, transient):
    ftp.at["answer"] = saying(reply, "STOR")
    with client.open_line(ftp.receiver()) as line, pytest.raises(kind) as why:
        line.put("/a.pdf", [b"a"])
    assert (type(why.value), why.value.transient) == (kind, transient)
    assert reply in why.value.sentence


def test_too_many_users_at_the_door_is_no_wrong_password(ftp):
    ftp.at["answer"] = saying("421 Too many users, try later", "PASS")
    with pytest.raises(DeliveryFailed) as why, client.open_line(ftp.receiver()):
        pass
    assert why.value.transient
    assert not isinstance(why.value, SignInRefused)


def test_an_old_server_without_size_is_asked_by_mlst(ftp):
    ftp.without = ("SIZE",)
    ftp.lay("/a.pdf", b"12345")
    with client.open_line(ftp.receiver()) as line:
        assert line.size("/a.pdf") == 5
        assert line.size("/b.pdf") is None


def test_a_server_that_tells_no_size_at_all_is_refused_in_words(ftp):
    ftp.without = ("SIZE", "MLST", "OPTS")
    ftp.lay("/a.pdf", b"12345")
    with client.open_line(ftp.receiver()) as line, pytest.raises(DeliveryFailed) as why:
        line.size("/a.pdf")
    assert "size" in why.value.sentence


def test_a_stop_in_the_middle_leaves_the_line_well(ftp):
    def pieces():
        yield b"a" * 100_000
        raise Stopped("cancelled", clean_up=True)

    with client.open_line(ftp.receiver()) as line:
        with pytest.raises(Stopped):
            line.put("/a.pdf", pieces())
        line.remove("/a.pdf")
        line.put("/b.pdf", [b"b"])
    assert ftp.files() == {"/b.pdf": b"b"}


def test_line_breaks_in_a_path_are_no_second_command(ftp):
    ftp.lay("/keep.pdf", b"k")
    with client.open_line(ftp.receiver()) as line, pytest.raises(DeliveryFailed):
        line.put("/a.pdf\r\nDELE /keep.pdf", [b"a"])
    assert ftp.files() == {"/keep.pdf": b"k"}


def test_active_mode_is_used_where_the_connection_says_so(ftp):
    with client.open_line(ftp.receiver(options={"passive": False})) as line:
        line.put("/a.pdf", [b"a"])
    assert ftp.files() == {"/a.pdf": b"a"}
    assert not ftp.sent("PASV")
    assert not ftp.sent("EPSV")


def test_a_certificate_that_nobody_vouches_for_is_refused(authority):
    with (
        FtpReceiver(certificate_of=authority) as stranger,
        pytest.raises(CertificateRefused) as why,
        client.open_line(stranger.receiver()),
    ):
        pass
    assert not why.value.transient
    assert "PASS" not in stranger.commands, "no password before the certificate is known"


def test_a_certificate_may_be_waved_through_by_the_operator(authority):
    with FtpReceiver(certificate_of=authority) as stranger:
        with client.open_line(stranger.receiver(options={"verify": False})) as line:
            line.put("/a.pdf", [b"a"])
        assert stranger.files() == {"/a.pdf": b"a"}


def test_ftps_never_falls_back_to_plain_ftp(ftp, trusted):
    """A server without TLS: nothing is sent in the clear."""
    ftp.without = ("AUTH",)
    with pytest.raises(DeliveryFailed), client.open_line(ftp.receiver(type="ftps")):
        pass
    assert "PASS" not in ftp.commands


def test_files_go_over_a_secured_data_line(ftps):
    with client.open_line(ftps.receiver()) as line:
        line.put("/a.pdf", [b"a" * 70_000])
    assert ftps.files() == {"/a.pdf": b"a" * 70_000}
    assert ftps.sent("PROT") == ["P"]
