"""Which system calls may a child not make? Linux's filter program for them (seccomp, BPF).

A deny list, not an allow list: parsers come as wheels whose libraries change, and what must not happen is
short. Denied calls answer EACCES, so that a library that only tried goes on. Numbers: the kernel's
syscall tables for x86-64 and ARM64 (`arch/x86/entry/syscalls/syscall_64.tbl`, `asm-generic/unistd.h`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_ANY_BIT, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _REFUSE, _UNKNOWN_CALL = 0x7FFF0000, 0x00050000 | 13, 0x00050000 | 38  # EACCES, ENOSYS
_CALL, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data; low words of the arguments
_CLONE_THREAD = 0x10000
_WRITES = 0o1 | 0o2 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC


@dataclass(frozen=True)
class _Table:
    """One architecture: its audit number, and the numbers of the calls that matter here."""

    audit: int
    refused: dict[str, int]
    unknown: dict[str, int]
    opens: dict[int, int]
    clone: int
    tgkill: int
    limits: int
    """`prlimit64`, of which a child may ask for its own only."""


_BOTH = {"pidfd_send_signal": 424, "io_uring_setup": 425, "pidfd_open": 434, "pidfd_getfd": 438, "fchmodat2": 452}
_ASK_AGAIN = {"clone3": 435, "openat2": 437}
"""Calls whose arguments a filter cannot see: said to be unknown, libraries then use the older form."""

_X86_64 = _Table(
    audit=0xC000003E,
    refused=_BOTH | {
        "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "accept4": 288,
        "fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "unshare": 272, "setns": 308,
        "kill": 62, "tkill": 200, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297,
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
        "truncate": 76, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87, "symlink": 88,
        "chmod": 90, "chown": 92, "lchown": 94, "mknod": 133, "mount": 165, "umount2": 166,
        "mkdirat": 258, "mknodat": 259, "fchownat": 260, "unlinkat": 263, "renameat": 264, "linkat": 265,
        "symlinkat": 266, "fchmodat": 268, "renameat2": 316,
        "keyctl": 250, "perf_event_open": 298, "bpf": 321, "userfaultfd": 323,
        "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144,
        "sched_setattr": 314, "sched_setaffinity": 203, "ioprio_set": 251, "migrate_pages": 256, "move_pages": 279,
        "fchmod": 91, "fchown": 93, "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280,
        "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198,
        "fremovexattr": 199, "shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240,
    },
    unknown=_ASK_AGAIN, opens={2: 1, 257: 2}, clone=56, tgkill=234, limits=302,
)  # fmt: skip
_AARCH64 = _Table(
    audit=0xC00000B7,
    refused=_BOTH | {
        "socket": 198, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "accept4": 242,
        "execve": 221, "execveat": 281, "unshare": 97, "setns": 268,
        "kill": 129, "tkill": 130, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240,
        "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
        "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38,
        "umount2": 39, "mount": 40, "truncate": 45, "fchmodat": 53, "fchownat": 54, "renameat2": 276,
        "keyctl": 219, "perf_event_open": 241, "bpf": 280, "userfaultfd": 282,
        "setpriority": 140, "sched_setparam": 118, "sched_setscheduler": 119,
        "sched_setattr": 274, "sched_setaffinity": 122, "ioprio_set": 30, "migrate_pages": 238, "move_pages": 239,
        "fchmod": 52, "fchown": 55, "utimensat": 88, "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7,
        "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16, "shmget": 194, "semget": 190, "msgget": 186,
        "mq_open": 180,
    },
    unknown=_ASK_AGAIN, opens={56: 2}, clone=220, tgkill=131, limits=261,
)  # fmt: skip
_TABLES = {"x86_64": _X86_64, "aarch64": _AARCH64}


def program(machine: str, own_pid: int) -> bytes | None:
    """The filter's instructions for `machine` (as `uname -m` says), or None where we know no numbers."""
    table = _TABLES.get(machine)
    if table is None:
        return None
    code: list[bytes] = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_IF_EQUAL, table.audit, then=1),
        _step(_RETURN, _REFUSE),  # another call convention of the same processor
        _step(_LOAD, _CALL),
        _step(_JUMP_IF_AT_LEAST, 0x40000000, otherwise=1),  # x32, whose numbers we do not list
        _step(_RETURN, _REFUSE),
    ]
    for answer, numbers in ((_REFUSE, table.refused), (_UNKNOWN_CALL, table.unknown)):
        for number in sorted(numbers.values()):
            code += [_step(_JUMP_IF_EQUAL, number, otherwise=1), _step(_RETURN, answer)]
    for number, argument in table.opens.items():
        code += _when(number, argument, _step(_JUMP_IF_ANY_BIT, _WRITES, otherwise=1), refused_if_true=True)
    code += _when(table.clone, 0, _step(_JUMP_IF_ANY_BIT, _CLONE_THREAD, then=1), refused_if_true=False)
    code += _when(table.tgkill, 0, _step(_JUMP_IF_EQUAL, own_pid, then=1), refused_if_true=False)
    code += _when(table.limits, 0, _step(_JUMP_IF_EQUAL, 0, then=1), refused_if_true=False)
    return b"".join([*code, _step(_RETURN, _ALLOW)])


def _when(number: int, argument: int, test: bytes, *, refused_if_true: bool) -> list[bytes]:
    """For call `number`: load an argument; where the test says so refuse, else allow. Other calls go on below."""
    body = [_step(_LOAD, _ARGUMENTS + 8 * argument), test, _step(_RETURN, _REFUSE), _step(_RETURN, _ALLOW)]
    return [_step(_JUMP_IF_EQUAL, number, otherwise=len(body)), *body]


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """One struct sock_filter: what to do, how far to jump if true and if false, the operand."""
    return struct.pack("=HBBI", code, then, otherwise, value)
