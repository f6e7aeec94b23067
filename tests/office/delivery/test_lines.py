"""An open line to a server of files: the same promises by FTP, FTPS and SFTP."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.servers.receivers import PASSWORD, FtpReceiver

from makeready.office.connections.store import Receiver
from makeready.office.delivery import ftp, sftp
from makeready.office.delivery.failures import DeliveryFailed, HostUnknown, SignInRefused
from makeready.office.delivery.receipts import Line

DATA = bytes(range(256)) * 1200


@contextlib.contextmanager
def line_to(receiver: Receiver) -> Iterator[Line]:
    with sftp.open_line(receiver) if receiver.type == "sftp" else ftp.open_line(receiver) as line:
        yield line


def test_a_file_arrives_byte_for_byte_and_its_size_is_told(press):
    with line_to(press.receiver()) as line:
        line.put("/Plakat für Zoë.pdf", [DATA[:1000], DATA[1000:]])
        assert line.size("/Plakat für Zoë.pdf") == len(DATA)
        assert line.size("/no such file.pdf") is None

    assert press.files() == {"/Plakat für Zoë.pdf": DATA}


def test_folders_are_made_level_by_level_and_may_be_there_already(press):
    with line_to(press.receiver()) as line:
        line.make_folders("/hot/2026/für Zoë")
        line.make_folders("/hot/2026/für Zoë")
        line.make_folders("/hot/2025")
        line.put("/hot/2026/für Zoë/a.pdf", [b"a"])

    assert press.files() == {"/hot/2026/für Zoë/a.pdf": b"a"}
    assert (press.folder / "hot/2025").is_dir()


def test_a_file_that_stands_where_a_folder_should_be_is_told(press):
    press.lay("/in", b"a file, no folder")
    with line_to(press.receiver()) as line, pytest.raises(DeliveryFailed) as why:
        line.make_folders("/in/2026")
    assert not why.value.transient
    assert "/in" in why.value.sentence


@pytest.mark.parametrize("replaces", [True, False], ids=["a server that replaces", "a server that does not"])
def test_a_rename_takes_the_place_of_a_file_that_is_there(press, replaces):
    press.replaces = replaces
    press.lay("/card.pdf", b"the old one")
    press.lay("/.new.part", b"the new one")
    with line_to(press.receiver()) as line:
        line.rename("/.new.part", "/card.pdf")
    assert press.files() == {"/card.pdf": b"the new one"}


@pytest.mark.parametrize("replaces", [True, False], ids=["a server that replaces", "a server that does not"])
def test_a_rename_of_nothing_leaves_the_file_that_is_there(press, replaces):
    """A worker that was thought dead comes late: the other one has renamed already, and that file must stay."""
    press.replaces = replaces
    press.lay("/card.pdf", b"renamed by the other worker")
    with line_to(press.receiver()) as line, pytest.raises(DeliveryFailed):
        line.rename("/.new.part", "/card.pdf")
    assert press.files() == {"/card.pdf": b"renamed by the other worker"}


def test_deleting_what_is_not_there_is_fine(press):
    press.lay("/a.pdf", b"a")
    with line_to(press.receiver()) as line:
        line.remove("/a.pdf")
        line.remove("/a.pdf")
    assert press.files() == {}


def test_an_address_tells_where_without_a_password(press):
    with line_to(press.receiver()) as line:
        assert line.address("/in/a.pdf") == f"{press.type}://127.0.0.1:{press.port}/in/a.pdf"


def test_a_wrong_password_is_no_matter_of_time(press):
    with pytest.raises(SignInRefused) as why, line_to(press.receiver(password="guessed wrong")):
        pass
    assert not why.value.transient
    assert "user name or password is wrong" in why.value.sentence
    assert "guessed wrong" not in str(why.value.as_dict())


def test_a_server_that_is_not_there_may_be_there_later(press):
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        nobody = replace(press.receiver(), port=free.getsockname()[1])
        with pytest.raises(DeliveryFailed) as why, line_to(nobody):
            pass
    assert why.value.transient
    assert "nothing listens there" in why.value.sentence


def test_a_name_that_nobody_knows_is_no_matter_of_time(press):
    with pytest.raises(HostUnknown) as why, line_to(press.receiver(host="press.invalid")):
        pass
    assert not why.value.transient
    assert "press.invalid" in why.value.sentence


def test_something_else_that_answers_there_is_told_in_words(press):
    """A web server at the port: no traceback, one sentence."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as other:
        other.listen()
        port = other.getsockname()[1]

        def greet() -> None:
            with contextlib.suppress(OSError):
                caller, _ = other.accept()
                caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20)
                caller.close()

        import threading

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(DeliveryFailed) as why, line_to(press.receiver(port=port)):
            pass
    assert f"127.0.0.1:{port}" in why.value.sentence


def test_a_line_cut_in_the_middle_of_a_file_may_hold_next_time(press):
    press.cut_after = 100_000
    with line_to(press.receiver()) as line, pytest.raises(DeliveryFailed) as why:
        line.put("/a.pdf", [DATA[at : at + 16384] for at in range(0, len(DATA), 16384)])
    assert why.value.transient

    press.cut_after = None
    with line_to(press.receiver()) as line:
        line.put("/a.pdf", [DATA])
    assert press.files() == {"/a.pdf": DATA}


def test_the_right_to_write_is_missing(press):
    if isinstance(press, FtpReceiver):
        press.stop()
        press.may = "elr"
        press.start()
    press.read_only = True
    with line_to(press.receiver()) as line, pytest.raises(DeliveryFailed) as why:
        line.put("/a.pdf", [DATA])
    assert not why.value.transient
    assert "right to" in why.value.hint


def test_the_probe_says_that_one_may_come_in(press):
    probe = sftp.test if press.type == "sftp" else ftp.test
    assert "Signed in" in probe(press.receiver())
    assert "will be made" in probe(press.receiver(options={"root": "/not/there/yet"}))
    with pytest.raises(SignInRefused):
        probe(press.receiver(password=PASSWORD + "!"))
