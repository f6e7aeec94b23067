"""What is a table made of? Columns, rows of cells, and how they look; rows may come from a field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from makeready.press.design.paint import BLACK, Color, Model, Number, Stroke, Whole

MAX_CELL = 5000
"""Longest text of one cell, characters."""
MAX_ROWS = 1000
MAX_COLUMNS = 50

Height = Annotated[Number, Field(ge=0, le=5000)]
Align = Literal["start", "end", "left", "center", "right", "justify"]


class Column(Model):
    """A column of a table."""

    width: Annotated[Number, Field(gt=0, le=5000)] | None = Field(
        None, description="Width, mm; columns without one share what is left."
    )
    align: Align = Field("start", description="Where the text of its cells stands.")


class Cell(Model):
    """A cell of a table. What it does not say is as its column and the table say."""

    text: str = Field("", max_length=MAX_CELL, description="The words; `{{Field}}` is filled from the record.")
    span: Whole = Field(1, ge=1, le=MAX_COLUMNS, description="How many columns it covers.")
    fill: Color | None = Field(None, description="Ink behind it.")
    ink: Color | None = Field(None, description="Ink of its letters.")
    weight: Whole | None = Field(None, ge=1, le=1000, description="400 is regular, 700 bold.")
    align: Align | None = Field(None, description="Where its text stands.")


class Row(Model):
    """A row of a table, as high as its text needs."""

    cells: tuple[Cell, ...] = Field((), max_length=MAX_COLUMNS, description="From the left.")
    height: Height = Field(0.0, description="Height at least, mm.")


class HeaderLook(Model):
    """How the first rows look."""

    rows: Whole = Field(1, ge=0, le=100, description="How many of the rows are the header.")
    fill: Color | None = Field(None, description="Ink behind them.")
    ink: Color | None = Field(None, description="Ink of their letters.")
    weight: Whole = Field(700, ge=1, le=1000, description="400 is regular, 700 bold.")


class TableLook(Model):
    """What all cells have in common."""

    padding: Annotated[Number, Field(ge=0, le=100)] = Field(1.0, description="Space within each cell's edges, mm.")
    border: Stroke | None = Field(None, description="The line around the table.")
    row_rules: Stroke | None = Field(None, description="Lines between rows.")
    column_rules: Stroke | None = Field(None, description="Lines between columns.")
    stripe: Color | None = Field(None, description="Ink behind every other row below the header.")
    ink: Color = Field(BLACK, description="Ink of the letters.")
    font: str | None = Field(None, max_length=200, description="Font family; none is the default font.")
    size: Number = Field(9.0, ge=0.5, le=2000, description="Type size, points.")
    weight: Whole = Field(400, ge=1, le=1000, description="400 is regular, 700 bold.")
    line_height: Number = Field(1.2, gt=0, le=10, description="Baseline to baseline, in type sizes.")
    vertical_align: Literal["top", "middle", "bottom"] = Field("top", description="Where text stands in its cell.")


def rows_of(value: str, separator: str) -> tuple[Row, ...]:
    """The rows that a field's value lists: one a line, cells between tabs or separators."""
    lines = [line for line in value.splitlines() if line.strip()][:MAX_ROWS]
    return tuple(
        Row(cells=tuple(Cell(text=words.strip()[:MAX_CELL]) for words in _cells(line, separator))) for line in lines
    )


def _cells(line: str, separator: str) -> list[str]:
    parts = line.split("\t") if "\t" in line else line.split(separator) if separator else [line]
    return parts[:MAX_COLUMNS]
