"""How are pixels written as TIFF? Pages of any size, with resolution and profile (TIFF 6.0, Deflate by Adobe)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
from isal import isal_zlib

ROWS = 256
"""Rows in one strip."""

BYTE, SHORT, LONG, RATIONAL, UNDEFINED = 1, 3, 4, 5, 7

_PHOTOMETRIC = {1: 1, 3: 2, 4: 5}
"""Bands and what they mean: grey with 0 black, RGB, CMYK with 0 paper."""


def encode(
    pages: Iterable[tuple[np.ndarray, float]], profile: bytes | None = None, spots: Sequence[Sequence[str]] = ()
) -> bytes:
    """TIFF bytes of pages: height × width × (1, 3 or 4) pixels, 8 bits, and their dpi. profile: ICC, of the colours.

    spots: by page, the names of the inks beyond CMYK, whose plates follow the four as extra samples.
    """
    out = bytearray(b"II*\0\0\0\0\0")
    link = 4  # where the place of the next directory is written
    for number, (pixels, dpi) in enumerate(pages):
        out += b"\0" * (len(out) % 2)
        strips = []
        for top in range(0, pixels.shape[0], ROWS):
            packed = isal_zlib.compress(_differences(pixels[top : top + ROWS]), 2)
            strips.append((len(out), len(packed)))
            out += packed
        tags = _tags(pixels, strips, dpi, profile, number)
        if spots and spots[number]:
            tags += _spot_tags(spots[number])
            tags.sort(key=lambda tag: tag[0])
        out += b"\0" * (len(out) % 2)
        at = len(out)
        struct.pack_into("<I", out, link, at)
        out += _directory(tags, at)
        link = at + 2 + 12 * len(tags)
    return bytes(out)


def _differences(rows: np.ndarray) -> bytes:
    """Predictor 2: every sample as the difference to the pixel on its left."""
    made = rows.copy()
    np.subtract(rows[:, 1:], rows[:, :-1], out=made[:, 1:])
    return made.tobytes()


Tag = tuple[int, int, int, bytes]
"""Number, type, count, value."""


def _tags(
    pixels: np.ndarray, strips: list[tuple[int, int]], dpi: float, profile: bytes | None, number: int
) -> list[Tag]:
    height, width, bands = pixels.shape
    resolution = Fraction(dpi).limit_denominator(10_000)
    ratio = struct.pack("<2I", resolution.numerator, resolution.denominator)
    tags = [
        _long(254, 2),  # a page of a document
        _long(256, width),
        _long(257, height),
        _short(258, *[8] * bands),
        _short(259, 8),  # Deflate
        _short(262, _PHOTOMETRIC[min(bands, 4)]),
        _long(273, *[start for start, _ in strips]),
        _short(277, bands),
        _long(278, ROWS),
        _long(279, *[length for _, length in strips]),
        (282, RATIONAL, 1, ratio),
        (283, RATIONAL, 1, ratio),
        _short(284, 1),  # the samples of a pixel lie together
        _short(296, 2),  # resolution is per inch
        _short(297, number, 0),  # how many there are is not known yet
        _short(317, 2),
    ]
    if bands >= 4:
        tags.append(_short(332, 1))  # the inks are CMYK
    if profile is not None:
        tags.append((34675, UNDEFINED, len(profile), profile))
    return tags


def _spot_tags(names: Sequence[str]) -> list[Tag]:
    """Extra samples of no standard meaning (TIFF 6.0, 18), and what they are, as Photoshop files say it."""
    encoded = [name.encode("mac-roman", "replace")[:255] for name in names]
    pascal = b"".join(bytes([len(name)]) + name for name in encoded)
    # Each: colour space (2, CMYK), four components (0 is full ink), opacity, kind (2, a spot ink), padding.
    display = struct.pack(">5HHBB", 2, 65535, 65535, 65535, 0, 100, 2, 0) * len(names)
    resources = _resource(1006, pascal) + _resource(1007, display)
    return [_short(338, *[0] * len(names)), (34377, BYTE, len(resources), resources)]


def _resource(number: int, data: bytes) -> bytes:
    """An image resource block (Adobe Photoshop File Formats Specification)."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


def _directory(tags: list[Tag], at: int) -> bytes:
    """The directory at `at`, and behind it the values that do not fit into its rows."""
    beyond = at + 2 + 12 * len(tags) + 4
    rows, values = bytearray(struct.pack("<H", len(tags))), bytearray()
    for tag, kind, count, value in tags:
        if len(value) <= 4:
            field = value.ljust(4, b"\0")
        else:
            field = struct.pack("<I", beyond + len(values))
            values += value + b"\0" * (len(value) % 2)
        rows += struct.pack("<HHI", tag, kind, count) + field
    return bytes(rows) + b"\0\0\0\0" + bytes(values)


def _short(tag: int, *values: int) -> Tag:
    return tag, SHORT, len(values), struct.pack(f"<{len(values)}H", *values)


def _long(tag: int, *values: int) -> Tag:
    return tag, LONG, len(values), struct.pack(f"<{len(values)}I", *values)
