"""What is painted on each page? A document and a record become finished pages: the front door of layout."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from makeready.press.design.document import Cut, Document, PageSetup
from makeready.press.design.fields import fill
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
            here = [f for f in findings if f.page == number or (f.page is None and not pages)]
            pages.append(_page(setup, number, here, fonts, sources))
    return tuple(pages)


def _page(setup: PageSetup, number: int, findings: list[Finding], fonts: FontLibrary, sources: SourceFiles) -> Page:
    trim = Rect(0.0, 0.0, setup.width, setup.height)
    bleed = trim.grown(setup.bleed)
    safe = trim.grown(-setup.safe) if setup.safe else None
    root = f"pages/{number - 1}/items"
    groups = [
        lay_out_item(item, Place(f"{root}/{place}", number, fonts, sources, findings, safe))
        for place, item in enumerate(setup.items)
        if item.visible
    ]
    if setup.cut:
        groups.append(_cut(setup.cut))
    return Page(setup.name or f"page {number}", trim, bleed, bleed, tuple(groups), tuple(findings))


def _cut(cut: Cut) -> Group:
    """The die line: over everything, overprinting, in a layer named as its ink."""
    line = Stroke(spot(cut.spot, process_ink(cut.alternate)), cut.width)
    return Group((Path(path(cut.path), stroke=line),), layer=cut.spot, overprint=True)
