"""A file goes out once, whatever happened in between: every way in which `deliver` may be met again."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

import pytest
from tests.servers.receivers import Refused

from makeready.office.delivery import ftp as ftp_client
from makeready.office.delivery import receipts
from makeready.office.delivery import sftp as sftp_client
from makeready.office.delivery.failures import DeliveryFailed
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.delivery.receipts import Effect, Parcel, Stopped

pytestmark = pytest.mark.django_db

TO = "/in/10017.pdf"
DATA = b"%PDF-1.7 " + bytes(range(256)) * 400
EFFECT = Effect("job_1/3/sheet", "job_1", "send")


def parcel(data: bytes = DATA) -> Parcel:
    pieces = [data[at : at + 8192] for at in range(0, len(data), 8192)]
    return Parcel(len(data), hashlib.sha256(data).hexdigest(), lambda: pieces)


class Delivery:
    """Sends the same parcel as often as asked; what was said meanwhile."""

    def __init__(self, press) -> None:
        self.press = press
        self.said: list[str] = []

    def __call__(self, effect: Effect = EFFECT, data: bytes = DATA, to: str = TO) -> Receipt:
        with self.line() as line:
            return receipts.deliver(line, parcel(data), to, effect, say=self.said.append)

    @contextlib.contextmanager
    def line(self) -> Iterator[receipts.Line]:
        client = sftp_client if self.press.type == "sftp" else ftp_client
        with client.open_line(self.press.receiver()) as line:
            yield line

    @property
    def receipt(self) -> Receipt:
        return Receipt.objects.get()


@pytest.fixture
def deliver(press) -> Delivery:
    return Delivery(press)


def refuse(path: str) -> None:
    raise Refused("550 Not now")


def test_a_receipt_tells_where_what_and_when(deliver, press):
    receipt = deliver()

    assert press.files() == {TO: DATA}
    assert (receipt.state, receipt.kind) == (ReceiptState.DONE, press.type)
    assert receipt.to == f"{press.type}://127.0.0.1:{press.port}{TO}"
    assert (receipt.size, receipt.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
    assert receipt.done_at
    assert receipts.as_json(receipt)["done_at"].endswith("Z")


def test_nobody_sees_the_file_under_its_name_before_it_is_whole(deliver, press):
    seen: list[dict[str, bytes]] = []
    press.at["rename"] = lambda _: seen.append(press.files())
    deliver()

    (before,) = seen
    assert list(before.values()) == [DATA]
    (name,) = before
    assert name == receipts.hidden_name(TO, EFFECT.token)
    assert name.startswith("/in/.makeready-")
    assert name.endswith(".part")


def test_what_has_its_receipt_is_not_sent_again(deliver, press):
    deliver()
    (press.folder / TO.lstrip("/")).unlink()  # the RIP took it
    deliver()

    assert press.files() == {}
    assert "has its receipt already" in deliver.said[-1]


def test_cut_in_the_middle_it_is_sent_anew_from_the_beginning(deliver, press):
    press.cut_after = 40_000
    with pytest.raises(DeliveryFailed) as why:
        deliver()
    assert why.value.transient
    assert deliver.receipt.state == ReceiptState.BEGUN

    press.cut_after = None
    deliver()
    assert press.files() == {TO: DATA}
    assert deliver.receipt.state == ReceiptState.DONE


def test_a_file_begun_with_other_bytes_goes_out_with_the_new_ones(deliver, press):
    press.cut_after = 40_000
    with pytest.raises(DeliveryFailed):
        deliver(data=b"old" * 30_000)
    press.cut_after = None
    deliver()

    assert press.files() == {TO: DATA}
    assert (deliver.receipt.size, deliver.receipt.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())


def test_a_file_of_this_name_from_before_is_replaced(deliver, press):
    press.lay(TO, b"yesterday's")
    deliver()
    assert press.files() == {TO: DATA}


def test_placed_and_the_rename_refused_it_is_renamed_next_time_without_sending(deliver, press):
    press.at["rename"] = refuse if press.type != "sftp" else refuse_sftp
    with pytest.raises(DeliveryFailed):
        deliver()
    assert deliver.receipt.state == ReceiptState.PLACED
    assert list(press.files()) == [deliver.receipt.temporary]

    press.at.clear()
    press.at["store"] = lambda path: pytest.fail(f"{path} was sent again")
    deliver()
    assert press.files() == {TO: DATA}
    assert deliver.receipt.state == ReceiptState.DONE
    assert "under its temporary name" in deliver.said[-1]


def refuse_sftp(path: str) -> None:
    import asyncssh

    raise asyncssh.SFTPPermissionDenied("not now")


def placed(deliver: Delivery) -> Receipt:
    """As a crash after the receipt said PLACED leaves things: the temporary file is there."""
    receipt = Receipt.objects.create(
        effect=EFFECT.key, kind=deliver.press.type, to="", temporary=receipts.hidden_name(TO, EFFECT.token),
        size=len(DATA), sha256=hashlib.sha256(DATA).hexdigest(), state=ReceiptState.PLACED,
    )  # fmt: skip
    with deliver.line() as line:
        receipt.to = line.address(TO)
        receipt.save()
    deliver.press.lay(receipt.temporary, DATA)
    deliver.press.at["store"] = lambda path: pytest.fail(f"{path} was sent again")
    return receipt


def test_after_a_crash_before_the_rename_it_is_renamed(deliver, press):
    placed(deliver)
    deliver()
    assert press.files() == {TO: DATA}
    assert deliver.receipt.state == ReceiptState.DONE


def test_after_a_crash_before_the_rename_an_older_file_of_that_name_gives_way(deliver, press):
    placed(deliver)
    press.lay(TO, b"yesterday's")
    deliver()
    assert press.files() == {TO: DATA}


def test_after_a_crash_behind_the_rename_it_is_done(deliver, press):
    receipt = placed(deliver)
    (press.folder / receipt.temporary.lstrip("/")).rename(press.folder / TO.lstrip("/"))
    deliver()
    assert press.files() == {TO: DATA}
    assert deliver.receipt.state == ReceiptState.DONE
    assert "had been renamed already" in deliver.said[-1]


def test_after_a_crash_with_neither_name_left_the_receiver_took_it_and_it_is_said(deliver, press):
    receipt = placed(deliver)
    (press.folder / receipt.temporary.lstrip("/")).unlink()
    done = deliver()
    assert press.files() == {}
    assert done.state == ReceiptState.DONE
    assert "the receiver has taken it" in receipts.as_json(deliver.receipt)["note"]
    assert "the receiver has taken it" in deliver.said[-1]


def test_a_server_that_is_away_when_we_look_proves_nothing(deliver, press):
    """PLACED, and the server down: not taken for emptied."""
    placed(deliver)
    press.stop()
    with pytest.raises(DeliveryFailed) as why:
        deliver()
    assert why.value.transient
    assert deliver.receipt.state == ReceiptState.PLACED

    press.start()
    deliver()
    assert press.files() == {TO: DATA}


def test_a_file_that_did_not_arrive_whole_is_never_given_its_name(ftp):
    deliver = Delivery(ftp)
    ftp.keep_only = 1000
    with pytest.raises(DeliveryFailed) as why:
        deliver()
    assert why.value.transient
    assert f"{len(DATA)} bytes were sent, 1000 are there" in why.value.sentence
    assert TO not in ftp.files()
    assert deliver.receipt.state == ReceiptState.BEGUN

    ftp.keep_only = None
    deliver()
    assert ftp.files() == {TO: DATA}


def test_cancelled_in_the_middle_nothing_half_written_stays(deliver, press):
    def check() -> None:
        raise Stopped("cancelled", clean_up=True)

    with pytest.raises(Stopped):
        deliver(Effect(EFFECT.key, check=check))
    assert press.files() == {}


def test_taken_over_in_the_middle_the_other_workers_file_is_left_alone(deliver, press):
    press.lay(receipts.hidden_name(TO, EFFECT.token), b"the other worker writes here")
    pieces = iter([None, Stopped("taken over", clean_up=False)])

    def check() -> None:
        if why := next(pieces):
            raise why

    with pytest.raises(Stopped):
        deliver(Effect(EFFECT.key, check=check))
    assert receipts.hidden_name(TO, EFFECT.token) in press.files()


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_whoever_is_taken_over_writes_no_receipt_from_then_on(ftp, step):
    """The guard is asked at the beginning, before PLACED, before the rename and before DONE."""
    count = iter(range(1, 10))

    def guard() -> None:
        if next(count) == step:
            raise Stopped("taken over", clean_up=False)

    with pytest.raises(Stopped):
        Delivery(ftp)(Effect(EFFECT.key, guard=guard))
    state = Receipt.objects.values_list("state", flat=True).first()
    assert state == {1: None, 2: ReceiptState.BEGUN, 3: ReceiptState.PLACED, 4: ReceiptState.PLACED}[step]
    assert (TO in ftp.files()) is (step == 4)


def test_the_same_file_sent_by_an_earlier_job_and_still_there_is_not_sent_again(ftp):
    deliver = Delivery(ftp)
    deliver()
    again = Effect("job_2/3/sheet", "job_2", "send")
    with deliver.line() as line:
        earlier = receipts.already_there(line, parcel(), TO, again)
        assert earlier == Receipt.objects.get(effect=EFFECT.key)
        noted = receipts.note_already_there(line, parcel(), TO, again, earlier)
        assert (noted.state, "sent by job job_1" in noted.answer["note"]) == (ReceiptState.DONE, True)
        assert receipts.already_there(line, parcel(b"other bytes"), TO, Effect("job_3/3/sheet")) is None
        (ftp.folder / TO.lstrip("/")).unlink()
        assert receipts.already_there(line, parcel(), TO, Effect("job_4/3/sheet")) is None
    assert len(ftp.sent("STOR")) == 1


def test_a_file_that_another_one_replaced_meanwhile_is_sent(ftp):
    deliver = Delivery(ftp)
    deliver()
    deliver(Effect("job_2/3/sheet"), data=DATA[::-1])
    with deliver.line() as line:
        assert receipts.already_there(line, parcel(), TO, Effect("job_3/3/sheet")) is None


def test_keys_keep_their_token_and_differ_from_each_other():
    assert Effect("job_1/3/sheet").token == EFFECT.token
    assert Effect("job_1/4/sheet").token != EFFECT.token


def test_an_act_is_done_once_and_its_answer_kept():
    acts: list[int] = []

    def act() -> dict[str, int]:
        acts.append(1)
        return {"status": 200}

    for _ in range(3):
        receipt = receipts.once("http", "https://mis.example/told", EFFECT, act)
    assert acts == [1]
    assert receipt.answer == {"status": 200}


def test_an_act_that_failed_is_tried_again_under_the_same_receipt():
    def fails() -> dict[str, int]:
        raise DeliveryFailed("no", transient=True)

    with pytest.raises(DeliveryFailed):
        receipts.once("http", "https://mis.example/told", EFFECT, fails)
    assert Receipt.objects.get().state == ReceiptState.BEGUN
    assert receipts.once("http", "https://mis.example/told", EFFECT, dict).state == ReceiptState.DONE
    assert Receipt.objects.count() == 1
