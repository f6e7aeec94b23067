"""How much ink lies on one place? Where pictures, gradients or transparency add it up, the plates are drawn to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from makeready.press.color.condition import OutputCondition
from makeready.press.findings import Finding, PressError
from makeready.press.output.separations import too_much_ink
from makeready.press.preflight.subject import CheckedPage
from makeready.press.preflight.walk import paints
from makeready.press.raster.plates import separate

DPI = 50
"""Half a millimetre: areas that are too heavy to dry are larger."""

PAGES_AT_MOST = 40
"""Pages drawn of one file; what the rest has is seen in its separations."""


def mixes(page: CheckedPage) -> bool:
    """Whether a page holds what has its inks in itself, or lays inks over each other."""
    return any(paint.kind in ("image", "shading", "group") for paint in paints(page.met))


def heavy_pages(pdf: bytes, numbers: Sequence[int], limit: float) -> Iterator[Finding]:
    """The finding on each of these pages with more than `limit` per cent of process ink, with its place.

    A page that cannot be drawn has none here: that it is damaged, others find.
    """
    condition = OutputCondition.default()  # counts for RGB alone, which is told by itself
    for number in numbers[:PAGES_AT_MOST]:
        try:
            plates = separate(pdf, number, condition=condition, dpi=DPI)
        except PressError:
            return
        yield from too_much_ink(plates, number, "the preflight profile", limit)
