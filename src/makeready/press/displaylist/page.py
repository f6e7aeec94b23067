"""What is a finished page? Its boxes in mm and its items in paint order."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.displaylist.items import DisplayItem
from makeready.press.findings import Finding
from makeready.press.geometry import Rect


@dataclass(frozen=True, slots=True)
class Page:
    """One printable side.

    trim: always at (0, 0). bleed: the trim grown by the bleed. media: what the PDF page shows, at least
    the bleed (printers' marks may need more). All in mm.
    """

    name: str
    trim: Rect
    bleed: Rect
    media: Rect
    items: tuple[DisplayItem, ...]
    findings: tuple[Finding, ...] = ()
