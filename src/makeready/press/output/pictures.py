"""How do pages become picture files? As PDF for the colours wanted, drawn to the exact pixel, then packed.

CMYK pictures hold true inks: the plates of the print file itself, so that black text is in the black plate alone,
overprint works and exact values arrive exact.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypedDict

import numpy as np

from makeready.press.color.condition import OutputCondition
from makeready.press.color.profiles import SRGB, built_in
from makeready.press.displaylist.items import DisplayItem, Group, PlacedPage
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import MM_PER_INCH
from makeready.press.images import tiff
from makeready.press.images.encode import as_jpeg_file
from makeready.press.output.flatten import flatten_placed
from makeready.press.output.printfile import EXTENSIONS, PrintFile, refuse_errors
from makeready.press.output.wish import Wish
from makeready.press.pdf.conformance.plain import PLAIN
from makeready.press.pdf.fonts import FontSource
from makeready.press.pdf.inks import ColorMode
from makeready.press.pdf.writer import Stamp, write
from makeready.press.raster.pixels import Box, rasterise, rasterise_png
from makeready.press.raster.plates import Separation, separate
from makeready.press.raster.png import encode as as_png_file


class PngIsRgb(Finding):
    """PNG knows no CMYK."""

    code = "png-is-rgb"
    severity = Severity.INFO
    sentence = "A PNG cannot hold CMYK; it shows the inks as they will look in print."
    fix = "Ask for TIFF or JPEG to get the inks themselves, or for colour rgb."


def picture_file(
    pages: Sequence[Page], wish: Wish, *, fonts: FontSource, condition: OutputCondition, stamp: Stamp
) -> PrintFile:
    """PNG, JPEG or TIFF of the pages: several as a ZIP of PNG or JPEG, or as one TIFF.

    Raises:
        PressError: where a picture or placed PDF cannot be read, or there would be too many pixels.
    """
    gray = wish.color == "gray"
    flat = list(flatten_placed(pages, lambda page: resolution(page, wish))) if gray else list(pages)
    findings = [finding for page in flat for finding in page.findings]
    if wish.format == "png" and wish.color == "cmyk":
        findings.append(PngIsRgb(path="color"))
    easel = Easel(wish, fonts, condition, stamp)
    names = [page.name for page in pages]
    if wish.format == "png":
        return one_or_zip([easel.png(page) for page in flat], names, "png", tuple(findings))
    return packed(map(easel.drawn, flat), names, wish, condition, tuple(findings))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as height × width × (1 grey with 0 black, 3 sRGB, 4 CMYK with 255 full ink), and its resolution."""

    pixels: np.ndarray
    dpi: float


@dataclass(frozen=True, slots=True)
class Easel:
    """Draws pages in the colours and at the size of a wish."""

    wish: Wish
    fonts: FontSource
    condition: OutputCondition
    stamp: Stamp

    def png(self, page: Page) -> bytes:
        """The page as a PNG file: grey, RGB, or as its inks will print."""
        mode: ColorMode = "proof" if self.wish.color == "cmyk" else self.wish.color
        data, shown = self._pdf(page, mode), None
        if mode != "gray" and _holds_placed(page.items):
            shown = self.condition  # what a placed page is painted with, only the rasteriser learns
        return rasterise_png(data, **size_of(self.wish), box=self._box, grey=mode == "gray", condition=shown)

    def drawn(self, page: Page) -> Drawn:
        """The page's pixels."""
        if self.wish.color == "cmyk":
            made = self.separation(page)
            return Drawn(made.four_inks, made.dpi)
        grey = self.wish.color == "gray"
        shown = self.condition if not grey and _holds_placed(page.items) else None
        data = self._pdf(page, self.wish.color)
        pixels = rasterise(data, **size_of(self.wish), box=self._box, grey=grey, condition=shown)
        return Drawn(pixels.array, pixels.dpi)

    def separation(self, page: Page) -> Separation:
        """The page's plates: those of its print file."""
        return separate(self._pdf(page, "cmyk"), **size_of(self.wish), box=self._box, condition=self.condition)

    @property
    def _box(self) -> Box:
        return "media" if self.wish.marks else "trim"

    def _pdf(self, page: Page, mode: ColorMode) -> bytes:
        out = io.BytesIO()
        found = write(
            [page],
            fonts=self.fonts,
            condition=self.condition,
            color=mode,
            title="",
            stamp=self.stamp,
            conformance=PLAIN,
            image_ppi=resolution(page, self.wish),
            out=out,
        )
        refuse_errors(found)
        return out.getvalue()


def _holds_placed(items: Iterable[DisplayItem]) -> bool:
    return any(isinstance(i, PlacedPage) or (isinstance(i, Group) and _holds_placed(i.items)) for i in items)


class Size(TypedDict):
    """How large the rasteriser shall draw: one of the two."""

    dpi: float | None
    width_px: int | None


def size_of(wish: Wish) -> Size:
    """The wish's width, where it has one, else its resolution."""
    return {"dpi": None if wish.width else wish.dpi, "width_px": wish.width}


def resolution(page: Page, wish: Wish) -> float:
    """Pixels per inch at which the page will be drawn."""
    shown = page.media if wish.marks else page.trim
    return wish.width / shown.width * MM_PER_INCH if wish.width else wish.dpi


def packed(
    drawn: Iterable[Drawn],
    names: Sequence[str],
    wish: Wish,
    condition: OutputCondition,
    findings: tuple[Finding, ...] = (),
) -> PrintFile:
    """Pixels of pages as the file wished for; one page's are let go before the next one's are asked for."""
    if wish.format == "tiff":
        pages = ((page.pixels, page.dpi) for page in drawn)
        return PrintFile(tiff.encode(pages, _profile(wish, condition)), "tiff", len(names), findings)
    encode = as_png_file if wish.format == "png" else partial(as_jpeg_file, condition=condition)
    return one_or_zip([encode(page.pixels, page.dpi) for page in drawn], names, wish.format, findings)


def one_or_zip(
    files: Sequence[bytes], names: Sequence[str], kind: str, findings: tuple[Finding, ...] = ()
) -> PrintFile:
    """The only file as it is, several in a ZIP, each called by its number and its page's name."""
    if len(files) == 1:
        return PrintFile(files[0], kind, 1, findings)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (data, name) in enumerate(zip(files, names, strict=True), 1):
            plain = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "page"
            entry = f"{number:0{len(str(len(files)))}}-{plain}.{EXTENSIONS.get(kind, kind)}"
            # The same date in every archive: same pages, same bytes.
            archive.writestr(zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0)), data)
    return PrintFile(out.getvalue(), "zip", len(files), findings)


def _profile(wish: Wish, condition: OutputCondition) -> bytes | None:
    """The ICC profile that gives the pixels their meaning; grey has none of ours."""
    return {"cmyk": condition.icc, "rgb": built_in(SRGB), "gray": None}[wish.color]
