"""How does a table become areas, lines and text? Columns share the width, rows are as high as their text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from makeready.press.design.items import TableItem, TextItem
from makeready.press.design.paint import Color
from makeready.press.design.paint import Stroke as DesignStroke
from makeready.press.design.table import Cell, HeaderLook, Row
from makeready.press.displaylist.items import DisplayItem, LineTo, MoveTo, Path
from makeready.press.findings import Finding, Severity
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import IDENTITY, Point, Rect
from makeready.press.layout.frame import Place
from makeready.press.layout.ink import ink, stroke
from makeready.press.layout.kinds import draws
from makeready.press.layout.shape import rectangle
from makeready.press.layout.text import text
from makeready.press.layout.text_set import set_text

TALL = 5000.0
"""A box in which any cell's text fits, mm: to see how high it is."""
LEAST = 0.1
"""Narrowest a cell's text is set, mm, where its padding leaves nothing."""


class TableOverflow(Finding):
    """A table longer than its box."""

    code = "table-overflow"
    severity = Severity.WARNING
    sentence = "The table {item} is {height} mm high; its box has {room} mm."
    fix = "Make the box larger, the type smaller, or give it fewer rows."


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell in its place: row and number from 0, its box (mm)."""

    row: int
    number: int
    cell: Cell
    column: int
    box: Rect


@draws("table")
def table(item: TableItem, place: Place) -> tuple[DisplayItem, ...]:
    """Areas first, then words, lines on top."""
    if not item.rows:
        return ()
    edges = _edges(item)
    heights = [_height(item, number, row, edges, place.fonts) for number, row in enumerate(item.rows)]
    tops = [item.y]
    for height in heights:
        tops.append(tops[-1] + height)
    if tops[-1] > item.y + item.height + 0.01:
        place.tell(TableOverflow, item, "rows", height=f"{tops[-1] - item.y:.1f}", room=f"{item.height:g}")
    cells = [cell for number, row in enumerate(item.rows) for cell in _row(number, row, edges, tops)]
    areas = tuple(area for cell in cells if (area := _area(item, cell)) is not None)
    words = tuple(part for cell in cells for part in _words(item, cell, place))
    return (*areas, *words, *_rules(item, cells, edges, tops))


def _edges(item: TableItem) -> list[float]:
    """Where columns begin and end, mm: fixed ones as they say, the others share the rest evenly."""
    fixed = sum(column.width or 0.0 for column in item.columns)
    free = sum(column.width is None for column in item.columns)
    scale = 1.0 if free and fixed < item.width else item.width / fixed if fixed else 1.0
    share = max(item.width - fixed, 0.0) / free if free else 0.0
    edges = [item.x]
    for column in item.columns:
        edges.append(edges[-1] + (share if column.width is None else column.width * scale))
    return edges


def _height(item: TableItem, number: int, row: Row, edges: list[float], fonts: FontLibrary) -> float:
    least = max(row.height, 2 * item.look.padding)
    for cell in _row(number, row, edges, None):
        if cell.cell.text:
            found = set_text(_text_item(item, cell, TALL), fonts)
            least = max(least, found.height + 2 * item.look.padding)
    return least


def _row(number: int, row: Row, edges: list[float], tops: list[float] | None) -> Iterator[_Placed]:
    """The cells of a row with their boxes; one that finds no column left is not shown."""
    column, last = 0, len(edges) - 1
    top, bottom = (tops[number], tops[number + 1]) if tops else (0.0, TALL)
    for place, cell in enumerate(row.cells):
        if column >= last:
            return
        end = min(column + cell.span, last)
        box = Rect(edges[column], top, edges[end] - edges[column], bottom - top)
        yield _Placed(number, place, cell, column, box)
        column = end


def _header(item: TableItem, row: int) -> HeaderLook | None:
    return item.header if item.header is not None and row < item.header.rows else None


def _area(item: TableItem, placed: _Placed) -> Path | None:
    header = _header(item, placed.row)
    color: Color | None = placed.cell.fill
    if color is None and header is not None:
        color = header.fill
    elif color is None and (placed.row - (item.header.rows if item.header else 0)) % 2:
        color = item.look.stripe
    return Path(rectangle(placed.box), fill=ink(color)) if color is not None else None


def _words(item: TableItem, placed: _Placed, place: Place) -> tuple[DisplayItem, ...]:
    if not placed.cell.text:
        return ()
    there = place.inside(f"{place.path}/rows/{placed.row}/cells/{placed.number}", IDENTITY)
    return text(_text_item(item, placed, placed.box.height), there)


def _text_item(item: TableItem, placed: _Placed, height: float) -> TextItem:
    """The cell's text as an item of its own."""
    look, cell, header = item.look, placed.cell, _header(item, placed.row)
    weight = cell.weight or (header.weight if header else look.weight)
    return TextItem(
        type="text",
        name=f"{item.name or 'table'}, row {placed.row + 1}, cell {placed.number + 1}",
        text=cell.text,
        x=placed.box.x + look.padding,
        y=placed.box.y + look.padding,
        width=max(placed.box.width - 2 * look.padding, LEAST),
        height=max(min(height, TALL) - 2 * look.padding, LEAST),
        size=look.size,
        font=look.font,
        weight=weight,
        line_height=look.line_height,
        fill=cell.ink or (header.ink if header and header.ink else look.ink),
        align=cell.align or item.columns[placed.column].align,
        vertical_align=look.vertical_align,
    )


def _rules(item: TableItem, cells: list[_Placed], edges: list[float], tops: list[float]) -> Iterator[Path]:
    whole = Rect(item.x, item.y, edges[-1] - item.x, tops[-1] - item.y)
    if item.look.row_rules is not None:
        yield from (_line(item.look.row_rules, whole, y) for y in tops[1:-1])
    if item.look.column_rules is not None:
        # A cell that covers several columns has no line within.
        for cell in cells:
            if cell.box.right < whole.right - 1e-6:
                line = stroke(item.look.column_rules, whole)
                ends = Point(cell.box.right, cell.box.y), Point(cell.box.right, cell.box.bottom)
                yield Path((MoveTo(ends[0]), LineTo(ends[1])), stroke=line)
    if item.look.border is not None:
        yield Path(rectangle(whole), stroke=stroke(item.look.border, whole))


def _line(line: DesignStroke, whole: Rect, y: float) -> Path:
    return Path((MoveTo(Point(whole.x, y)), LineTo(Point(whole.right, y))), stroke=stroke(line, whole))
