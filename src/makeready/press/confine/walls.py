"""What may a child not do? Grow beyond its memory, write files, read others' files, use the network, start programs,
outlive us.

Resource limits hold wherever there are any; the kernel's system-call filter only on Linux (x86-64 and ARM64), the
wall around files there, too (since 5.13): elsewhere the child is limited but not walled in. `in_force` says which.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import platform
import resource
import sys
from collections.abc import Iterable
from pathlib import Path

from makeready.press.confine import reading, syscalls

OPEN_FILES = 256
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_PAGE = resource.getpagesize()

ALL = ("memory", "open files", "file size", "reading other files", "writing files", "network", "programs")
"""Every wall there may be, in words."""

_closed: list[str] = []


def end_with_the_parent() -> None:
    """Let the kernel end us when our standard input, a pipe only the parent holds, closes.

    SIGIO ends a process by default, even one whose C code never gives the interpreter back; "parent died"
    signals would not do, since they fire when the *thread* that started us ends.
    """
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


def close(lent: Iterable[str] = ()) -> None:
    """Put every wall up; there is no way to take them down again. lent: paths that may be read beside the system's."""
    _first_to_go()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _closed.extend(["memory", "open files", "file size"])
    if reading.close(lent):
        _closed.append("reading other files")
    if sys.platform == "linux" and _filter_system_calls():
        _closed.extend(["writing files", "network", "programs"])


def in_force() -> list[str]:
    """The walls that are up, in words."""
    return list(_closed)


def allow(memory: int | None) -> None:
    """Let this process grow by `memory` bytes from where it is; None: without limit, between jobs."""
    ceiling = resource.RLIM_INFINITY if memory is None else _statm(0) + memory
    try:
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, resource.RLIM_INFINITY))
    except ValueError:  # a platform whose kernel counts otherwise; the time limit remains
        if "memory" in _closed:
            _closed.remove("memory")


def resident_bytes() -> int:
    """Memory this process holds now."""
    return _statm(1)


def _statm(column: int) -> int:
    """A figure of /proc/self/statm in bytes (0: address space, 1: resident); elsewhere the highest so far."""
    if sys.platform == "linux":
        return int(Path("/proc/self/statm").read_bytes().split()[column]) * _PAGE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _first_to_go() -> None:
    """Where the machine's memory runs out, Linux shall end us before anybody else."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _filter_system_calls() -> bool:
    program = syscalls.program(platform.machine(), os.getpid())
    if program is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.addressof(code))
    faults: int = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    faults = faults or libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(header), 0, 0)
    return faults == 0


class _Program(ctypes.Structure):
    """struct sock_fprog of <linux/filter.h>."""

    _fields_ = [("count", ctypes.c_ushort), ("code", ctypes.c_void_p)]
