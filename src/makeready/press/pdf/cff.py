"""What are a CFF font's glyphs called? Its charset, from Adobe Technical Note 5176.

A PDF shows a glyph of a CID-keyed font by its CID, of any other CFF font by its place in the file.
"""

from __future__ import annotations

import struct
from itertools import pairwise

ROS = (12, 30)
CHARSET = (15,)


def cids(data: bytes, glyph_count: int) -> list[int] | None:
    """The CID of each glyph of a CID-keyed font; None where the font is not CID-keyed.

    data: a `CFF ` table. A charset that cannot be read counts as the identity.
    """
    try:
        top = _top_dict(data)
        if ROS not in top:
            return None
        return _charset(data, top.get(CHARSET, 0), glyph_count)
    except (struct.error, IndexError):
        return None


def _top_dict(data: bytes) -> dict[tuple[int, ...], int]:
    """Operators of the first top DICT with their last operand."""
    _, names_end = _index(data, data[2])
    tops, _ = _index(data, names_end)
    start, end = tops[0]
    return _operators(data[start:end])


def _index(data: bytes, at: int) -> tuple[list[tuple[int, int]], int]:
    """Where the objects of an INDEX lie, and where it ends."""
    count = struct.unpack_from(">H", data, at)[0]
    if count == 0:
        return [], at + 2
    size = data[at + 2]
    first = at + 3
    offsets = [int.from_bytes(data[first + n * size : first + (n + 1) * size]) for n in range(count + 1)]
    base = first + (count + 1) * size - 1
    return [(base + a, base + b) for a, b in pairwise(offsets)], base + offsets[-1]


def _operators(dictionary: bytes) -> dict[tuple[int, ...], int]:
    found: dict[tuple[int, ...], int] = {}
    operand, at = 0, 0
    while at < len(dictionary):
        byte = dictionary[at]
        if byte <= 21:
            operator = (12, dictionary[at + 1]) if byte == 12 else (byte,)
            found[operator] = operand
            at += len(operator)
        elif byte == 28:
            operand, at = struct.unpack_from(">h", dictionary, at + 1)[0], at + 3
        elif byte == 29:
            operand, at = struct.unpack_from(">i", dictionary, at + 1)[0], at + 5
        elif byte == 30:  # a real number: nibbles until one of them is 15
            at += 1
            while dictionary[at] & 15 != 15 and dictionary[at] >> 4 != 15:
                at += 1
            at += 1
        elif byte <= 246:
            operand, at = byte - 139, at + 1
        elif byte <= 250:
            operand, at = (byte - 247) * 256 + dictionary[at + 1] + 108, at + 2
        else:
            operand, at = -(byte - 251) * 256 - dictionary[at + 1] - 108, at + 2
    return found


def _charset(data: bytes, at: int, glyph_count: int) -> list[int]:
    if at <= 2:  # the three predefined charsets say nothing of CIDs
        return list(range(glyph_count))
    made = [0]
    kind, at = data[at], at + 1
    if kind == 0:
        return made + list(struct.unpack_from(f">{glyph_count - 1}H", data, at))
    step = struct.Struct(">HB" if kind == 1 else ">HH")
    while len(made) < glyph_count:
        first, more = step.unpack_from(data, at)
        made.extend(range(first, first + more + 1))
        at += step.size
    return made[:glyph_count]
