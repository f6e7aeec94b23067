"""How many fit, and where? The arithmetic of a sheet: no PDF, no unit but the caller's own.

y points up, as in PDF. A cell is where one trimmed page stands; bleed and marks lie around it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Turning(StrEnum):
    """Whether pages may stand sideways on the sheet."""

    AUTO = "auto"  # if more fit
    NEVER = "never"
    ALWAYS = "always"


class Flip(StrEnum):
    """How the sheet is turned over for its back."""

    TURN = "turn"  # about its upright axis: left and right change places
    TUMBLE = "tumble"  # about its level axis: head and foot change places


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one page stands: bottom left corner of its trimmed area, and quarter turns anticlockwise."""

    x: float
    y: float
    quarters: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one size in columns and rows, centred on the sheet; row by row from the top left.

    width, height: of a cell, as it stands (a turned page's height is its cell's width).
    """

    columns: int
    rows: int
    width: float
    height: float
    gutter: float
    cells: tuple[Cell, ...]

    @property
    def ups(self) -> int:
        """How many pages one side holds."""
        return len(self.cells)

    @property
    def turned(self) -> bool:
        """Whether pages stand sideways."""
        return self.cells[0].quarters % 2 == 1

    @property
    def left(self) -> float:
        """The left edge of the block of cells."""
        return min(cell.x for cell in self.cells)

    @property
    def bottom(self) -> float:
        """The lower edge of the block."""
        return min(cell.y for cell in self.cells)

    @property
    def right(self) -> float:
        """The right edge of the block."""
        return max(cell.x for cell in self.cells) + self.width

    @property
    def top(self) -> float:
        """The upper edge of the block."""
        return max(cell.y for cell in self.cells) + self.height

    def back(self, sheet: tuple[float, float], flip: Flip) -> Grid:
        """The cells on the back, each behind the front's cell of the same place in the list.

        A page's head comes behind its front's head, whichever way that points on the sheet.
        """
        across, up = sheet
        if flip is Flip.TURN:
            cells = [Cell(across - c.x - self.width, c.y, -c.quarters % 4) for c in self.cells]
        else:
            cells = [Cell(c.x, up - c.y - self.height, (2 - c.quarters) % 4) for c in self.cells]
        return replace(self, cells=tuple(cells))


def fit(
    page: tuple[float, float],
    sheet: tuple[float, float],
    *,
    edge: float,
    gutter: float,
    turning: Turning = Turning.AUTO,
    columns: int | None = None,
    rows: int | None = None,
) -> Grid | None:
    """The grid of most pages on a sheet, or None where not one (or not the wished `columns` and `rows`) fits.

    edge: what stays free of trimmed pages on every side. Upright wins where both ways hold as many.
    """
    ways = {Turning.AUTO: (0, 1), Turning.NEVER: (0,), Turning.ALWAYS: (1,)}[turning]
    grids = [_grid(page, sheet, quarters, edge, gutter, columns, rows) for quarters in ways]
    return max((grid for grid in grids if grid), key=lambda grid: grid.ups, default=None)


def _grid(
    page: tuple[float, float],
    sheet: tuple[float, float],
    quarters: int,
    edge: float,
    gutter: float,
    columns: int | None,
    rows: int | None,
) -> Grid | None:
    width, height = page if quarters == 0 else (page[1], page[0])
    most_across = how_many(width, sheet[0] - 2 * edge, gutter)
    most_up = how_many(height, sheet[1] - 2 * edge, gutter)
    across, up = columns or most_across, rows or most_up
    if not 1 <= across <= most_across or not 1 <= up <= most_up:
        return None
    left = (sheet[0] - across * width - (across - 1) * gutter) / 2
    bottom = (sheet[1] - up * height - (up - 1) * gutter) / 2
    cells = [
        Cell(left + column * (width + gutter), bottom + row * (height + gutter), quarters)
        for row in reversed(range(up))
        for column in range(across)
    ]
    return Grid(across, up, width, height, gutter, tuple(cells))


def how_many(length: float, room: float, gutter: float) -> int:
    """How many of `length` lie side by side in `room`, a gutter between each two."""
    slack = 1e-6 * max(room, 1.0)  # sizes come through millimetres and points: a rounding must not cost an up
    return max(0, int((room + gutter + slack) // (length + gutter)))


def sheets_needed(quantity: int, ups: int) -> int:
    """How many sheets hold `quantity` copies at `ups` copies each."""
    return -(-quantity // ups)
