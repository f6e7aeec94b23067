"""How is one document laid out for record after record? What a record leaves as it is, is laid out once.

The display list of a record is the one that `lay_out` gives, but that neighbours which the record leaves alone stand
in a group that is the same object every time (`Group.repeats`): a writer can refer to what it has drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from makeready.press.design.document import Document, PageSetup
from makeready.press.design.fields import fill
from makeready.press.design.items import AnyItem
from makeready.press.displaylist.items import DisplayItem, Group
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding
from makeready.press.fonts.library import FontLibrary
from makeready.press.layout.outlines import outlined
from makeready.press.layout.page import findings_of, lay_out_at, lay_out_page, safe_area
from makeready.press.sources import SourceFiles


class Layout:
    """A document ready to be laid out for any number of records. Memory: what no record changes, once.

    only: numbers of the pages wanted, from 1; the others are left out. outlines: letters become shapes.
    """

    def __init__(
        self,
        document: Document,
        *,
        fonts: FontLibrary,
        sources: SourceFiles,
        only: Collection[int] | None = None,
        outlines: bool = False,
    ) -> None:
        self._document = document
        self._pages = [
            _RepeatedPage(setup, number, fonts, sources, outlines)
            for number, setup in enumerate(document.pages, 1)
            if only is None or number in only
        ]

    def pages(self, record: Mapping[str, str]) -> tuple[Page, ...]:
        """The pages of one record, as `lay_out` gives them."""
        filled, findings = fill(self._document, record)
        return tuple(
            page.filled(filled.pages[page.number - 1].items, findings_of(findings, page.number, first=not place))
            for place, page in enumerate(self._pages)
        )

    def lasting_findings(self) -> tuple[Finding, ...]:
        """What is wrong with, or to be said of, items that the records so far left alone: no record's fault."""
        return tuple(finding for page in self._pages for finding in page.lasting_findings())


Stretch = tuple[Group, tuple[Finding, ...]]
"""Neighbouring items as one group, and what is to be said of them."""


class _RepeatedPage:
    """One page of the document. `number` from 1."""

    def __init__(self, setup: PageSetup, number: int, fonts: FontLibrary, sources: SourceFiles, outlines: bool) -> None:
        self.number = number
        self._items = setup.items
        self._fonts, self._sources, self._outlines = fonts, sources, outlines
        self._frame = lay_out_page(setup.model_copy(update={"items": ()}), number, [], fonts, sources)
        self._safe = safe_area(setup)
        self._stretches: dict[tuple[int, int], Stretch] = {}
        self._whole: Page | None = None

    def filled(self, items: tuple[AnyItem, ...], findings: list[Finding]) -> Page:
        """The page with these items, of which those that are the document's own are laid out already."""
        if items is self._items and not findings:
            if self._whole is None:
                self._whole = replace(self._laid_out(items, findings), repeats=True)
            return self._whole
        return self._laid_out(items, findings)

    def lasting_findings(self) -> list[Finding]:
        return [finding for _, findings in self._stretches.values() for finding in findings]

    def _laid_out(self, items: tuple[AnyItem, ...], findings: list[Finding]) -> Page:
        drawn: list[DisplayItem] = []
        own = self._items
        end = len(items)
        at = 0
        while at < end:
            if items[at] is own[at]:
                start = at
                while at < end and items[at] is own[at]:
                    at += 1
                group, said = self._stretches.get((start, at)) or self._stretch(start, at)
                drawn.append(group)
                findings += said
            else:
                if items[at].visible:
                    drawn.append(self._one(at, items[at], findings))
                at += 1
        frame = self._frame
        return replace(frame, items=(*drawn, *frame.items), findings=(*findings, *frame.findings))

    def _stretch(self, start: int, end: int) -> Stretch:
        findings: list[Finding] = []
        items = [self._one(at, self._items[at], findings) for at in range(start, end) if self._items[at].visible]
        made = self._stretches[start, end] = Group(tuple(items), repeats=True), tuple(findings)
        return made

    def _one(self, at: int, item: AnyItem, findings: list[Finding]) -> Group:
        group = lay_out_at(at, item, self.number, findings, self._safe, self._fonts, self._sources)
        return replace(group, items=outlined(group.items, self._fonts)) if self._outlines else group
