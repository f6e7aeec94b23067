"""How are pixels written as PNG? Eight bits grey, RGB or RGB and opacity, with the resolution (PNG, 3rd edition)."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from isal import isal_zlib

from makeready.press.geometry import MM_PER_INCH

_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}

_UP = 2
"""The filter that keeps the difference to the row above: best for artwork, and one subtraction."""


def encode(pixels: np.ndarray, dpi: float) -> bytes:
    """PNG bytes of height × width × (1, 3 or 4) pixels."""
    height, width, bands = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[bands], 0, 0, 0)
    dots_a_metre = round(dpi / MM_PER_INCH * 1000)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"pHYs", struct.pack(">IIB", dots_a_metre, dots_a_metre, 1)),
            _chunk(b"IDAT", isal_zlib.compress(_filtered(pixels), 2)),
            _chunk(b"IEND", b""),
        )
    )


def _filtered(pixels: np.ndarray) -> bytes:
    rows = pixels.reshape(pixels.shape[0], -1)
    filtered = np.empty((rows.shape[0], rows.shape[1] + 1), dtype=np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered.tobytes()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
