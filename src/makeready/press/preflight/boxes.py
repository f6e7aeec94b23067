"""Where is it cut? Trim, bleed and media box of each page, and whether they make sense together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from makeready.press.findings import Finding, Severity
from makeready.press.geometry import Rect, pt_to_mm
from makeready.press.pdf.reader import Array, Dictionary
from makeready.press.preflight.subject import CheckedPage, Subject

LEAST_BLEED = 2.0
"""Millimetres; guillotines are off by a millimetre now and then."""

SLACK = 0.01
"""Points; boxes are written with few digits."""


class NoTrim(Finding):
    """The cut is not given."""

    code = "no-trim"
    sentence = "Page {number} does not say where it is cut: it has no TrimBox."
    fix = "Export it with a TrimBox (“trim size”, “document size”)."


class TrimAndArt(Finding):
    """Two boxes for the same thing."""

    code = "trim-and-art"
    sentence = "Page {number} has both a TrimBox and an ArtBox; PDF/X allows one of them."
    fix = "Remove the ArtBox."


class BoxOutside(Finding):
    """A box reaches beyond the one that should hold it."""

    code = "box-outside"
    sentence = "On page {number} the {inner} ({inner_size} mm) reaches beyond the {outer} ({outer_size} mm)."
    fix = "Correct the page's boxes: trim within bleed within media."


class BoxBroken(Finding):
    """A box that is no box."""

    code = "box-broken"
    sentence = "Page {number} has a {name} that is no rectangle."
    fix = "Export the file again."


class LittleBleed(Finding):
    """Some bleed, but not enough for the cutter."""

    code = "little-bleed"
    severity = Severity.WARNING
    sentence = "Page {number} has {bleed} mm of bleed on one side; the cut may show white."
    fix = "Give it 3 mm on every side that is printed to the edge."


def check(subject: Subject) -> Iterator[Finding]:
    """The findings of this family."""
    for page in subject.pages:
        yield from _check(page)


def _check(page: CheckedPage) -> Iterator[Finding]:
    at: dict[str, Any] = {"page": page.number, "number": page.number}
    own = {}
    for name in ("MediaBox", "BleedBox", "TrimBox", "ArtBox"):
        if f"/{name}" in page.page:
            box = _rect(page.page, name)
            if box is None:
                yield BoxBroken(**at, name=name)
            else:
                own[name] = box
    if "TrimBox" not in own and "ArtBox" not in own:
        yield NoTrim(**at)
    if "TrimBox" in own and "ArtBox" in own:
        yield TrimAndArt(**at)
    for inner, outer in (("BleedBox", "MediaBox"), ("TrimBox", "BleedBox"), ("TrimBox", "MediaBox")):
        if inner in own and outer in own and not own[outer].contains(own[inner], SLACK):
            sizes: dict[str, Any] = {"inner_size": _in_mm(own[inner]), "outer_size": _in_mm(own[outer])}
            yield BoxOutside(**at, inner=inner, outer=outer, **sizes)
    if "TrimBox" in own and "BleedBox" in own:
        least = _least_bleed(own["TrimBox"], own["BleedBox"])
        if SLACK < least < LEAST_BLEED - 0.05:
            yield LittleBleed(**at, bleed=f"{least:.1f}")


def _rect(page: Dictionary, name: str) -> Rect | None:
    corners = page.get(f"/{name}")
    if not isinstance(corners, Array) or len(corners) != 4:
        return None
    try:
        x0, y0, x1, y1 = (float(v) for v in corners)
    except (TypeError, ValueError):
        return None
    return Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))


def _least_bleed(trim: Rect, bleed: Rect) -> float:
    """The narrowest of the four sides, mm."""
    sides = (trim.x - bleed.x, trim.y - bleed.y, bleed.right - trim.right, bleed.bottom - trim.bottom)
    return pt_to_mm(min(sides))


def _in_mm(box: Rect) -> str:
    return f"{pt_to_mm(box.width):.1f} × {pt_to_mm(box.height):.1f}"
