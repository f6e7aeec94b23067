"""Where does each object stand in the file? Numbers, object streams, the cross-reference; equal objects once.

Streams are written as they come, small objects are gathered into compressed object streams (PDF 1.5), so
a file of any length is made in the memory of a page. Whatever is added twice gets one number.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from typing import BinaryIO

from isal import isal_zlib

from makeready.press.pdf.syntax import Name, Ref, Stream, Value, token

GATHERED = 100
"""Objects in one object stream; a reader unpacks all of it to find one."""


class Objects:
    """The objects of one file, on their way to `out`."""

    def __init__(self, out: BinaryIO, version: str) -> None:
        self._out = out
        self._at = 0
        self._places: list[tuple[int, int, int]] = [(0, 0, 65535)]  # type, then as in table 18 of ISO 32000-1
        self._waiting: list[tuple[int, bytes]] = []
        self._known: dict[bytes, Ref] = {}
        self._digest = hashlib.blake2b(digest_size=16)
        self._write(b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version.encode())

    def reserve(self) -> Ref:
        """A number for an object that is added later."""
        self._places.append((0, 0, 0))
        return Ref(len(self._places) - 1)

    def add(self, value: Value, ref: Ref | None = None) -> Ref:
        """Add an object; the same one again gets the number that it has."""
        tokens = token(value)
        if ref is None:
            known = self._known.get(tokens)
            if known is not None:
                return known
            ref = self._known[tokens] = self.reserve()
        self._waiting.append((ref.number, tokens))
        if len(self._waiting) >= GATHERED:
            self._gather()
        return ref

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
        if digest is None:
            digest = _digest(data)
        if ref is None:
            key = token(entries) + b"\0" + digest
            if (known := self._known.get(key)) is not None:
                return known
            ref = self._known[key] = self.reserve()
        if deflate:
            entries = {**entries, "Filter": Name("FlateDecode")}
            data = isal_zlib.compress(data, 2)
        self._places[ref.number] = (1, self._at, 0)
        head = token({**entries, "Length": len(data)})
        self._write(b"%d 0 obj\n%s\nstream\n" % (ref.number, head))
        self._write(data, digest)
        self._write(b"\nendstream\nendobj\n")
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
        self._places[ref.number] = (1, self._at, 0)
        start = self._at
        table = b"".join(struct.pack(">BIH", *place) for place in self._places)
        entries: dict[str, Value] = {
            "Type": Name("XRef"),
            "Size": len(self._places),
            "W": [1, 4, 2],
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
            self._places[number] = (2, carrier.number, index)
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
