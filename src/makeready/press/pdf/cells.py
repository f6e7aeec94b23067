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
        for place, piece in enumerate(pieces):
            if piece is None:
                byte = grid.bits[place]
                known[place][byte] = _piece(byte, place % grid.stride * 8, place // grid.stride)
        pieces = [row[byte] for row, byte in zip(known, grid.bits, strict=True)]
    return "".join(pieces)  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _pieces(stride: int, length: int) -> list[list[str | None]]:
    """For each byte of a grid, what each of its values draws, as far as it came up."""
    return [[""] + [None] * 255 for _ in range(length)]


def _piece(byte: int, left: int, y: int) -> str:
    return "".join([f"{left + x} {y} {width} 1 re\n" for x, width in _runs(byte)])


@lru_cache(maxsize=256)
def _runs(byte: int) -> tuple[tuple[int, int], ...]:
    """Where the dark cells of a byte begin, and how many stand together."""
    return tuple((x, width) for x, _, width, _ in Cells(bytes([byte]), 1).rectangles())
