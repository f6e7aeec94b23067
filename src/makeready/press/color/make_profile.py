"""How is a conversion of ours handed to a program that knows only ICC? As a small profile (ICC.1:2001-04, 6.5.7).

PDFium ignores default colour spaces, output intents, rendering intents and black point compensation; what it does
honour is the table of an embedded profile. So the table is made to say what shall be seen.
"""

from __future__ import annotations

import struct
from functools import cache, lru_cache

import numpy as np

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import as_printed, press_table, screen_table
from makeready.press.color.lab import WHITE
from makeready.press.displaylist.paint import Gray

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
"""The process inks as PDF names them (ISO 32000-1, 8.6.6.4), in the order of CMYK."""

_PRESS_GRID = 21


@lru_cache(maxsize=16)
def screen_profile(condition: OutputCondition) -> bytes:
    """CMYK → what the condition prints, relative colorimetric with black point compensation, as a screen shows it."""
    table = screen_table(condition)
    lab = table.reshape(-1, 3).copy()
    lab[-1] = 0.0  # lcms takes all inks at once for the black point, and must find nothing left to compensate
    return _profile(b"CMYK", _lut(4, table.shape[0], lab))


@cache
def plate_profile(ink: str) -> bytes:
    """CMYK → one process ink as grey (0 full ink, 255 paper), exact for all 256 amounts. Another name: paper."""
    corners = np.indices((2, 2, 2, 2)).reshape(4, -1).T
    if ink not in PROCESS:
        return _profile(b"CMYK", _lut(4, 2, np.tile([100.0, 0, 0], (16, 1))))
    channel = PROCESS.index(ink)
    lightness = np.zeros((16, 3))
    lightness[:, 0] = corners[:, channel] * 100
    # The channel's own curve already is the lightness of the grey that is wanted; the others do not count.
    curves = np.zeros((4, 256))
    curves[channel] = _lightness(1 - np.linspace(0, 1, 256)) / 100
    return _profile(b"CMYK", _lut(4, 2, lightness, curves))


@lru_cache(maxsize=64)
def rgb_plate_profile(ink: str, condition: OutputCondition) -> bytes:
    """SRGB → one process ink as grey, as the condition separates it."""
    inks = press_table(condition, _PRESS_GRID)[..., PROCESS.index(ink)].reshape(-1)
    lab = np.zeros((inks.size, 3))
    lab[:, 0] = _lightness(1 - inks)
    return _profile(b"RGB ", _lut(3, _PRESS_GRID, lab))


@cache
def rgb_paper_profile() -> bytes:
    """SRGB → paper."""
    return _profile(b"RGB ", _lut(3, 2, np.tile([100.0, 0, 0], (8, 1))))


@lru_cache(maxsize=16)
def black_looks(condition: OutputCondition) -> bytes:
    """How DeviceGray from 0 (full black ink) to 255 (paper) looks in print: 256 sRGB triples."""
    looks = (as_printed(Gray(100 - level / 2.55), condition) for level in range(256))
    return bytes(round(part * 255) for look in looks for part in look)


def _lightness(grey: np.ndarray) -> np.ndarray:
    """CIE L* of an sRGB grey, 0 to 1."""
    y = np.where(grey <= 0.04045, grey / 12.92, ((grey + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.where(y > 216 / 24389, 116 * np.cbrt(y) - 16, y * 24389 / 27))


def _lut(channels: int, grid: int, lab: np.ndarray, curves: np.ndarray | None = None) -> bytes:
    """A lut16Type: one curve for each channel (0–1), then a table to Lab, the last channel running fastest."""
    if curves is None:
        curves = np.tile([0.0, 1.0], (channels, 1))
    # Version 2 counts L* 0–100 as 0–FF00 and a*, b* from −128 as 0–FFFF with 0 at 8000 (ICC.1:2001-04, A.3).
    coded = np.stack((lab[:, 0] * 0xFF00 / 100, (lab[:, 1] + 128) * 256, (lab[:, 2] + 128) * 256), axis=1)
    identity = b"".join(map(_fixed, (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    return (
        b"mft2\0\0\0\0" + bytes((channels, 3, grid, 0)) + identity + struct.pack(">HH", curves.shape[1], 2)
        + _shorts(curves * 65535) + _shorts(coded) + _shorts(np.tile([0.0, 65535.0], (3, 1)))
    )  # fmt: skip


def _profile(space: bytes, lut: bytes) -> bytes:
    """An output profile of version 2 with one table; the intent asked for by default is the one it has."""
    name = b"Makeready view\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 78
    white = b"XYZ \0\0\0\0" + b"".join(map(_fixed, WHITE))
    tags = ((b"desc", description), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", white), (b"A2B0", lut))
    start, rows, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, value in tags:
        rows += name + struct.pack(">II", start + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"", 0x02400000, b"prtr", space, b"Lab ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + b"".join(map(_fixed, WHITE)) + b"\0" * 48
    return head + struct.pack(">I", len(tags)) + rows + body


def _fixed(value: float) -> bytes:
    """s15Fixed16Number."""
    return struct.pack(">i", round(value * 65536))


def _shorts(values: np.ndarray) -> bytes:
    return np.clip(np.round(values), 0, 65535).astype(">u2").tobytes()
