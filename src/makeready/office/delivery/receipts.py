"""How does an effect outside happen once? A receipt is begun before it and completed after it, under a constant key.

A file: temporary name → size checked → receipt PLACED → renamed → receipt DONE. After a crash:
temporary there → rename; final there → done; neither → the receiver took it (a hot folder is emptied
by the RIP): done, and said so. Nothing that has a completed receipt is ever sent again under its key.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from makeready.office.delivery.failures import DeliveryFailed
from makeready.office.delivery.models import Receipt, ReceiptState
from makeready.office.delivery.trial import Would

NAMESPACE = uuid.UUID("7e8a3f0e-5d5b-4b53-9d0a-6d616b657264")


class Stopped(Exception):
    """This work must not go on here: cancelled (then clean up), or another worker has it (then leave it)."""

    def __init__(self, why: str, *, clean_up: bool) -> None:
        super().__init__(why)
        self.clean_up = clean_up


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Effect:
    """One effect outside: its key (constant over attempts and retries), the job and task it belongs to.

    guard: raises `Stopped` where another worker has taken over; asked inside the transaction that writes a
    receipt. check: raises `Stopped` where we are cancelled, too; cheap, for loops. tell: in a trial, told what would
    be done; nothing is done then.
    """

    key: str
    job: str = ""
    task: str = ""
    guard: Callable[[], None] = field(default=_nothing, repr=False)
    check: Callable[[], None] = field(default=_nothing, repr=False)
    tell: Callable[[Would], None] | None = field(default=None, repr=False)

    @property
    def token(self) -> str:
        """The key as receivers see it: an Idempotency-Key, part of a Message-ID or of a temporary name."""
        return str(uuid.uuid5(NAMESPACE, self.key))


@dataclass(frozen=True)
class Parcel:
    """A file to deliver: its size in bytes, SHA-256, and its bytes in pieces."""

    size: int
    sha256: str
    chunks: Callable[[], Iterable[bytes]] = field(repr=False)


class Line(Protocol):
    """An open line to a server that takes files. Paths are absolute, with `/`."""

    kind: str

    def address(self, path: str) -> str:
        """A path as an address for people, without credentials."""
        ...

    def make_folders(self, folder: str) -> None:
        """See that a folder is there."""
        ...

    def temporary(self, to: str, token: str) -> str:
        """Where a file lies until it gets its final name: mostly `hidden_name`."""
        ...

    def put(self, path: str, chunks: Iterable[bytes], size: int | None = None) -> str:
        """Write a file whole (size: its bytes, where known); answers the path by which it is renamed."""
        ...

    def size(self, path: str) -> int | None:
        """A file's size in bytes, None where there is no such file."""
        ...

    def rename(self, path: str, to: str) -> None:
        """Give a file its final name, in place of one that is there."""
        ...

    def remove(self, path: str) -> None:
        """Delete a file; none there is fine."""
        ...


def deliver(line: Line, parcel: Parcel, to: str, effect: Effect, *, say: Callable[[str], None]) -> Receipt:
    """Put a file under its final name, once.

    Raises:
        DeliveryFailed: in words; the same call later goes on where this one stopped.
    """
    if effect.tell:
        would = Would(line.kind, line.address(to), PurePosixPath(to).name, parcel.size, parcel.sha256)
        effect.tell(would)
        return would.receipt()
    receipt = _begin(effect, line, parcel, to)
    if receipt.state == ReceiptState.DONE:
        say(f"{receipt.to} has its receipt already; nothing is sent again.")
        return receipt
    if receipt.state == ReceiptState.PLACED:
        return _recover(line, parcel, to, receipt, effect, say)
    line.make_folders(str(PurePosixPath(to).parent))
    placed = _put(line, parcel, receipt.temporary, effect)
    arrived = line.size(placed)
    if arrived != parcel.size:
        raise DeliveryFailed(
            f"{line.address(to)} did not arrive whole: {parcel.size} bytes were sent, {arrived or 0} are there.",
            fix="Check the space on the server; the transfer is tried again.",
            transient=True,
        )
    _write(receipt, effect, state=ReceiptState.PLACED, temporary=placed)
    return _rename(line, to, receipt, effect)


def already_there(line: Line, parcel: Parcel, to: str, effect: Effect) -> Receipt | None:
    """The receipt of an earlier effect for the same file, if it was the last one sent there and still lies there."""
    if effect.tell or Receipt.objects.filter(effect=effect.key).exists():
        return None
    done = Receipt.objects.filter(to=line.address(to)[:1000], state=ReceiptState.DONE)
    last = done.order_by("-done_at", "-pk").first()
    if last and last.sha256 == parcel.sha256 and line.size(to) == parcel.size:
        return last
    return None


def note_already_there(line: Line, parcel: Parcel, to: str, effect: Effect, earlier: Receipt) -> Receipt:
    """A completed receipt without sending: the same file lies there from before."""
    receipt = _begin(effect, line, parcel, to)
    note = f"The same file was there already, sent by job {earlier.job}."
    return _write(receipt, effect, state=ReceiptState.DONE, answer={"note": note})


def once(
    kind: str,
    to: str,
    effect: Effect,
    act: Callable[[], dict[str, Any]],
    *,
    size: int = 0,
    sha256: str = "",
    what: str = "",
) -> Receipt:
    """Do what the receiver itself can tell to be a repeat (by a constant key): a call, a mail.

    act: does it and returns what is worth keeping. A completed receipt is not acted on again. what: told in a trial.
    """
    if effect.tell:
        would = Would(kind, to, what, size, sha256)
        effect.tell(would)
        return would.receipt()
    with transaction.atomic():
        effect.guard()
        receipt, _ = Receipt.objects.get_or_create(
            effect=effect.key,
            defaults={"kind": kind, "to": to[:1000], "size": size, "sha256": sha256, "job": effect.job,
                      "task": effect.task},
        )  # fmt: skip
    if receipt.state == ReceiptState.DONE:
        return receipt
    answer = act()
    return _write(receipt, effect, state=ReceiptState.DONE, to=to[:1000], size=size, sha256=sha256, answer=answer)


def as_json(receipt: Receipt) -> dict[str, Any]:
    """A receipt as api.md shows it."""
    return {
        "kind": receipt.kind, "to": receipt.to, "size": receipt.size, "sha256": receipt.sha256,
        "state": receipt.state, "note": receipt.answer.get("note", ""),
        "done_at": receipt.done_at.isoformat().replace("+00:00", "Z") if receipt.done_at else None,
    }  # fmt: skip


def hidden_name(to: str, token: str) -> str:
    """Beside the final name, hidden, with an ending that no hot folder takes."""
    return str(PurePosixPath(to).parent / f".makeready-{token}.part")


def _begin(effect: Effect, line: Line, parcel: Parcel, to: str) -> Receipt:
    """The effect's receipt. One begun for another file (the pipeline ran again with other bytes) begins anew."""
    columns = {
        "kind": line.kind, "to": line.address(to)[:1000], "temporary": line.temporary(to, effect.token),
        "size": parcel.size, "sha256": parcel.sha256, "job": effect.job, "task": effect.task,
    }  # fmt: skip
    with transaction.atomic():
        effect.guard()
        receipt, created = Receipt.objects.select_for_update().get_or_create(effect=effect.key, defaults=columns)
        if not created and receipt.state == ReceiptState.BEGUN:
            Receipt.objects.filter(pk=receipt.pk).update(**columns)
            receipt.refresh_from_db()
    return receipt


def _recover(
    line: Line, parcel: Parcel, to: str, receipt: Receipt, effect: Effect, say: Callable[[str], None]
) -> Receipt:
    """Go on after the receipt said PLACED: a crash or a cut line fell around the rename."""
    if line.size(receipt.temporary) == parcel.size:
        say(f"{receipt.to} lay there under its temporary name; it is renamed now.")
        return _rename(line, to, receipt, effect)
    if line.size(to) is not None:
        say(f"{receipt.to} had been renamed already.")
        return _write(receipt, effect, state=ReceiptState.DONE)
    note = "It had been placed, and neither name is there any more: the receiver has taken it."
    say(f"{receipt.to}: {note}")
    return _write(receipt, effect, state=ReceiptState.DONE, answer={"note": note})


def _rename(line: Line, to: str, receipt: Receipt, effect: Effect) -> Receipt:
    effect.guard()
    line.rename(receipt.temporary, to)
    return _write(receipt, effect, state=ReceiptState.DONE)


def _write(receipt: Receipt, effect: Effect, **columns: Any) -> Receipt:
    with transaction.atomic():
        effect.guard()
        if columns.get("state") == ReceiptState.DONE:
            columns["done_at"] = timezone.now()
        Receipt.objects.filter(pk=receipt.pk).update(**columns)
    for name, value in columns.items():
        setattr(receipt, name, value)
    return receipt


def _put(line: Line, parcel: Parcel, path: str, effect: Effect) -> str:
    """Write the temporary file; where we must stop halfway (cancelled), nothing half-written stays."""
    try:
        return line.put(path, _checked(parcel.chunks(), effect.check), parcel.size)
    except Stopped as why:
        if why.clean_up:
            with contextlib.suppress(DeliveryFailed):
                line.remove(path)
        raise


def _checked(chunks: Iterable[bytes], check: Callable[[], None]) -> Iterable[bytes]:
    for piece in chunks:
        check()
        yield piece
