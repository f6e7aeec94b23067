"""How do the dark cells of a grid become contours? As rectangles, made only when somebody asks for them.

A QR code has some two hundred; a writer that knows cells writes them straight from their bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast, overload

from makeready.press.displaylist.items import Close, LineTo, MoveTo
from makeready.press.geometry import Point

if TYPE_CHECKING:
    from makeready.press.displaylist.items import Segment


class Cells(Sequence["Segment"]):
    """A grid's dark cells as the segments of a path, a unit each, from its top left corner.

    bits: row after row, each `stride` bytes, the leftmost cell in the lowest bit.
    """

    def __init__(self, bits: bytes, stride: int) -> None:
        self.bits = bits
        self.stride = stride

    def as_segments(self) -> tuple[Segment, ...]:
        """Itself, as `Path.segments` wants it: a sequence in everything that paths are asked."""
        return cast("tuple[Segment, ...]", self)

    def rectangles(self) -> list[tuple[int, int, int, int]]:
        """x, y, width, height: runs of a row, equal ones of neighbouring rows together; from the top left."""
        done: list[tuple[int, int, int, int]] = []
        open_: dict[tuple[int, int], int] = {}
        rows = [
            int.from_bytes(self.bits[at : at + self.stride], "little") for at in range(0, len(self.bits), self.stride)
        ]
        for y, row in enumerate([*rows, 0]):
            runs = set(_runs(row))
            done += [(x, top, width, y - top) for (x, width), top in open_.items() if (x, width) not in runs]
            open_ = {run: open_.get(run, y) for run in runs}
        return sorted(done, key=lambda bar: (bar[1], bar[0]))

    @cached_property
    def _segments(self) -> tuple[Segment, ...]:
        made: list[Segment] = []
        for x, y, width, height in self.rectangles():
            right, bottom = x + width, y + height
            made += (
                MoveTo(Point(x, y)), LineTo(Point(right, y)), LineTo(Point(right, bottom)), LineTo(Point(x, bottom)),
                Close(),
            )  # fmt: skip
        return tuple(made)

    def __len__(self) -> int:
        return len(self._segments)

    def __iter__(self) -> Iterator[Segment]:
        return iter(self._segments)

    @overload
    def __getitem__(self, at: int) -> Segment: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Segment, ...]: ...
    def __getitem__(self, at: int | slice) -> Segment | tuple[Segment, ...]:
        return self._segments[at]

    def __bool__(self) -> bool:
        return any(self.bits)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cells):
            return (self.bits, self.stride) == (other.bits, other.stride)
        return self._segments == other

    def __hash__(self) -> int:
        return hash(self.bits)


def _runs(row: int) -> Iterator[tuple[int, int]]:
    """Start and length of the runs of ones, from the lowest bit."""
    x = 0
    while row:
        gap = (row & -row).bit_length() - 1
        row >>= gap
        length = (~row & (row + 1)).bit_length() - 1
        yield x + gap, length
        row >>= length
        x += gap + length
