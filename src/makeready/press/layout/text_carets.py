"""Where do carets stand in a text item, for the editor?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from makeready.press.design.items import TextItem
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import pt_to_mm
from makeready.press.layout.text_set import SetText, TextLine, set_text
from makeready.press.typography.breaks import utf16_offsets
from makeready.press.typography.carets import Cell, cells


@dataclass(frozen=True, slots=True)
class CaretLine:
    """A line for the editor, in mm in the space of the item's group. start, end: UTF-16 offsets.

    carets: offset and x of every place where a caret may stand. cells: the graphemes, for selections.
    In a vertical line x is measured downwards from the box's top, top and bottom leftwards from its right edge.
    """

    start: int
    end: int
    top: float
    bottom: float
    baseline: float
    carets: tuple[tuple[int, float], ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CaretMap:
    """Where carets and selections stand in a text item. size: as set, points. vertical: its lines run downwards."""

    lines: tuple[CaretLine, ...]
    overflow: bool
    size: float
    vertical: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the browser, mm to a thousandth."""
        return {
            "overflow": self.overflow,
            "size": round(self.size, 3),
            "vertical": self.vertical,
            "lines": [
                {
                    "start": line.start,
                    "end": line.end,
                    "top": round(line.top, 3),
                    "bottom": round(line.bottom, 3),
                    "baseline": round(line.baseline, 3),
                    "carets": [[offset, round(x, 3)] for offset, x in line.carets],
                    "cells": [[c.start, c.end, round(c.left, 3), round(c.right, 3), c.rtl] for c in line.cells],
                }
                for line in self.lines
            ],
        }


def caret_map(item: TextItem, fonts: FontLibrary) -> CaretMap:
    """Lines, caret places and overflow of a text item as it is laid out; offsets count all its words, of all runs.

    A line's last caret stands after the white space that hangs over its end; the same offset begins the next line.
    """
    found = set_text(item, fonts)
    offsets = utf16_offsets(item.words)
    vertical = item.writing == "vertical-rl"
    overflow = item.vertical_align != "baseline" and not found.fitting.fits
    x, y = (0.0, 0.0) if vertical else (item.x, item.y)
    lines = tuple(_caret_line(line, found, offsets, x, y) for line in found.lines if not line.is_marker)
    return CaretMap(lines, overflow, found.size / pt_to_mm(1), vertical)


def _caret_line(line: TextLine, found: SetText, offsets: list[int], x: float, y: float) -> CaretLine:
    scale, left = found.size / 1000, x + line.x
    graphemes = tuple(
        Cell(c.start, c.end, left + c.left * scale, left + c.right * scale, c.rtl)
        for c in cells(line.paragraph, line.line, offsets, line.start)
    )
    span = line.line.span
    start, end = offsets[line.start + span.start], offsets[line.start + span.end]
    carets = [(cell.start, cell.right if cell.rtl else cell.left) for cell in graphemes]
    last = graphemes[-1] if graphemes else None
    carets.append((end, left if last is None else last.left if last.rtl else last.right))
    baseline = y + line.baseline
    top, bottom = baseline - line.metrics.ascent * found.size, baseline + line.metrics.descent * found.size
    return CaretLine(start, end, top, bottom, baseline, tuple(carets), graphemes)
