"""How much of an answer is taken? No more than allowed, counted after unpacking, so that no bomb goes off."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

PIECE = 1 << 18
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class TooMuch(Exception):
    """The body holds more than was allowed."""


class Garbled(Exception):
    """The body is packed in a way that we did not ask for, or badly."""


def take(pieces: Iterable[bytes], encoding: str, max_bytes: int) -> bytes:
    """A body's bytes, unpacked.

    Raises:
        TooMuch: more than `max_bytes`.
        Garbled: not packed as its header says.
    """
    taken = BytesIO()
    for piece in _unpacked(pieces, encoding.strip().lower()):
        if taken.tell() + len(piece) > max_bytes:
            raise TooMuch
        taken.write(piece)
    return taken.getvalue()  # the buffer itself, not a copy


def _unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        return iter(pieces)
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _inflated(pieces)
    raise Garbled(f"it is packed as {encoding[:40]!r}, which was not asked for")


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpacked in pieces of at most 256 KiB: a few bytes never become many at once."""
    unpack = zlib.decompressobj(GZIP_OR_ZLIB)
    for piece in pieces:
        rest = piece
        while rest:
            if unpack.eof:  # a gzip file may be several, one after another
                unpack = zlib.decompressobj(GZIP_OR_ZLIB)
            try:
                yield unpack.decompress(rest, PIECE)
            except zlib.error as why:
                raise Garbled("it cannot be unpacked") from why
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    if not unpack.eof:
        raise Garbled("it ends before its end")
