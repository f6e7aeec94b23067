"""How does the encoder's picture become dark rectangles?"""

from __future__ import annotations

import re

import numpy as np
import zxingcpp

from makeready.press.barcodes.symbol import Bar, BarcodeFault


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
