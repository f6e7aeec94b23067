"""Are the pictures sharp enough? Pixels per inch as they are placed."""

from __future__ import annotations

from collections.abc import Iterator

from makeready.press.findings import Finding, Severity
from makeready.press.preflight.subject import CheckedPage, Subject
from makeready.press.preflight.walk import Paint, paints


class LowResolution(Finding):
    """A picture too small for its place."""

    code = "low-resolution"
    severity = Severity.WARNING
    sentence = "Page {number} has a picture of {ppi} pixels per inch; below {least} it looks coarse."
    fix = "Use a picture with more pixels, or place it smaller. About 300 is right."


def check(subject: Subject) -> Iterator[Finding]:
    """The findings of this family: the coarsest picture of each page."""
    for page in subject.pages:
        yield from _check(page, subject.profile.image_ppi)


def _check(page: CheckedPage, least: float) -> Iterator[Finding]:
    placed = [paint for paint in paints(page.met) if paint.kind == "image" and paint.ppi > 0]
    coarsest: Paint | None = min(placed, key=lambda paint: paint.ppi, default=None)
    if coarsest is not None and coarsest.ppi < least - 0.5:
        path = "/".join(coarsest.where)
        yield LowResolution(
            path=path, page=page.number, number=page.number, ppi=round(coarsest.ppi), least=f"{least:g}"
        )
