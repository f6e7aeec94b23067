"""A file reaches a bucket whole and once, whatever happens around the one call that completes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import obstore
import pytest
from obstore.store import S3Store
from tests.servers.s3 import BUCKET, KEY, REGION, SECRET, S3Receiver

from makeready.office.delivery import receipts, s3
from makeready.office.delivery.failures import DeliveryFailed, SignInRefused
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.delivery.receipts import Effect, Parcel, Stopped
from makeready.office.outgoing import FetchFailed

pytestmark = pytest.mark.django_db

TO = "/in/2026/Plakat für Zoë (1)+.pdf"
DATA = b"%PDF-1.7 " + bytes(range(256)) * 400
EFFECT = Effect("job_1/3/sheet", "job_1", "send")


@pytest.fixture
def bucket() -> Iterator[S3Receiver]:
    with S3Receiver() as one:
        yield one


def deliver(bucket: S3Receiver, effect: Effect = EFFECT, data: bytes = DATA) -> Receipt:
    pieces = [data[at : at + 8192] for at in range(0, len(data), 8192)]
    parcel = Parcel(len(data), hashlib.sha256(data).hexdigest(), lambda: pieces)
    with s3.open_line(bucket.receiver()) as line:
        return receipts.deliver(line, parcel, TO, effect, say=lambda _: None)


def cut(_: str) -> None:
    raise ConnectionAbortedError


def test_the_store_of_these_tests_takes_what_an_independent_client_signs(bucket):
    store = S3Store(
        BUCKET, endpoint=bucket.url, access_key_id=KEY, secret_access_key=SECRET, region=REGION,
        client_options={"allow_http": True}, virtual_hosted_style_request=False,
    )  # fmt: skip
    obstore.put(store, "other/ä b.txt", b"x" * 100, use_multipart=False)
    assert bytes(obstore.get(store, "other/ä b.txt").bytes()) == b"x" * 100


def test_a_file_arrives_byte_for_byte_under_its_key(bucket):
    receipt = deliver(bucket)
    assert bucket.files() == {TO: DATA}
    assert (receipt.state, receipt.kind) == (ReceiptState.DONE, "s3")
    assert receipt.to == f"s3://127.0.0.1:{bucket.port}/{BUCKET}{TO}"
    assert bucket.uploads == {}


def test_an_empty_file_is_a_file(bucket):
    deliver(bucket, data=b"")
    assert bucket.files() == {TO: b""}


def test_a_large_file_goes_in_parts_and_their_list_may_have_pages(bucket, monkeypatch):
    monkeypatch.setattr(s3, "PART", 16_384)
    bucket.page = 2
    deliver(bucket)
    assert bucket.files() == {TO: DATA}


def test_nothing_is_to_be_seen_before_the_file_is_whole(bucket):
    seen: list[dict[str, bytes]] = []
    bucket.at["complete"] = lambda _: seen.append(bucket.files())
    deliver(bucket)
    assert seen == [{}]


def test_cut_while_it_is_sent_it_is_sent_anew_and_nothing_is_left_over(bucket):
    bucket.at["part"] = cut
    with pytest.raises(FetchFailed) as why:
        deliver(bucket)
    assert why.value.transient
    assert (bucket.files(), bucket.uploads) == ({}, {})
    bucket.at.clear()
    deliver(bucket)
    assert bucket.appeared == [TO.lstrip("/")]


@pytest.mark.parametrize("taken", [False, True], ids=["it lies there", "the receiver has taken it"])
def test_cut_before_the_answer_to_the_completion_it_does_not_appear_twice(bucket, taken):
    bucket.at["completed"] = cut
    with pytest.raises(FetchFailed):
        deliver(bucket)
    assert Receipt.objects.get().state == ReceiptState.PLACED
    bucket.at.clear()
    if taken:
        bucket.objects.clear()
    receipt = deliver(bucket)
    assert receipt.state == ReceiptState.DONE
    assert bucket.appeared == [TO.lstrip("/")]


def test_lost_before_the_completion_it_is_completed_by_the_next_one(bucket):
    bucket.at["complete"] = cut
    with pytest.raises(FetchFailed):
        deliver(bucket)
    bucket.at.clear()
    deliver(bucket)
    assert bucket.files() == {TO: DATA}
    assert bucket.appeared == [TO.lstrip("/")]


def test_a_cancelled_upload_is_forgotten_by_the_store(bucket):
    def check() -> None:
        raise Stopped("cancelled", clean_up=True)

    with pytest.raises(Stopped):
        deliver(bucket, Effect("job_1/3/sheet", check=check))
    assert (bucket.files(), bucket.uploads) == ({}, {})


@pytest.mark.parametrize("wrong", [{"password": "guessed"}, {"username": "NOBODY"}, {"options": {"region": "x"}}])
def test_a_wrong_key_is_no_matter_of_time(bucket, wrong):
    with pytest.raises(SignInRefused) as why:
        s3.test(bucket.receiver(**wrong))
    assert not why.value.transient


def test_the_probe_says_that_one_may_come_in(bucket):
    assert BUCKET in s3.test(bucket.receiver())
    with pytest.raises(DeliveryFailed, match="no bucket “other”"):
        s3.test(bucket.receiver(options={"bucket": "other"}))


def test_a_store_that_is_busy_is_asked_later(bucket):
    bucket.busy = 503
    with pytest.raises(DeliveryFailed, match="SlowDown") as why:
        deliver(bucket)
    assert why.value.transient
