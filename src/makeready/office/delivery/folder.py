"""How does a file reach a folder of this machine, such as a mounted hot folder? Written, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from makeready.config import config
from makeready.office.connections.store import Receiver, probe
from makeready.office.delivery.failures import DeliveryFailed, ReceiverFull
from makeready.office.delivery.receipts import hidden_name


class FolderNotAllowed(DeliveryFailed):
    """A path lies outside the folders that the administrator opened."""

    code = "folder_not_allowed"
    fix = "Ask the administrator to open the folder: MAKEREADY_FOLDERS lists those that files may be put into."


class FolderLine:
    """A folder under which all paths lie. Links out of the opened folders are not followed."""

    kind = "folder"

    def __init__(self, receiver: Receiver) -> None:
        self._root = opened(receiver.root)
        if not self._root.is_dir():
            raise DeliveryFailed(
                f"The folder {self._root} is not there; perhaps its drive is not mounted.",
                transient=True,
                fix="It is tried again by itself. Mount the drive or make the folder; it is never made by us.",
            )

    def address(self, path: str) -> str:
        """The file's place on this machine."""
        return f"folder://{self._root}/{path.lstrip('/')}"

    def make_folders(self, folder: str) -> None:
        """See that a folder is there."""
        with self._told(f"make the folder {folder}"):
            self._place(folder).mkdir(parents=True, exist_ok=True)

    def temporary(self, to: str, token: str) -> str:
        """Hidden beside the final name: on the same drive, so that the rename is one act."""
        return hidden_name(to, token)

    def put(self, path: str, chunks: Iterable[bytes], size: int | None = None) -> str:
        """Write a file whole and have the drive confirm it."""
        with self._told(f"take {path}"), self._place(path).open("wb") as file:
            for piece in chunks:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return path

    def size(self, path: str) -> int | None:
        """A file's size in bytes, None where there is none."""
        with self._told(f"tell the size of {path}"):
            try:
                return self._place(path).stat().st_size
            except FileNotFoundError:
                return None

    def rename(self, path: str, to: str) -> None:
        """Give a file its final name, in place of one that is there, in one act."""
        with self._told(f"rename {path} to {to}"):
            final = self._place(to)
            self._place(path).replace(final)
            _sync_folder(final.parent)

    def remove(self, path: str) -> None:
        """Delete a file; none there is fine."""
        with self._told(f"delete {path}"):
            self._place(path).unlink(missing_ok=True)

    def _place(self, path: str) -> Path:
        return opened(str(self._root / path.lstrip("/")))

    @contextlib.contextmanager
    def _told(self, act: str) -> Iterator[None]:
        """The file system's errors as sentences. Full and stale drives pass by themselves or by a person's hand."""
        try:
            yield
        except OSError as why:
            if why.errno in (errno.ENOSPC, errno.EDQUOT):
                raise ReceiverFull(f"The drive of {self._root} has no space left.") from why
            transient = why.errno in (errno.EIO, errno.ESTALE, errno.EBUSY, errno.EAGAIN, errno.ETIMEDOUT)
            more = {"fix": _LATER} if transient else {"fix": _RIGHTS}
            sentence = f"{self._root} would not {act}: {why.strerror or why}."
            raise DeliveryFailed(sentence, transient=transient, **more) from why


@contextlib.contextmanager
def open_line(receiver: Receiver) -> Iterator[FolderLine]:
    """The folder.

    Raises:
        DeliveryFailed: in words.
    """
    yield FolderLine(receiver)


@probe("folder")
def test(receiver: Receiver) -> str:
    """Write a small hidden file and delete it."""
    line, name = FolderLine(receiver), f".makeready-test-{os.getpid()}.part"
    line.put(name, [b"Makeready"])
    line.remove(name)
    return f"The folder {receiver.root} can be written."


def opened(path: str) -> Path:
    """A path, its links followed, where it lies in or under a folder that the administrator opened.

    Raises:
        FolderNotAllowed: it does not.
    """
    found = Path(path).resolve()
    folders = [Path(folder).resolve() for folder in config().folders]
    if not path.startswith("/") or not any(found == one or one in found.parents for one in folders):
        raise FolderNotAllowed(f"{path or 'The folder'} is not in a folder that files may be put into.")
    return found


def _sync_folder(folder: Path) -> None:
    """Have the new name survive a power cut; drives that cannot (some network drives) are as safe as they are."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_LATER = "It is tried again by itself, with growing pauses. If it stays so, look at the drive."
_RIGHTS = "Give the server's user the right to write there, or correct the path, then press Retry."
