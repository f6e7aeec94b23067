"""What is painted on each page? A document and a record become finished pages: the front door of layout."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from makeready.press.design.document import Cut, Document, PageSetup
from makeready.press.design.fields import fill
from makeready.press.design.items import AnyItem
from makeready.press.displaylist.items import Group, Path
from makeready.press.displaylist.page import Page, Step, TechnicalLayer
from makeready.press.displaylist.paint import Stroke
from makeready.press.findings import Finding
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Rect, pt_to_mm
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
            here = findings_of(findings, number, first=not pages)
            on = place_on(setup, number, fonts, sources)
            pages.append(lay_out_page(setup, on, here, black_type=black_type(filled)))
    return tuple(pages)


def findings_of(findings: tuple[Finding, ...], number: int, *, first: bool) -> list[Finding]:
    """Those that stand on a page: its own, and on the first one given what concerns the whole document."""
    return [f for f in findings if f.page == number or (f.page is None and first)] if findings else []


def lay_out_page(setup: PageSetup, on: Place, findings: list[Finding], *, black_type: float) -> Page:
    """One page, filled already; what is found is added to `findings`.

    black_type: up to which size pure black type overprints, mm.
    """
    trim = Rect(0.0, 0.0, setup.width, setup.height)
    bleed = trim.grown(setup.bleed)
    groups = [lay_out_at(at, item, on, findings) for at, item in enumerate(setup.items) if item.visible]
    if setup.cut:
        groups.append(_cut(setup.cut))
    name, items = setup.name or f"page {on.page}", tuple(groups)
    return Page(name, trim, bleed, bleed, items, tuple(findings), _technical(setup), black_type)


def black_type(document: Document) -> float:
    """Up to which size pure black type overprints, mm."""
    return pt_to_mm(document.black_text_overprints)


def place_on(setup: PageSetup, number: int, fonts: FontLibrary, sources: SourceFiles) -> Place:
    """Where the items of page `number` begin: what is the same for all of them."""
    safe = Rect(0.0, 0.0, setup.width, setup.height).grown(-setup.safe) if setup.safe else None
    layers = frozenset(layer.name for layer in _technical(setup))
    return Place(f"pages/{number - 1}/items", number, fonts, sources, safe=safe, technical=layers)


def lay_out_at(place: int, item: AnyItem, on: Place, findings: list[Finding]) -> Group:
    """The item that stands at a place (from 0) of a page."""
    return lay_out_item(item, replace(on, path=f"{on.path}/{place}", findings=findings))


def _technical(setup: PageSetup) -> tuple[TechnicalLayer, ...]:
    """The page's technical layers, the contour's among them."""
    named = {layer.name: TechnicalLayer(layer.name, Step(layer.step)) for layer in setup.layers}
    if setup.cut:
        named.setdefault(setup.cut.spot, TechnicalLayer(setup.cut.spot, Step.CUT))
    return tuple(named.values())


def _cut(cut: Cut) -> Group:
    """The die line: over everything, overprinting, in a layer named as its ink."""
    line = Stroke(spot(cut.spot, process_ink(cut.alternate)), cut.width)
    return Group((Path(path(cut.path), stroke=line),), layer=cut.spot, overprint=True)
