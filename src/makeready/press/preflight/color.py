"""In which colours is it painted? Only inks of the press, however deep; and not too much of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from makeready.press.findings import Finding, Severity
from makeready.press.pdf.reader import Stream
from makeready.press.preflight.spaces import Space, digest
from makeready.press.preflight.subject import CheckedPage, Subject
from makeready.press.preflight.walk import Paint, paints


class DeviceRgb(Finding):
    """RGB of no particular device: every RIP makes other inks of it."""

    code = "device-rgb"
    sentence = "Page {number} paints with DeviceRGB ({what}); nobody knows which colours the press will make of it."
    fix = "Convert it to CMYK with the press's profile when you export."


class CalibratedColour(Finding):
    """RGB or Lab with a meaning: legal in PDF/X-4, but converted by the press's RIP."""

    code = "calibrated-colour"
    severity = Severity.WARNING
    sentence = "Page {number} paints with {space} ({what}), which the press will have to convert to its inks."
    fix = "Convert it to CMYK when you export, if the colours matter."


class ProfileIsIntent(Finding):
    """CMYK with the profile of the output intent itself."""

    code = "profile-is-intent"
    sentence = "Page {number} tags its CMYK with the profile of the output intent, which PDF/X-4 forbids."
    fix = "Export untagged (device) CMYK: it means the output intent already."


class TooMuchInk(Finding):
    """More ink than paper holds."""

    code = "too-much-ink"
    severity = Severity.WARNING
    sentence = "Page {number} has an area with {ink} % of ink; more than {most} % does not dry and sets off."
    fix = "Use a rich black of less ink, such as C 60 M 40 Y 40 K 100."


class BlackTextInFourInks(Finding):
    """Small black text whose four plates never meet exactly."""

    code = "black-text-in-four-inks"
    severity = Severity.WARNING
    sentence = "Page {number} has black text of {size} pt in four inks (C {c} M {m} Y {y} K {k}): it will look blurred."
    fix = "Use black ink only (C 0 M 0 Y 0 K 100) for text."


def check(subject: Subject) -> Iterator[Finding]:
    """The findings of this family."""
    intents = {digest(p) for i in subject.intents if isinstance(p := i.get("/DestOutputProfile"), Stream)}
    for page in subject.pages:
        yield from _spaces(page, intents)
        yield from _ink(page, subject.profile.ink)
        yield from _black_text(page, subject.profile.text_ink_pt)


_WORDS = {
    "fill": "areas",
    "stroke": "lines",
    "text": "text",
    "image": "pictures",
    "stencil": "one-bit pictures",
    "shading": "gradients",
    "group": "transparency",
}


def _spaces(page: CheckedPage, intents: set[str]) -> Iterator[Finding]:
    strange: dict[str, dict[str, None]] = {}
    tagged = False
    for paint in paints(page.met):
        for space in paint.space.all():
            name = _strange(space)
            if name:
                strange.setdefault(name, {})[_WORDS[paint.kind]] = None
            tagged = tagged or bool(space.profile and space.profile in intents)
    at: dict[str, Any] = {"page": page.number, "number": page.number}
    for name, kinds in strange.items():
        what = ", ".join(kinds)
        yield DeviceRgb(**at, what=what) if name == "DeviceRGB" else CalibratedColour(**at, space=name, what=what)
    if tagged:
        yield ProfileIsIntent(**at)


def _strange(space: Space) -> str:
    """The name of a space that is none of the press's inks, or ""."""
    if space.family == "ICCBased":
        return "RGB (ICC profile)" if space.components == 3 else ""
    return space.family if space.family in ("DeviceRGB", "CalRGB", "Lab") else ""


def _inks(paint: Paint) -> tuple[float, ...] | None:
    """Process inks of a painting, 0–1, where they are known."""
    return paint.values if paint.space.family == "DeviceCMYK" and len(paint.values) == 4 else None


def _ink(page: CheckedPage, most: float) -> Iterator[Finding]:
    sums = [sum(inks) * 100 for paint in paints(page.met) if (inks := _inks(paint))]
    if sums and max(sums) > most:
        yield TooMuchInk(page=page.number, number=page.number, ink=round(max(sums)), most=f"{most:g}")


def _black_text(page: CheckedPage, below: float) -> Iterator[Finding]:
    worst = min(
        (p for p in paints(page.met) if _is_four_ink_black(p) and p.size < below), key=lambda p: p.size, default=None
    )
    if worst is not None:
        c, m, y, k = (round(value * 100) for value in worst.values)
        yield BlackTextInFourInks(page=page.number, number=page.number, size=f"{worst.size:g}", c=c, m=m, y=y, k=k)


def _is_four_ink_black(paint: Paint) -> bool:
    """Dark and near neutral, with more than a trace of the three colours: what RGB black becomes."""
    inks = _inks(paint) if paint.kind == "text" else None
    if inks is None:
        return False
    c, m, y, k = inks
    return k >= 0.5 and min(c, m, y) >= 0.2 and max(c, m, y) - min(c, m, y) <= 0.3 and c + m + y + k >= 2.0
