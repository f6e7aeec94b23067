"""What is wrong with a PDF? The front door: all checks of a profile, all findings at once."""

from __future__ import annotations

from makeready.press import confine
from makeready.press.findings import Finding, PressError, Severity
from makeready.press.pdf import reader
from makeready.press.preflight import boxes, color, fonts, images, lines, structure
from makeready.press.preflight.profiles import Profile, profile_named
from makeready.press.preflight.spaces import Spaces
from makeready.press.preflight.subject import CheckedPage, Subject
from makeready.press.preflight.walk import Walk

FAMILIES = (structure, boxes, color, fonts, images, lines)


def preflight(pdf: bytes, profile: str = "pdfx4") -> tuple[Finding, ...]:
    """The findings, the worst first, then by page; a file that cannot be read at all is a finding, too.

    Raises:
        PressError: UnknownProfile.
    """
    held_against = profile_named(profile)
    try:
        return confine.run(_preflight, pdf, held_against)
    except PressError as unreadable:
        return unreadable.findings


def _preflight(data: bytes, profile: Profile) -> tuple[Finding, ...]:
    with reader.opened(data) as pdf:
        walk = Walk(Spaces())
        pages = tuple(
            CheckedPage(number, page, reader.page_boxes(page, number, as_looked_at=False), walk.page(page))
            for number, page in reader.pages_of(pdf)
        )
        subject = Subject(pdf, pages, profile)
        found = profile.judged(finding for family in FAMILIES for finding in family.check(subject))
    return tuple(sorted(found, key=_order))


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def _order(finding: Finding) -> tuple[int, int, str]:
    return _RANK[finding.severity], finding.page or 0, finding.code
