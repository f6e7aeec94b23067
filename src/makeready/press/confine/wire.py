"""How do we and a child talk? Length, then bytes, over a socket, with a deadline for the whole message."""

from __future__ import annotations

import socket
import struct
import time

_LENGTH = struct.Struct(">Q")
LARGEST = 4 * 1024**3
"""Bytes of one message. More is a child that lies about a length."""


def send(channel: socket.socket, message: bytes, seconds: float | None = None) -> None:
    """Send one message; raises TimeoutError or OSError."""
    channel.settimeout(seconds)
    channel.sendall(_LENGTH.pack(len(message)))
    channel.sendall(message)


def receive(channel: socket.socket, seconds: float | None = None) -> bytearray | None:
    """The next message, or None where the other end has closed; raises TimeoutError or OSError."""
    deadline = None if seconds is None else time.monotonic() + seconds
    header = _exactly(channel, _LENGTH.size, deadline)
    if header is None:
        return None
    (length,) = _LENGTH.unpack(header)
    if length > LARGEST:
        raise OSError("a message of impossible length")
    return _exactly(channel, length, deadline)


def _exactly(channel: socket.socket, length: int, deadline: float | None) -> bytearray | None:
    got, into = 0, bytearray(length)
    view = memoryview(into)
    while got < length:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            channel.settimeout(left)
        count = channel.recv_into(view[got:])
        if not count:
            return None
        got += count
    return into
