"""What may a child read? Programs, fonts and what its parent lends it: no data folder, no keys, no other process.

Linux's Landlock (since 5.13, `landlock(7)`): from here on this process opens nothing but what lies beneath the
folders named. Where the kernel has none, files stay readable. What is denied answers EACCES.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable, Iterator

from makeready.press.font_folders import machine_font_folders

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_CHANGES = 1 << 1 | sum(1 << bit for bit in range(4, 13))  # write, remove and make files of every kind
_PR_SET_NO_NEW_PRIVS = 38

SYSTEM = (
    "/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime",
    "/etc/passwd", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/proc/self", "/proc/meminfo",
    "/proc/cpuinfo", "/proc/stat", "/sys/devices/system/cpu",
)  # fmt: skip
"""What libraries look for: themselves, the clock's zone, how large the machine is."""


def close(lent: Iterable[str]) -> bool:
    """Let this thread, and those that it starts, read nothing else; whether the kernel does so. lent: paths."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    handled = struct.pack("=Q", _READ_FILE | _READ_FOLDER | _CHANGES)
    rules = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if rules < 0:
        return False
    try:
        for path in dict.fromkeys([*_programs(), *SYSTEM, *map(str, machine_font_folders()), *lent]):
            with contextlib.suppress(OSError):
                _allow(libc, rules, path)
        faults: int = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        faults = faults or libc.syscall(_RESTRICT_SELF, rules, 0)
        return faults == 0
    finally:
        os.close(rules)


def _programs() -> Iterator[str]:
    """Where Python, its packages and our own modules lie."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path)
    yield from os.environ.get("LD_LIBRARY_PATH", "").split(":")


def _allow(libc: ctypes.CDLL, rules: int, path: str) -> None:
    """Reading of a file, or of all beneath a folder; raises OSError where it is not there."""
    if not path or path == "/":
        return
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        folder = stat.S_ISDIR(os.fstat(beneath).st_mode)
        rule = struct.pack("=Qi", _READ_FILE | (_READ_FOLDER if folder else 0), beneath)
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(beneath)
