"""Display lists drawn by hand for tests, and the files that the writer makes of them."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pypdfium2
import uharfbuzz as hb
from tests.press.pdfx4 import assert_no_errors

from makeready.press.color.condition import OutputCondition
from makeready.press.displaylist.items import Close, DisplayItem, Glyph, GlyphRun, LineTo, MoveTo, Path
from makeready.press.displaylist.page import Page
from makeready.press.displaylist.paint import BLACK, Ink, Stroke
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Point, Rect
from makeready.press.pdf.writer import Stamp, write

FONTS = FontLibrary(system=False)
PRESS = OutputCondition.default()
STAMP = Stamp(datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "dsn_test/1")


def page(*items: DisplayItem, width: float = 85, height: float = 55, bleed: float = 3, name: str = "front") -> Page:
    trim = Rect(0, 0, width, height)
    return Page(name, trim, trim.grown(bleed), trim.grown(bleed), items)


def rectangle(
    x: float, y: float, width: float, height: float, fill: Ink | None = None, stroke: Stroke | None = None
) -> Path:
    corners = [Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height)]
    return Path((MoveTo(corners[0]), *(LineTo(p) for p in corners[1:]), Close()), fill, stroke)


def words(
    text: str,
    x: float = 5,
    y: float = 20,
    size: float = 5,
    ink: Ink = BLACK,
    family: str | None = None,
    weight: int = 400,
) -> GlyphRun:
    """One run of one script, shaped as layout will."""
    key = FONTS.choose(family, weight)
    font = FONTS.load(key)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font.font, buffer)
    em = 1000 / font.units_per_em
    glyphs = tuple(
        Glyph(i.codepoint, p.x_advance * em, p.x_offset * em, p.y_offset * em, i.cluster)
        for i, p in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    )
    assert all(glyph.gid for glyph in glyphs), f"{font.postscript_name} lacks a character of {text!r}"
    return GlyphRun(Point(x, y), key, size, glyphs, ink, text, rtl=buffer.direction == "rtl")


def made(*pages: Page, **options: object) -> bytes:
    """The PDF of the pages; whatever the standard says must be nothing."""
    out = io.BytesIO()
    chosen = {"fonts": FONTS, "condition": PRESS, "title": "Test", "stamp": STAMP, **options}
    findings = write(pages, out=out, **chosen)
    assert findings == ()
    if chosen.get("color", "cmyk") in ("cmyk", "gray") and "conformance" not in chosen:
        assert_no_errors(out.getvalue())
    return out.getvalue()


def pixels(pdf: bytes, dpi: float = 72, number: int = 0) -> np.ndarray:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return np.asarray(document[number].render(scale=dpi / 72).to_pil().convert("RGB"))
    finally:
        document.close()


def text_of(pdf: bytes, number: int = 0) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[number].get_textpage().get_text_range()
    finally:
        document.close()
