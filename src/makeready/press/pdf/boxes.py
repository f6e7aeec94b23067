"""Where does a page lie in PDF's space? From mm, y down, to points, y up: the one border between the two."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.displaylist.page import Page
from makeready.press.geometry import Matrix, Point, Rect, mm_to_pt
from makeready.press.pdf.syntax import Raw, Value, number, precise

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's boxes in points, and the matrix that lets content be written in millimetres."""

    media: Box
    bleed: Box
    trim: Box
    from_mm: Matrix

    def entries(self) -> dict[str, Value]:
        """The boxes as a page dictionary has them. CropBox is left out: it would only hide parts on screens."""
        return {"MediaBox": box(self.media), "BleedBox": box(self.bleed), "TrimBox": box(self.trim)}


def pdf_page(page: Page) -> PdfPage:
    """The page with the media's bottom left corner at the origin."""
    media = page.media
    scale = mm_to_pt(1)
    from_mm = Matrix(scale, 0, 0, -scale, -media.x * scale, media.bottom * scale)
    return PdfPage(_points(media, from_mm), _points(page.bleed, from_mm), _points(page.trim, from_mm), from_mm)


def box(corners: Box) -> Value:
    """A rectangle as an array, a thirtieth of a micrometre exact."""
    return Raw(f"[{' '.join(number(value) for value in corners)}]".encode())


def matrix(m: Matrix) -> str:
    """A matrix's six numbers."""
    return f"{precise(m.a)} {precise(m.b)} {precise(m.c)} {precise(m.d)} {number(m.e)} {number(m.f)}"


def inverse(m: Matrix) -> Matrix | None:
    """The transform back; None where everything falls onto a line or a point."""
    determinant = m.a * m.d - m.b * m.c
    if abs(determinant) < 1e-12:
        return None
    return Matrix(
        m.d / determinant,
        -m.b / determinant,
        -m.c / determinant,
        m.a / determinant,
        (m.c * m.f - m.d * m.e) / determinant,
        (m.b * m.e - m.a * m.f) / determinant,
    )


def _points(rect: Rect, from_mm: Matrix) -> Box:
    low = from_mm.apply(Point(rect.x, rect.bottom))
    high = from_mm.apply(Point(rect.right, rect.y))
    return low.x, low.y, high.x, high.y
