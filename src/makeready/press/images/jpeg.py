"""What does a JPEG file's header say that decides whether it may go into a PDF as it is? (ITU-T T.81)"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_SEQUENTIAL_OR_PROGRESSIVE = {0xC0, 0xC1, 0xC2}
_FRAMES = {n for n in range(0xC0, 0xD0) if n not in (0xC4, 0xC8, 0xCC)}
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}


@dataclass(frozen=True, slots=True)
class JpegFrame:
    """The frame header (SOF), and Adobe's marker.

    huffman: coded as PDF's DCTDecode reads it (baseline, extended or progressive, Huffman).
    adobe: has an APP14 marker; CMYK in such a file is stored inverted.
    """

    width: int
    height: int
    components: int
    bits: int
    huffman: bool
    adobe: bool


def read_frame(data: bytes) -> JpegFrame | None:
    """The frame header of a JPEG file; None where the file has none."""
    at, adobe = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xEE and data[at + 4 : at + 9] == b"Adobe":
            adobe = True
        if marker in _FRAMES and at + 10 <= len(data):
            bits, height, width, components = struct.unpack_from(">BHHB", data, at + 4)
            return JpegFrame(width, height, components, bits, marker in _SEQUENTIAL_OR_PROGRESSIVE, adobe)
        at += 2 + length
    return None
