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
from makeready.press.findings import Finding, PressError
from makeready.press.geometry import PT_PER_INCH, mm_to_px, pt_to_mm
from makeready.press.raster import png

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
    """How a page shall be drawn: at `dpi`, or `width_px` pixels wide; grey has one band instead of three."""

    box: Box = "trim"
    dpi: float | None = None
    width_px: int | None = None
    grey: bool = False


@dataclass(frozen=True)
class Pixels:
    """A page as pixels, rows from the top: sRGB, or grey, 8 bits.

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
) -> Pixels:
    """Page `page` (from 1) of a PDF, its `box` filled to the last pixel: `round(mm / 25.4 × dpi)` of them.

    Where neither is given: 150 dpi. The next larger box stands for a missing one.

    Raises:
        PressError: where the PDF cannot be drawn, has no such page, or there would be too many pixels.
    """
    return rasterise_pages(pdf, [page], dpi=dpi, width_px=width_px, box=box, grey=grey)[0]


def rasterise_pages(
    pdf: bytes,
    pages: Sequence[int] | None = None,
    *,
    dpi: float | None = None,
    width_px: int | None = None,
    box: Box = "trim",
    grey: bool = False,
) -> list[Pixels]:
    """Several pages at once, all of them where none is named; else as `rasterise`."""
    wanted = Wanted(box, dpi, width_px, grey)
    return confine.run(_draw_pages, pdf, pages, wanted, seconds=120.0, memory=3 * 1024**3)


def rasterise_png(
    pdf: bytes,
    page: int = 1,
    *,
    dpi: float | None = None,
    width_px: int | None = None,
    box: Box = "trim",
    grey: bool = False,
) -> bytes:
    """The same as `rasterise(…).png()`; only the finished file comes out of the child, which is faster."""
    wanted = Wanted(box, dpi, width_px, grey)
    return confine.run(_draw_png, pdf, page, wanted, memory=3 * 1024**3)


def _draw_png(data: bytes, page: int, wanted: Wanted) -> bytes:
    return _draw_pages(data, [page], wanted)[0].png()


def _draw_pages(data: bytes, pages: Sequence[int] | None, wanted: Wanted) -> list[Pixels]:
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
    bands = 1 if wanted.grey else 3
    form = pdfium.FPDFBitmap_Gray if wanted.grey else pdfium.FPDFBitmap_BGR
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, form, rev_byteorder=not wanted.grey)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    flags = pdfium.FPDF_GRAYSCALE if wanted.grey else pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    rows = np.frombuffer(bitmap.buffer, dtype=np.uint8).reshape(height, bitmap.stride)
    drawn = rows[:, : width * bands].tobytes()
    bitmap.close()
    page.close()
    return Pixels(width, height, bands, drawn, dpi)


def _corners(page: Any, box: Box) -> tuple[float, float, float, float]:
    """The wished box in the page's own space; PDFium falls back trim → crop → media as the standard says."""
    get = {"trim": "get_trimbox", "bleed": "get_bleedbox", "media": "get_mediabox"}[box]
    x0, y0, x1, y1 = getattr(page, get)()
    left, low, right, high = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    if right > left and high > low:
        return left, low, right, high
    left, low, right, high = page.get_mediabox()
    return left, low, right, high


def _in_words(why: str) -> str:
    if "assword" in why:
        return "it is protected by a password"
    return "it is damaged or no PDF" if "format" in why or "load" in why.lower() else "one of its pages cannot be read"
