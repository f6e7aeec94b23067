"""A file reaches a WebDAV server whole and once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from tests.servers.webdav import Answer, WebDavReceiver

from makeready.office.delivery import receipts, webdav
from makeready.office.delivery.failures import DeliveryFailed, ReceiverFull, SignInRefused
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.delivery.receipts import Effect, Parcel
from makeready.office.outgoing import FetchFailed

pytestmark = pytest.mark.django_db

TO = "/in/für Zoë/10017 50%.pdf"
DATA = b"%PDF-1.7 " + bytes(range(256)) * 400
EFFECT = Effect("job_1/3/sheet", "job_1", "send")


@pytest.fixture
def cloud() -> Iterator[WebDavReceiver]:
    with WebDavReceiver() as one:
        yield one


def deliver(cloud: WebDavReceiver) -> Receipt:
    pieces = [DATA[at : at + 8192] for at in range(0, len(DATA), 8192)]
    parcel = Parcel(len(DATA), hashlib.sha256(DATA).hexdigest(), lambda: pieces)
    with webdav.open_line(cloud.receiver()) as line:
        return receipts.deliver(line, parcel, TO, EFFECT, say=lambda _: None)


def cut(_: str) -> None:
    raise ConnectionAbortedError


def test_a_file_arrives_byte_for_byte_in_folders_that_are_made(cloud):
    receipt = deliver(cloud)
    assert cloud.files() == {TO: DATA}
    assert receipt.state == ReceiptState.DONE


def test_nobody_sees_it_under_its_name_before_it_is_whole(cloud):
    seen: list[dict[str, bytes]] = []
    cloud.at["MOVE"] = lambda _: seen.append(cloud.files())
    deliver(cloud)
    assert seen == [{receipts.hidden_name(TO, EFFECT.token): DATA}]


def test_a_file_of_this_name_from_before_is_replaced(cloud):
    cloud.lay(TO, b"yesterday's")
    deliver(cloud)
    assert cloud.files() == {TO: DATA}


def test_cut_in_the_middle_it_is_sent_anew(cloud):
    cloud.cut_after = 40_000
    with pytest.raises(FetchFailed) as why:
        deliver(cloud)
    assert why.value.transient
    cloud.cut_after = None
    deliver(cloud)
    assert cloud.files() == {TO: DATA}


@pytest.mark.parametrize("taken", [False, True], ids=["it lies there", "the receiver has taken it"])
def test_moved_but_not_answered_it_is_not_sent_again(cloud, taken):
    cloud.at["moved"] = cut
    with pytest.raises(FetchFailed):
        deliver(cloud)
    cloud.at.clear()
    if taken:
        (cloud.folder / TO.lstrip("/")).unlink()
    cloud.calls.clear()
    assert deliver(cloud).state == ReceiptState.DONE
    assert not [call for call in cloud.calls if call.startswith(("PUT", "MOVE"))]


def test_a_lock_passes_and_a_full_drive_does_not(cloud):
    def locked(_: str) -> None:
        raise Answer(423)

    cloud.at["MOVE"] = locked
    with pytest.raises(DeliveryFailed) as why:
        deliver(cloud)
    assert why.value.transient
    cloud.at.clear()
    cloud.full = 10
    with pytest.raises(ReceiverFull), webdav.open_line(cloud.receiver()) as line:
        line.put("/a.pdf", [DATA], len(DATA))


def test_the_probe_says_that_one_may_come_in(cloud):
    assert "Signed in" in webdav.test(cloud.receiver())
    assert "will be made" in webdav.test(cloud.receiver(options={"root": "/not/there/yet"}))
    with pytest.raises(SignInRefused):
        webdav.test(cloud.receiver(password="wrong"))
