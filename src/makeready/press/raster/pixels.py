"""Which pixels has a page? Exactly those of its box at a resolution; the only file that imports pypdfium2.

PDFium is not safe between threads, and its input may be foreign: it works in a confined child.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from makeready.press import confine
from makeready.press.color.condition import OutputCondition
from makeready.press.findings import Finding, PressError
from makeready.press.geometry import PT_PER_INCH, Rect, mm_to_px, pt_to_mm
from makeready.press.raster import inks, png

PIXELS_AT_MOST = 300_000_000
"""A poster of 3 × 2 m at 150 dpi; more would fill the memory of the machine."""

Box = Literal["trim", "bleed", "media"]


class NotShown(Finding):
    """A PDF that PDFium cannot draw."""

    code = "pdf-not-shown"
    sentence = "The PDF cannot be turned into a picture: {why}."
    fix = "Open it in the program it comes from, export it again, and use the new file."


class TooManyPixels(Finding):
    """A resolution too high for the size of the page."""

    code = "too-many-pixels"
    sentence = "Page {number} would have {width} × {height} pixels; at most {most} million can be made."
    fix = "Choose a lower resolution."


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a page shall be drawn: at `dpi`, or `width_px` pixels wide.

    grey: one band instead of three. see_through: four bands, the last one opacity, without paper.
    """

    box: Box | Rect = "trim"
    dpi: float | None = None
    width_px: int | None = None
    grey: bool = False
    see_through: bool = False


@dataclass(frozen=True)
class Pixels:
    """A page as pixels, rows from the top: sRGB, with opacity last where it was asked for, or grey; 8 bits.

    data: width × height × bands bytes. dpi: pixels per inch of the page.
    """

    width: int
    height: int
    bands: int
    data: bytes
    dpi: float

    @cached_property
    def array(self) -> np.ndarray:
        """As height × width × bands; not to be written to."""
        return np.frombuffer(self.data, dtype=np.uint8).reshape(self.height, self.width, self.bands)

    def png(self) -> bytes:
        """The picture as a PNG file that states its resolution."""
        return png.encode(self.array, self.dpi)


def rasterise(
    pdf: bytes,
    page: int = 1,
    *,
    dpi: float | None = None,
    width_px: int | None = None,
    box: Box = "trim",
    grey: bool = False,
    condition: OutputCondition | None = None,
) -> Pixels:
    """Page `page` (from 1) of a PDF, its `box` filled to the last pixel: `round(mm / 25.4 × dpi)` of them.

    Where neither is given: 150 dpi. The next larger box stands for a missing one. condition: process inks are
    shown as it prints them (else as PDFium guesses).

    Raises:
        PressError: where the PDF cannot be drawn, has no such page, or there would be too many pixels.
    """
    return rasterise_pages(pdf, [page], dpi=dpi, width_px=width_px, box=box, grey=grey, condition=condition)[0]


def rasterise_pages(
    pdf: bytes,
    pages: Sequence[int] | None = None,
    *,
    dpi: float | None = None,
    width_px: int | None = None,
    box: Box = "trim",
    grey: bool = False,
    condition: OutputCondition | None = None,
) -> list[Pixels]:
    """Several pages at once, all of them where none is named; else as `rasterise`."""
    wanted = Wanted(box, dpi, width_px, grey)
    return confine.run(_draw_pages, pdf, pages, wanted, _palette(condition), seconds=120.0, memory=3 * 1024**3)


def rasterise_png(
    pdf: bytes,
    page: int = 1,
    *,
    dpi: float | None = None,
    width_px: int | None = None,
    box: Box = "trim",
    grey: bool = False,
    condition: OutputCondition | None = None,
) -> bytes:
    """The same as `rasterise(…).png()`; only the finished file comes out of the child, which is faster."""
    wanted = Wanted(box, dpi, width_px, grey)
    return confine.run(_draw_png, pdf, page, wanted, _palette(condition), memory=3 * 1024**3)


def rasterise_part(
    pdf: bytes, page: int, part: Rect, *, width_px: int, condition: OutputCondition | None = None
) -> bytes:
    """A part of a page as PNG, without paper behind it; for showing placed pages on a screen.

    part: points of the upright page, bottom left origin (`PlacedPage.source_box`).

    Raises:
        PressError: as `rasterise`.
    """
    wanted = Wanted(part, width_px=width_px, see_through=True)
    return confine.run(_draw_png, pdf, page, wanted, _palette(condition), memory=3 * 1024**3)


def _palette(condition: OutputCondition | None) -> inks.Palette | None:
    return None if condition is None else inks.screen(condition)


def _draw_png(data: bytes, page: int, wanted: Wanted, palette: inks.Palette | None = None) -> bytes:
    return _draw_pages(data, [page], wanted, palette)[0].png()


def _draw_pages(data: bytes, pages: Sequence[int] | None, wanted: Wanted, palette: inks.Palette | None) -> list[Pixels]:
    return draw(data if palette is None else inks.as_printed(data, pages, palette), pages, wanted)


def draw(data: bytes, pages: Sequence[int] | None, wanted: Wanted) -> list[Pixels]:
    """Pages as PDFium draws them; only in a confined child.

    Raises:
        PressError: as `rasterise`.
    """
    import pypdfium2  # only in the child: our own processes need not load it

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            count = len(pdf)
            chosen = list(pages) if pages is not None else list(range(1, count + 1))
            missing = [number for number in chosen if not 1 <= number <= count]
            if missing or not chosen:
                raise PressError([NotShown(why=f"there is no page {n}, it has {count}") for n in missing or [1]])
            return [_draw(pdf, number, wanted) for number in chosen]
    except pypdfium2.PdfiumError as why:
        raise PressError([NotShown(why=_in_words(str(why)))]) from why


def _draw(pdf: Any, number: int, wanted: Wanted) -> Pixels:
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = pdf[number - 1]
    left, low, right, high = _corners(page, wanted.box)
    # Made the crop box, the box itself is what PDFium fits to the pixels: no offset is rounded.
    page.set_cropbox(left, low, right, high)
    page.close()
    page = pdf[number - 1]
    width_pt, height_pt = page.get_size()
    dpi = wanted.dpi or (wanted.width_px * PT_PER_INCH / width_pt if wanted.width_px else 150.0)
    width = wanted.width_px or max(1, mm_to_px(pt_to_mm(width_pt), dpi))
    height = max(1, mm_to_px(pt_to_mm(height_pt), dpi))
    if width * height > PIXELS_AT_MOST:
        most = PIXELS_AT_MOST // 1_000_000
        raise PressError([TooManyPixels(page=number, number=number, width=width, height=height, most=most)])
    bands = 1 if wanted.grey else 4 if wanted.see_through else 3
    form = {1: pdfium.FPDFBitmap_Gray, 3: pdfium.FPDFBitmap_BGR, 4: pdfium.FPDFBitmap_BGRA}[bands]
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, form, rev_byteorder=not wanted.grey)
    bitmap.fill_rect((255, 255, 255, 0 if wanted.see_through else 255), 0, 0, width, height)
    flags = pdfium.FPDF_GRAYSCALE if wanted.grey else pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    rows = np.frombuffer(bitmap.buffer, dtype=np.uint8).reshape(height, bitmap.stride)
    drawn = rows[:, : width * bands].tobytes()
    bitmap.close()
    page.close()
    return Pixels(width, height, bands, drawn, dpi)


def _corners(page: Any, box: Box | Rect) -> tuple[float, float, float, float]:
    """The wished box in the page's own space; PDFium falls back trim → crop → media as the standard says."""
    if isinstance(box, Rect):
        return _lying(box, page)
    get = {"trim": "get_trimbox", "bleed": "get_bleedbox", "media": "get_mediabox"}[box]
    x0, y0, x1, y1 = getattr(page, get)()
    left, low, right, high = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    if right > left and high > low:
        return left, low, right, high
    left, low, right, high = page.get_mediabox()
    return left, low, right, high


def _lying(part: Rect, page: Any) -> tuple[float, float, float, float]:
    """A part of the upright page as it lies in the page's own space, before /Rotate."""
    x0, y0, x1, y1 = page.get_mediabox()
    left, low, right, high = part.x - x0, part.y - y0, part.right - x0, part.bottom - y0
    match page.get_rotation():
        case 90:
            return x1 - high, y0 + left, x1 - low, y0 + right
        case 180:
            return x1 - right, y1 - high, x1 - left, y1 - low
        case 270:
            return x0 + low, y1 - right, x0 + high, y1 - left
        case _:
            return part.x, part.y, part.right, part.bottom


def _in_words(why: str) -> str:
    if "assword" in why:
        return "it is protected by a password"
    return "it is damaged or no PDF" if "format" in why or "load" in why.lower() else "one of its pages cannot be read"
