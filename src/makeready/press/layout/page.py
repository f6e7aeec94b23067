"""What is painted on each page? A document and a record become finished pages: the front door of layout."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from makeready.press.design.document import Cut, Document, PageSetup
from makeready.press.design.fields import fill
from makeready.press.design.items import AnyItem
from makeready.press.displaylist.items import Group, Path
from makeready.press.displaylist.page import Page
from makeready.press.displaylist.paint import Stroke
from makeready.press.findings import Finding
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Rect
from makeready.press.layout.frame import Place
from makeready.press.layout.group import lay_out_item
from makeready.press.layout.ink import process_ink, spot
from makeready.press.layout.shape import path
from makeready.press.sources import SourceFiles


def lay_out(
    document: Document,
    record: Mapping[str, str],
    *,
    fonts: FontLibrary,
    sources: SourceFiles,
    only: Collection[int] | None = None,
) -> tuple[Page, ...]:
    """The pages of a document filled with a record; findings stand on the page that they concern.

    only: numbers of the pages wanted, from 1; the others are left out. What concerns the whole document (a missing
    field) stands on the first page given.
    """
    filled, findings = fill(document, record)
    pages: list[Page] = []
    for number, setup in enumerate(filled.pages, 1):
        if only is None or number in only:
            pages.append(lay_out_page(setup, number, findings_of(findings, number, first=not pages), fonts, sources))
    return tuple(pages)


def findings_of(findings: tuple[Finding, ...], number: int, *, first: bool) -> list[Finding]:
    """Those that stand on a page: its own, and on the first one given what concerns the whole document."""
    return [f for f in findings if f.page == number or (f.page is None and first)] if findings else []


def lay_out_page(
    setup: PageSetup, number: int, findings: list[Finding], fonts: FontLibrary, sources: SourceFiles
) -> Page:
    """One page, filled already; what is found is added to `findings`."""
    trim = Rect(0.0, 0.0, setup.width, setup.height)
    bleed = trim.grown(setup.bleed)
    safe = safe_area(setup)
    groups = [
        lay_out_at(place, item, number, findings, safe, fonts, sources)
        for place, item in enumerate(setup.items)
        if item.visible
    ]
    if setup.cut:
        groups.append(_cut(setup.cut))
    return Page(setup.name or f"page {number}", trim, bleed, bleed, tuple(groups), tuple(findings))


def safe_area(setup: PageSetup) -> Rect | None:
    """Inside of it nothing important may reach its edge; None where the page has none."""
    return Rect(0.0, 0.0, setup.width, setup.height).grown(-setup.safe) if setup.safe else None


def lay_out_at(
    place: int,
    item: AnyItem,
    number: int,
    findings: list[Finding],
    safe: Rect | None,
    fonts: FontLibrary,
    sources: SourceFiles,
) -> Group:
    """The item that stands at a place (from 0) of page `number`."""
    return lay_out_item(item, Place(f"pages/{number - 1}/items/{place}", number, fonts, sources, findings, safe))


def _cut(cut: Cut) -> Group:
    """The die line: over everything, overprinting, in a layer named as its ink."""
    line = Stroke(spot(cut.spot, process_ink(cut.alternate)), cut.width)
    return Group((Path(path(cut.path), stroke=line),), layer=cut.spot, overprint=True)
