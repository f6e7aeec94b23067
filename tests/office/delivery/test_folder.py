"""A file reaches a folder of this server whole and once, and never one that the administrator did not open."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from makeready.config import Config
from makeready.office.connections.store import Receiver
from makeready.office.delivery import folder, receipts
from makeready.office.delivery.failures import DeliveryFailed
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.delivery.receipts import Effect, Parcel

pytestmark = pytest.mark.django_db

DATA = b"%PDF-1.7 " + bytes(range(256)) * 400
TO = "/in/10017.pdf"


class Crash(Exception):
    """The power went."""


@pytest.fixture
def hot(tmp_path, monkeypatch) -> Path:
    """An opened hot folder."""
    place = tmp_path / "hot"
    place.mkdir()
    monkeypatch.setattr(folder, "config", lambda: Config(folders=(str(place),)))
    return place


def receiver(root: Path | str) -> Receiver:
    return Receiver("hot", "folder", "", 0, options={"root": str(root)})


def deliver(root: Path, effect: Effect | None = None, to: str = TO) -> Receipt:
    parcel = Parcel(len(DATA), hashlib.sha256(DATA).hexdigest(), lambda: [DATA[:100], DATA[100:]])
    with folder.open_line(receiver(root)) as line:
        return receipts.deliver(line, parcel, to, effect or Effect("job_1/3/sheet"), say=lambda _: None)


def crashing_at(call: int) -> Effect:
    """The power goes when the fence is asked for the nth time: before each of the steps of `deliver`."""
    left = [call]

    def guard() -> None:
        left[0] -= 1
        if not left[0]:
            raise Crash

    return Effect("job_1/3/sheet", guard=guard)


def test_a_file_arrives_whole_and_alone(hot):
    receipt = deliver(hot)
    assert (hot / "in/10017.pdf").read_bytes() == DATA
    assert [path.name for path in (hot / "in").iterdir()] == ["10017.pdf"]
    assert (receipt.state, receipt.kind) == (ReceiptState.DONE, "folder")


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_after_a_crash_at_any_step_it_arrives_once(hot, step):
    with pytest.raises(Crash):
        deliver(hot, crashing_at(step))
    there = hot / "in/10017.pdf"
    arrived = there.exists()
    if arrived:
        there.unlink()  # the RIP takes it at once
    deliver(hot)
    assert there.exists() is not arrived
    assert not list(hot.rglob(".makeready-*"))


def test_a_folder_that_was_not_opened_is_refused(hot, tmp_path):
    with pytest.raises(folder.FolderNotAllowed, match="not in a folder"), folder.open_line(receiver(tmp_path)):
        pass


def test_a_link_does_not_lead_out(hot, tmp_path):
    (tmp_path / "secret").mkdir()
    (hot / "in").symlink_to(tmp_path / "secret")
    with pytest.raises(folder.FolderNotAllowed):
        deliver(hot)
    assert not list((tmp_path / "secret").iterdir())


def test_nothing_is_opened_unless_the_administrator_says_so(hot, monkeypatch):
    monkeypatch.setattr(folder, "config", Config)
    with pytest.raises(folder.FolderNotAllowed) as why:
        deliver(hot)
    assert "MAKEREADY_FOLDERS" in why.value.hint


def test_a_drive_that_is_not_mounted_may_be_there_later(hot):
    with pytest.raises(DeliveryFailed, match="not mounted") as why:
        deliver(hot / "gone")
    assert why.value.transient


def test_the_probe_writes_and_cleans_up(hot):
    assert "can be written" in folder.test(receiver(hot))
    assert list(hot.iterdir()) == []
