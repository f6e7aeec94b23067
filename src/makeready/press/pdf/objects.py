"""Where does each object stand in the file? Numbers, object streams, the cross-reference; equal objects once.

Streams are written as they come, small objects are gathered into compressed object streams (PDF 1.5), so
a file of any length is made in the memory of a page and eight bytes for each object. Whatever is added twice within
some ten thousand objects gets one number.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping
from itertools import islice
from typing import BinaryIO

from isal import isal_zlib

from makeready.press.pdf.syntax import Name, Ref, Stream, Value, token

GATHERED = 100
"""Objects in one object stream; a reader unpacks all of it to find one."""

LEVEL = 2
"""Of isal's deflate: as small as zlib's 6 within a fiftieth, in a fifth of its time."""

KNOWN = 20_000
"""Objects that are remembered to be found again; beyond it the oldest are forgotten."""

_PLACE = struct.Struct(">Q")
"""A line of the cross-reference (table 18 of ISO 32000-1) as one number: 1 byte type, 5 offset, 2 index."""

FREE = 65_535
IN_FILE, IN_STREAM = 1 << 56, 2 << 56


class Objects:
    """The objects of one file, on their way to `out`."""

    def __init__(self, out: BinaryIO, version: str) -> None:
        self._out = out
        self._at = 0
        self._places = bytearray(_PLACE.pack(FREE))
        self._count = 1
        self._waiting: list[tuple[int, bytes]] = []
        self._known: dict[bytes, Ref] = {}
        self._keyed: dict[tuple[object, ...], Ref] = {}
        self._digest = hashlib.blake2b(digest_size=16)
        self._write(b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version.encode())

    def reserve(self) -> Ref:
        """A number for an object that is added later."""
        self._places += bytes(8)
        self._count += 1
        return Ref(self._count - 1)

    def add(self, value: Value, ref: Ref | None = None) -> Ref:
        """Add an object; the same one again gets the number that it has."""
        tokens = token(value)
        if ref is None:
            known = self._known.get(tokens)
            if known is not None:
                return known
            ref = self._remember(tokens)
        self.add_tokens(tokens, ref)
        return ref

    def add_once(self, key: tuple[object, ...], value: Callable[[], Value]) -> Ref:
        """The object that belongs to a key; made and added the first time."""
        ref = self._keyed.get(key)
        if ref is None:
            if len(self._keyed) >= KNOWN:
                self._keyed.clear()
            ref = self._keyed[key] = self.add(value())
        return ref

    def add_tokens(self, tokens: bytes, ref: Ref) -> None:
        """Add an object that is ready as tokens."""
        self._waiting.append((ref.number, tokens))
        if len(self._waiting) >= GATHERED:
            self._gather()

    def add_stream(
        self,
        entries: Mapping[str, Value],
        data: bytes,
        ref: Ref | None = None,
        *,
        deflate: bool,
        digest: bytes | None = None,
    ) -> Ref:
        """Add a stream; the same one again gets the number that it has.

        deflate: pack it, and say so. digest: of `data`, where it is known already: large ones are not hashed again.
        """
        if ref is None:
            digest = digest or _digest(data)
            key = token(entries) + b"\0" + digest
            if (known := self._known.get(key)) is not None:
                return known
            ref = self._remember(key)
        if deflate:
            entries = {**entries, "Filter": Name("FlateDecode")}
            data = isal_zlib.compress(data, LEVEL)
        head = token({**entries, "Length": len(data)})
        self._stream(ref.number, head, data, digest)
        return ref

    def add_content(self, data: bytes) -> Ref:
        """Add a stream without entries that nobody will add again, packed."""
        self._places += bytes(8)
        self._count += 1
        number = self._count - 1
        packed = isal_zlib.compress(data, LEVEL)
        self._stream(number, b"<</Filter/FlateDecode/Length %d>>" % len(packed), packed, None)
        return Ref(number)

    def _stream(self, number: int, head: bytes, data: bytes, digest: bytes | None) -> None:
        _PLACE.pack_into(self._places, 8 * number, IN_FILE | self._at << 16)
        self._write(b"%d 0 obj\n%s\nstream\n" % (number, head))
        self._write(data, digest)
        self._write(b"\nendstream\nendobj\n")

    def _remember(self, key: bytes) -> Ref:
        if len(self._known) >= KNOWN:
            for oldest in list(islice(self._known, KNOWN // 2)):
                del self._known[oldest]
        ref = self._known[key] = self.reserve()
        return ref

    def take_over(self, objects: Mapping[int, Value | Stream], numbers: Mapping[int, Ref]) -> None:
        """Add objects of another file under the new numbers; references inside follow."""
        for number, value in objects.items():
            if isinstance(value, Stream):
                entries = {key: _renumbered(item, numbers) for key, item in value.entries.items()}
                self.add_stream(entries, value.data, numbers[number], deflate=False)
            else:
                self.add(_renumbered(value, numbers), numbers[number])

    def finish(self, trailer: Mapping[str, Value], identifier: bytes) -> None:
        """Write the cross-reference and the end.

        The file identifier is `identifier` (what the file is of) and a digest of what was written.
        """
        self._gather()
        ref = self.reserve()
        start = self._at
        _PLACE.pack_into(self._places, 8 * ref.number, IN_FILE | start << 16)
        table = bytes(self._places)
        entries: dict[str, Value] = {
            "Type": Name("XRef"),
            "Size": self._count,
            "W": [1, 5, 2],
            **trailer,
            "ID": [identifier, self._digest.digest()],
        }
        self.add_stream(entries, table, ref, deflate=True)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _gather(self) -> None:
        """Write the waiting objects as one object stream (7.5.7)."""
        if not self._waiting:
            return
        carrier = self.reserve()
        offsets, body = [], bytearray()
        for index, (number, tokens) in enumerate(self._waiting):
            offsets.append(b"%d %d" % (number, len(body)))
            _PLACE.pack_into(self._places, 8 * number, IN_STREAM | carrier.number << 16 | index)
            body += tokens + b"\n"
        head = b" ".join(offsets) + b"\n"
        count, self._waiting = len(self._waiting), []
        entries: dict[str, Value] = {"Type": Name("ObjStm"), "N": count, "First": len(head)}
        self.add_stream(entries, head + bytes(body), carrier, deflate=True)

    def _write(self, data: bytes, digest: bytes | None = None) -> None:
        self._out.write(data)
        self._digest.update(digest or data)
        self._at += len(data)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _renumbered(value: Value, numbers: Mapping[int, Ref]) -> Value:
    match value:
        case Ref():
            return numbers[value.number]
        case Mapping():
            return {key: _renumbered(item, numbers) for key, item in value.items()}
        case list() | tuple():
            return [_renumbered(item, numbers) for item in value]
        case _:
            return value
