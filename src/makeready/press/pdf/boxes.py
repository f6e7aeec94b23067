"""Where does a page lie in PDF's space? From mm, y down, to points, y up: the one border between the two."""

from __future__ import annotations

from functools import lru_cache

from makeready.press.geometry import Matrix, Point, Rect, mm_to_pt
from makeready.press.pdf.syntax import Raw, Value, number, precise, token

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@lru_cache(maxsize=256)
def boxes_of(media: Rect, bleed: Rect, trim: Rect) -> tuple[bytes, Matrix]:
    """A page's boxes (mm) as a page dictionary has them, and the matrix that lets content be written in millimetres.

    The media's bottom left corner is the origin. CropBox is left out: it would only hide parts on screens.
    """
    scale = mm_to_pt(1)
    from_mm = Matrix(scale, 0, 0, -scale, -media.x * scale, media.bottom * scale)
    named = {b"MediaBox": media, b"BleedBox": bleed, b"TrimBox": trim}
    entries = b"".join(b"/%s%s" % (name, token(box(_points(rect, from_mm)))) for name, rect in named.items())
    return entries, from_mm


def box(corners: Box) -> Value:
    """A rectangle as an array, a thirtieth of a micrometre exact."""
    return Raw(f"[{' '.join(number(value) for value in corners)}]".encode())


@lru_cache(maxsize=4096)
def matrix(m: Matrix) -> str:
    """A matrix's six numbers."""
    return f"{precise(m.a)} {precise(m.b)} {precise(m.c)} {precise(m.d)} {number(m.e)} {number(m.f)}"


@lru_cache(maxsize=4096)
def _points(rect: Rect, from_mm: Matrix) -> Box:
    low = from_mm.apply(Point(rect.x, rect.bottom))
    high = from_mm.apply(Point(rect.right, rect.y))
    return low.x, low.y, high.x, high.y
