"""How does a placed PDF get into a file whose colours it does not have? As a picture of itself, with its gaps.

Grey files and separations know one ink at a time; a foreign page cannot be told apart into inks, so it is
drawn at the resolution wanted and converted like a photo. Everything else on the page stays what it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from makeready.press.displaylist.items import DisplayItem, Group, Picture, PlacedPage
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import Rect, mm_to_px
from makeready.press.raster.pixels import rasterise_part
from makeready.press.sources import SourceFile


class PlacedFlattened(Finding):
    """A placed PDF became a picture because of the colours asked for."""

    code = "placed-flattened"
    severity = Severity.INFO
    sentence = "The placed PDF on page {page_number} was converted as a picture of {dpi} dpi for these colours."
    fix = "Ask for a PDF in CMYK to keep it as vector and in its own inks."


def flatten_placed(pages: Iterable[Page], resolution: Callable[[Page], float]) -> Iterator[Page]:
    """The pages with pictures in place of placed PDF pages, each with a remark where there was one.

    resolution: of a page's pictures, dpi.

    Raises:
        PressError: where a placed PDF cannot be drawn.
    """
    for number, page in enumerate(pages, 1):
        dpi = resolution(page)
        items = _without_placed(page.items, dpi)
        if items is page.items:
            yield page
        else:
            remark = PlacedFlattened(page=number, page_number=number, dpi=round(dpi))
            yield replace(page, items=items, findings=(*page.findings, remark))


def _without_placed(items: tuple[DisplayItem, ...], dpi: float) -> tuple[DisplayItem, ...]:
    """The same tuple where there is nothing to do."""
    made = tuple(_one(item, dpi) for item in items)
    return items if all(new is old for new, old in zip(made, items, strict=True)) else made


def _one(item: DisplayItem, dpi: float) -> DisplayItem:
    if isinstance(item, PlacedPage):
        width = max(1, mm_to_px(item.box.width, dpi))
        return Picture(_picture(item.file, item.number, item.source_box, width), item.box)
    if isinstance(item, Group):
        m = item.matrix
        inner = _without_placed(item.items, dpi * max(math.hypot(m.a, m.b), math.hypot(m.c, m.d)))
        return item if inner is item.items else replace(item, items=inner)
    return item


def _picture(file: SourceFile, number: int, source: Rect, width_px: int) -> SourceFile:
    return SourceFile(rasterise_part(file.data, number, source, width_px=width_px))
