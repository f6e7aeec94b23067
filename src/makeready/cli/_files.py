"""How does a command read and write files? `-` is the standard stream; what is written is whole or not there."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from makeready.cli import InputAtFault

STREAM = "-"


def read(name: str) -> bytes:
    """A file's bytes, or those of standard input.

    Raises:
        InputAtFault: where it cannot be read.
    """
    if name == STREAM:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as why:
        raise InputAtFault(f"“{name}” cannot be read: {reason(why)}.") from why


def check_writable(name: str) -> None:
    """Say before the work begins that a file could not be written.

    Raises:
        InputAtFault: where its folder is missing or closed, or it is a folder itself.
    """
    if name == STREAM:
        return
    folder = Path(name).parent
    if not folder.is_dir():
        raise InputAtFault(f"“{name}” cannot be written: there is no folder “{folder}”.")
    if Path(name).is_dir():
        raise InputAtFault(f"“{name}” cannot be written: it is a folder.")
    if not os.access(folder, os.W_OK):
        raise InputAtFault(f"“{name}” cannot be written: the folder “{folder}” does not allow it.")


def write(name: str, data: bytes) -> None:
    """Write a file under a temporary name beside its place, then give it its own; or write to standard output.

    Raises:
        InputAtFault: where it cannot be written; nothing is left behind then.
    """
    with Writing(name) as out:
        out.file.write(data)
        out.commit()


class Writing:
    """A file on its way: under a temporary name beside its place until `commit`, gone without one.

    What goes to standard output, a device or a pipe is kept on disk and copied there by `commit`.

    Raises:
        InputAtFault: where it cannot be written.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._place = Path(name)
        self._temporary: Path | None = None
        try:
            # /dev/stdout, a named pipe: cannot be renamed over
            if name == STREAM or (self._place.exists() and not self._place.is_file()):
                self.file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 (closed on leaving)
            else:
                descriptor, made = tempfile.mkstemp(prefix=f".{self._place.name}.", dir=self._place.parent)
                self._temporary = Path(made)
                self.file = os.fdopen(descriptor, "wb")
        except OSError as why:
            raise InputAtFault(f"“{name}” cannot be written: {reason(why)}.") from why

    def commit(self) -> None:
        """It is whole: give it its name.

        Raises:
            InputAtFault: where it cannot be written.
        """
        try:
            if self._temporary is None:
                self._copy()
                return
            self.file.close()
            # mkstemp makes files that only we may read; a file that a person makes is for others, too.
            mode = self._place.stat().st_mode & 0o777 if self._place.exists() else 0o666 & ~_umask()
            self._temporary.chmod(mode)
            self._temporary.replace(self._place)
        except BrokenPipeError:
            raise
        except OSError as why:
            raise InputAtFault(f"“{self._name}” cannot be written: {reason(why)}.") from why

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self.file.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
        if isinstance(why, OSError) and why.filename is None:  # a full disk, told at the first write that fails
            raise InputAtFault(f"“{self._name}” cannot be written: {reason(why)}.") from why

    def _copy(self) -> None:
        self.file.seek(0)
        if self._name != STREAM:
            with self._place.open("wb") as there:
                shutil.copyfileobj(self.file, there)
            return
        shutil.copyfileobj(self.file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def reason(why: OSError) -> str:
    """Why a file cannot be read or written, as the end of a sentence."""
    match why:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "the permission for it is missing"
        case _:
            return (why.strerror or str(why)).lower()
