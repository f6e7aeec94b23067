"""Which files does a child read by their path? Those that were lent to it: in a folder of the parent's, by content."""

from __future__ import annotations

import atexit
import hashlib
import tempfile
import threading
from functools import cache
from pathlib import Path


def lend(data: bytes, suffix: str = "") -> str:
    """The path of a file with these bytes that every child may read; it is there as long as this process."""
    path = Path(folder()) / f"{hashlib.sha256(data).hexdigest()}{suffix}"
    if not path.exists():
        making = path.with_suffix(f".{threading.get_ident()}")
        making.write_bytes(data)
        making.replace(path)
    return str(path)


@cache
def folder() -> str:
    """The folder, made when it is first needed, gone with this process."""
    made = tempfile.TemporaryDirectory(prefix="makeready-lent-")
    atexit.register(made.cleanup)
    return made.name
