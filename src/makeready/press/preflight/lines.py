"""Are the lines thick enough to print? Hairlines show on screen and office printers, and vanish on a press."""

from __future__ import annotations

from collections.abc import Iterator

from makeready.press.findings import Finding, Severity
from makeready.press.preflight.subject import CheckedPage, Subject
from makeready.press.preflight.walk import paints


class Hairline(Finding):
    """A line thinner than a press shows."""

    code = "hairline"
    severity = Severity.WARNING
    sentence = "Page {number} has lines of {width} pt; below {least} pt a press may lose them."
    fix = "Make them at least {least} pt (0.1 mm) thick."


def check(subject: Subject) -> Iterator[Finding]:
    """The findings of this family: the thinnest line of each page."""
    for page in subject.pages:
        yield from _check(page, subject.profile.line_pt)


def _check(page: CheckedPage, least: float) -> Iterator[Finding]:
    widths = [paint.size for paint in paints(page.met) if paint.kind == "stroke"]
    if widths and min(widths) < least - 0.005:
        yield Hairline(page=page.number, number=page.number, width=f"{min(widths):g}", least=f"{least:g}")
