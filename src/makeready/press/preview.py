"""What does a page look like? A picture for people to look at: drawn in spite of faults, which are told beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from makeready.press.color.condition import OutputCondition
from makeready.press.design.document import Document
from makeready.press.displaylist.page import Page
from makeready.press.findings import PressError
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import MM_PER_INCH
from makeready.press.layout.page import lay_out
from makeready.press.output.artwork import as_design, is_pdf
from makeready.press.output.pictures import Easel
from makeready.press.output.printfile import PrintFile
from makeready.press.output.wish import NoSuchPage
from makeready.press.pdf.reader import describe_file
from makeready.press.pdf.writer import Stamp
from makeready.press.raster.pixels import rasterise_png
from makeready.press.render import reading_pdf
from makeready.press.sources import SourceFile, SourceFiles

_NO_DATE = Stamp(datetime(2000, 1, 1, tzinfo=UTC), "")


def preview(
    design: Document,
    record: Mapping[str, str],
    *,
    page: int = 1,
    width_px: int = 800,
    fonts: FontLibrary,
    sources: SourceFiles,
    condition: OutputCondition,
) -> PrintFile:
    """Page `page` (from 1) as a PNG of its trim, `width_px` wide, colours as the condition prints them.

    What is wrong with the design does not hinder it: the findings come along.

    Raises:
        PressError: where there is no such page, or it cannot be drawn at all.
    """
    check_page(page, len(design.pages))
    (drawn,) = lay_out(design, record, fonts=fonts, sources=reading_pdf(sources), only={page})
    return PrintFile(_png(drawn, width_px, fonts, condition), "png", 1, drawn.findings)


def preview_file(
    file: SourceFile,
    *,
    page: int = 1,
    width_px: int = 800,
    size: tuple[float, float] | None = None,
    bleed: float = 0.0,
    fonts: FontLibrary,
    condition: OutputCondition,
) -> PrintFile:
    """The same of a customer's file; size and bleed as for `render_file`.

    Raises:
        PressError: where there is no such page, or the file cannot be used.
    """
    if is_pdf(file):
        check_page(page, describe_file(file).pages)
        return PrintFile(rasterise_png(file.data, page, width_px=width_px), "png", 1)
    design, _ = as_design(file, size, bleed)
    sources = SourceFiles(lambda src: file.data)
    return preview(design, {}, page=page, width_px=width_px, fonts=fonts, sources=sources, condition=condition)


def check_page(page: int, count: int) -> None:
    """Raise PressError where there is no such page."""
    if not 1 <= page <= count:
        have = "is only one" if count == 1 else f"are {count}"
        raise PressError([NoSuchPage(path="page", number=page, count=count, have=have)])


def _png(page: Page, width_px: int, fonts: FontLibrary, condition: OutputCondition) -> bytes:
    dpi = width_px / page.trim.width * MM_PER_INCH
    return Easel("rgb", dpi, "trim", fonts, condition, _NO_DATE).png(page, width_px)
