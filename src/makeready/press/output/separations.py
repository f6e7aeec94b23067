"""Which inks does a print file need, and where? Its plates, their sum, and the proof of them, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from makeready.press.color.condition import OutputCondition
from makeready.press.findings import Finding, Severity
from makeready.press.images import tiff
from makeready.press.output.pictures import one_or_zip
from makeready.press.output.printfile import PrintFile
from makeready.press.raster import png
from makeready.press.raster.plates import Separation, separate
from makeready.press.raster.proof import soft_proof
from makeready.press.raster.total_ink import heavy_area

Kind = Literal["plates", "tiff", "proof", "total-ink"]
"""One grey picture per ink; CMYK with the spots' plates as further channels; what it will look like; the sum."""

MAP_FULL = 400
"""Per cent of ink that is white in the map of total ink; no ink is black."""


class InkLimitExceeded(Finding):
    """More ink on one place than the condition takes."""

    code = "ink-limit-exceeded"
    severity = Severity.WARNING
    sentence = (
        "Page {number} has up to {ink} % of ink, {width:.0f} × {height:.0f} mm around {x:.0f}, {y:.0f} mm from the "
        "top left; {condition} takes {most} %."
    )
    fix = "Lighten the dark areas, or convert the pictures with a profile that keeps the limit."


@dataclass(frozen=True, slots=True)
class PlatesWish:
    """What is wanted of the plates. paper: the proof on the paper's own colour. leaving_out: inks not proofed."""

    kind: Kind = "plates"
    dpi: int = 300
    paper: bool = False
    leaving_out: tuple[str, ...] = ()
    limit: float | None = None


def separations(pdf: bytes, numbers: Sequence[int], wish: PlatesWish, *, condition: OutputCondition) -> PrintFile:
    """The plates of a PDF's pages (from 1) as the file wished for, and a finding where there is too much ink.

    Plates are PNG, black where the ink is full; several files come in a ZIP.

    Raises:
        PressError: where the PDF cannot be drawn or has no such page.
    """
    findings: list[Finding] = []
    made: list[Separation] = []
    for number in numbers:
        plates = separate(pdf, number, condition=condition, dpi=wish.dpi)
        findings += too_much_ink(plates, number, condition.name, wish.limit or condition.ink_limit)
        made.append(plates)
    if wish.kind == "tiff":
        pages = ((_all_plates(one), one.dpi) for one in made)
        spots = [[spot.ink for spot in one.spots] for one in made]
        return PrintFile(tiff.encode(pages, condition.icc, spots), "tiff", len(made), tuple(findings))
    files = [file for number, one in zip(numbers, made, strict=True) for file in _files(one, number, wish, condition)]
    return one_or_zip([data for _, data in files], [name for name, _ in files], "png", tuple(findings))


def too_much_ink(made: Separation, number: int, condition: str, most: float) -> Iterator[Finding]:
    """The finding on a page's areas with more than `most` per cent, if there are any. condition: what allows that."""
    area = heavy_area(made, most)
    if area is not None:
        centre = area.where.centre
        yield InkLimitExceeded(
            page=number, number=number, ink=area.most, most=f"{most:g}", condition=condition,
            width=area.where.width, height=area.where.height, x=centre.x, y=centre.y,
        )  # fmt: skip


def _all_plates(made: Separation) -> np.ndarray:
    return np.dstack([made.plate(ink) for ink in made.inks])


def _files(made: Separation, number: int, wish: PlatesWish, condition: OutputCondition) -> Iterator[tuple[str, bytes]]:
    """Names and pictures of one page."""
    name = f"page {number}"
    if wish.kind == "proof":
        yield name, soft_proof(made, condition, paper=wish.paper, leaving_out=wish.leaving_out).png()
    elif wish.kind == "total-ink":
        total = made.total_ink(wish.leaving_out)
        yield name, png.encode(np.minimum(total * 255 // MAP_FULL, 255).astype(np.uint8)[..., None], made.dpi)
    else:
        for ink in made.inks:
            yield f"{name} {ink}", png.encode(255 - made.plate(ink)[..., None], made.dpi)
