"""What is a barcode before it has a size? Dark rectangles on a grid of modules, and the quiet zone around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import zxingcpp

from makeready.press.design.barcode_rules import BarcodeFault

Bar = tuple[int, int, int, int]
"""x, y, width, height in modules."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The margin that a standard asks for, in modules."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A barcode on its grid. Linear ones are one module high and stretch. Compared by identity: `encode` remembers.

    least_module: the smallest module that scanners read surely, mm. text: what is written below, if anything.
    long_bars: places (x) of the guard bars that reach down beside the text (EAN).
    """

    width: int
    height: int
    bars: tuple[Bar, ...]
    quiet: Quiet
    least_module: float
    linear: bool = False
    text: str = ""
    long_bars: frozenset[int] = frozenset()


def modules(data: str, kind: zxingcpp.BarcodeFormat, **options: str) -> np.ndarray:
    """The encoder's picture, one pixel a module, True is dark, without quiet zone.

    Raises:
        BarcodeFault: where the encoder refuses the data.
    """
    try:
        picture = zxingcpp.create_barcode(data, kind, **options).to_image(scale=1, add_quiet_zones=False)
    except (ValueError, RuntimeError) as why:
        raise BarcodeFault("its data is too long or has characters that it cannot carry.") from why
    dark: np.ndarray = np.asarray(picture) == 0
    return dark


def bars(grid: np.ndarray) -> tuple[Bar, ...]:
    """Dark modules joined into few rectangles: rows into runs, equal runs of neighbouring rows into blocks."""
    done: list[Bar] = []
    open_: dict[tuple[int, int], int] = {}
    for y, cells in enumerate([*(row.tobytes() for row in grid), b""]):
        row = _runs(cells)
        done += [(x, top, width, y - top) for (x, width), top in open_.items() if (x, width) not in row]
        open_ = {run: open_.get(run, y) for run in row}
    return tuple(sorted(done, key=lambda bar: (bar[1], bar[0])))


_DARK = re.compile(rb"\x01+")


def _runs(row: bytes) -> set[tuple[int, int]]:
    return {(found.start(), found.end() - found.start()) for found in _DARK.finditer(row)}
