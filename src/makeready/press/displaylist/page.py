"""What is a finished page? Its boxes in mm and its items in paint order."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from makeready.press.displaylist.items import DisplayItem
from makeready.press.findings import Finding
from makeready.press.geometry import Rect


class Step(StrEnum):
    """What a technical layer is for on the way from sheet to product."""

    CUT = "cut"
    CREASE = "crease"
    FOLD = "fold"
    PERFORATION = "perforation"
    DRILL = "drill"
    GLUE = "glue"
    WHITE = "white"
    VARNISH = "varnish"
    FOIL = "foil"
    EMBOSSING = "embossing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TechnicalLayer:
    """A layer (`Group.layer`) that is no picture for the eye: it tells a machine what to do."""

    name: str
    step: Step = Step.OTHER


@dataclass(frozen=True, slots=True)
class Page:
    """One printable side.

    trim: always at (0, 0). bleed: the trim grown by the bleed. media: what the PDF page shows, at least
    the bleed (printers' marks may need more). All in mm. technical: the layers among the page's that are
    technical. black_text_overprints: type in pure black ink up to this size (mm of the em, as it is printed)
    prints over what is below; 0 for none, infinity for all.
    repeats: the same object comes again and again in one file; a writer may write it once.
    """

    name: str
    trim: Rect
    bleed: Rect
    media: Rect
    items: tuple[DisplayItem, ...]
    findings: tuple[Finding, ...] = ()
    technical: tuple[TechnicalLayer, ...] = ()
    black_text_overprints: float = math.inf
    repeats: bool = field(default=False, compare=False)
