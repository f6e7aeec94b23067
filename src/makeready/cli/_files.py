"""How does a command read and write files? `-` is the standard stream; what is written is whole or not there."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

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
        raise InputAtFault(f"“{name}” cannot be read: {_reason(why)}.") from why


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
    if name == STREAM:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    place = Path(name)
    if place.exists() and not place.is_file():  # /dev/stdout, a named pipe: cannot be renamed over
        place.write_bytes(data)
        return
    try:
        _write_whole(place, data)
    except OSError as why:
        raise InputAtFault(f"“{name}” cannot be written: {_reason(why)}.") from why


def _write_whole(place: Path, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
        # mkstemp makes files that only we may read; a file that a person makes is for others, too.
        Path(temporary).chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _reason(why: OSError) -> str:
    match why:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "the permission for it is missing"
        case _:
            return (why.strerror or str(why)).lower()
