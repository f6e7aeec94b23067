"""How are the dark cells of a grid written? Eight at a time: each byte at its place is a piece of path written before.

The pieces of a row touch, and are filled as one path, so that no seam can show.
"""

from __future__ import annotations

from functools import lru_cache

from makeready.press.displaylist.cells import Cells


def cells(grid: Cells) -> str:
    """The cells as rectangles, `re`."""
    known = _pieces(grid.stride, len(grid.bits))
    pieces = [row[byte] for row, byte in zip(known, grid.bits, strict=True)]
    if None in pieces:
        for place, byte in enumerate(grid.bits):
            if known[place][byte] is None:
                known[place][byte] = _piece(byte, place % grid.stride * 8, place // grid.stride)
        pieces = [row[byte] for row, byte in zip(known, grid.bits, strict=True)]
    return "".join(pieces)  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _pieces(stride: int, length: int) -> list[list[str | None]]:
    """For each byte of a grid, what each of its values draws, as far as it came up."""
    return [[""] + [None] * 255 for _ in range(length)]


def _piece(byte: int, left: int, y: int) -> str:
    runs = Cells(bytes([byte]), 1).rectangles()
    return "".join(f"{left + x} {y} {width} 1 re\n" for x, _, width, _ in runs)
