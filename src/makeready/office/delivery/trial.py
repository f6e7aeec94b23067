"""What would go out? In a trial every effect is told, to whom, what and how big, and none is done."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from makeready.office.connections.store import Receiver
from makeready.office.delivery.models import Receipt, ReceiptState

NOTE = "Tried out: nothing was sent."


@dataclass(frozen=True)
class Would:
    """An effect that was not done. size in bytes."""

    kind: str
    to: str
    what: str = ""
    size: int = 0
    sha256: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a task's row keeps it."""
        return asdict(self)

    def receipt(self) -> Receipt:
        """Stands for the receipt that there would have been; never kept."""
        return Receipt(kind=self.kind, to=self.to, size=self.size, sha256=self.sha256, state=ReceiptState.DONE,
                       answer={"note": NOTE, "status": "nothing: tried out", "message_id": NOTE})  # fmt: skip


class TrialLine:
    """A line that leads nowhere, for tasks that open one: addresses as they would be, nothing there, nothing kept."""

    def __init__(self, receiver: Receiver) -> None:
        self.kind = receiver.type
        self._place = f"{receiver.type}://{receiver.place or receiver.root}"

    def address(self, path: str) -> str:
        """A path as an address for people."""
        return f"{self._place}/{path.lstrip('/')}"

    def make_folders(self, folder: str) -> None:
        """Makes none."""

    def temporary(self, to: str, token: str) -> str:
        """Never used: nothing is put."""
        return to

    def put(self, path: str, chunks: Iterable[bytes], size: int | None = None) -> str:
        """Puts nothing."""
        return path

    def size(self, path: str) -> int | None:
        """No file is there."""
        return None

    def rename(self, path: str, to: str) -> None:
        """Renames nothing."""

    def remove(self, path: str) -> None:
        """Removes nothing."""


@contextlib.contextmanager
def line(receiver: Receiver) -> Iterator[TrialLine]:
    """A line that leads nowhere."""
    yield TrialLine(receiver)
