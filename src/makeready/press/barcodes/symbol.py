"""What is a barcode before it has a size? Dark rectangles on a grid of modules, and the quiet zone around it."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.displaylist.cells import Cells

Bar = tuple[int, int, int, int]
"""x, y, width, height in modules."""


class BarcodeFault(ValueError):
    """Data that a symbology cannot carry; the message is a sentence."""


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
    long_bars: places (x) of the guard bars that reach down beside the text (EAN). cells: the dark modules as bits,
    instead of `bars`.
    """

    width: int
    height: int
    bars: tuple[Bar, ...]
    quiet: Quiet
    least_module: float
    linear: bool = False
    text: str = ""
    long_bars: frozenset[int] = frozenset()
    cells: Cells | None = None
