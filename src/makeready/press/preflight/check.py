"""What is wrong with a PDF? The front door: all checks of a profile, all findings at once."""

from __future__ import annotations

from makeready.press import confine
from makeready.press.findings import Finding, PressError, Severity
from makeready.press.pdf import reader
from makeready.press.preflight import boxes, color, fonts, images, ink, lines, structure
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
        found, mixing = confine.run(_preflight, pdf, held_against)
    except PressError as unreadable:
        return unreadable.findings
    heavy = held_against.judged(ink.heavy_pages(pdf, mixing, held_against.ink))
    return tuple(sorted((*found, *heavy), key=_order))


def _preflight(data: bytes, profile: Profile) -> tuple[tuple[Finding, ...], tuple[int, ...]]:
    """The findings, and the pages whose inks only add up when they are drawn."""
    with reader.opened(data) as pdf:
        walk = Walk(Spaces())
        pages = tuple(
            CheckedPage(number, page, reader.page_boxes(page, number, as_looked_at=False), walk.page(page))
            for number, page in reader.pages_of(pdf)
        )
        subject = Subject(pdf, pages, profile)
        found = profile.judged(finding for family in FAMILIES for finding in family.check(subject))
        told = {finding.page for finding in found if finding.code == "too-much-ink"}
        mixing = tuple(page.number for page in pages if page.number not in told and ink.mixes(page))
    return tuple(found), mixing


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def _order(finding: Finding) -> tuple[int, int, str]:
    return _RANK[finding.severity], finding.page or 0, finding.code
