"""How is one document laid out for record after record? What a record leaves as it is, is laid out once.

The display list of a record is the one that `lay_out` gives, but that neighbours which the record leaves alone stand
in a group that is the same object every time (`Group.repeats`): a writer can refer to what it has drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import groupby

from makeready.press.design.document import Document, PageSetup
from makeready.press.design.fields import Blank, Blanks, Filling
from makeready.press.design.items import AnyItem, BarcodeItem, TextItem
from makeready.press.displaylist.items import DisplayItem, Group
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding
from makeready.press.fonts.library import FontLibrary
from makeready.press.layout.frame import Place
from makeready.press.layout.outlines import outlined
from makeready.press.layout.page import black_type, findings_of, lay_out_at, lay_out_page, place_on
from makeready.press.layout.plain_barcode import setter as barcode_setter
from makeready.press.layout.plain_text import Setter
from makeready.press.layout.plain_text import setter as text_setter
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
        self.fonts = fonts
        self._blanks = Blanks(document)
        black = black_type(document)
        self._pages = [
            _RepeatedPage(setup, self._blanks.on_page(number), place_on(setup, number, fonts, sources), black, outlines)
            for number, setup in enumerate(document.pages, 1)
            if only is None or number in only
        ]

    def pages(self, record: Mapping[str, str]) -> list[Page]:
        """The pages of one record, as `lay_out` gives them."""
        filling = self._blanks.filling(record)
        return [page.filled(filling, first=not place) for place, page in enumerate(self._pages)]

    def lasting_findings(self) -> list[Finding]:
        """What is wrong with, or to be said of, the items that no record changes: no record's fault."""
        return [finding for page in self._pages for finding in page.lasting]


class _RepeatedPage:
    """One page of the document, in stretches: neighbours that no record changes, and blanks."""

    def __init__(
        self,
        setup: PageSetup,
        blanks: list[Blank],
        on: Place,
        black_type: float,
        outlines: bool,
    ) -> None:
        self._on = on
        self._outlines = outlines
        self.lasting: list[Finding] = []
        frame = lay_out_page(setup.changed({"items": ()}), on, self.lasting, black_type=black_type)
        self._stretches: list[Group | tuple[Blank, Setter | None]] = []
        by_place = {blank.place: blank for blank in blanks}
        for blank, places in groupby(range(len(setup.items)), by_place.get):
            if blank is not None:
                self._stretches.append((blank, self._setter(blank)))
                continue
            shown = [place for place in places if setup.items[place].visible]
            items = tuple(self._one(place, setup.items[place], self.lasting) for place in shown)
            self._stretches.append(Group(items, repeats=True))
        if frame.items:
            self._stretches.append(Group(frame.items, repeats=True))
        drawn = tuple(stretch for stretch in self._stretches if isinstance(stretch, Group))
        self._plain = replace(frame, items=drawn, findings=tuple(self.lasting), repeats=not blanks)

    def filled(self, filling: Filling, *, first: bool) -> Page:
        """The page of one record. first: what concerns the whole document is told on it."""
        plain = self._plain
        if plain.repeats and not filling.findings:
            return plain
        drawn: list[DisplayItem] = []
        found: list[Finding] = []
        for stretch in self._stretches:
            if isinstance(stretch, Group):
                drawn.append(stretch)
                continue
            blank, set_words = stretch
            group = set_words(filling.words(blank)) if set_words is not None else None
            if group is not None:
                drawn.append(group)
                continue
            item = filling.item(blank)
            if item.visible:
                drawn.append(self._one(blank.place, item, found))
        findings = plain.findings
        if filling.findings:
            findings = (*findings_of(tuple(filling.findings), self._on.page, first=first), *findings)
        return Page(
            plain.name, plain.trim, plain.bleed, plain.media, tuple(drawn), (*findings, *found) if found else findings,
            plain.technical, plain.black_text_overprints,
        )  # fmt: skip

    def _one(self, at: int, item: AnyItem, findings: list[Finding]) -> Group:
        group = lay_out_at(at, item, self._on, findings)
        return replace(group, items=outlined(group.items, self._on.fonts)) if self._outlines else group

    def _setter(self, blank: Blank) -> Setter | None:
        """How to set a blank of which one property changes, without laying all of it out anew."""
        item = blank.item
        if self._outlines or blank.changes is None or not item.visible:
            return None
        place = replace(self._on, path=blank.path, findings=[])
        if isinstance(item, TextItem):
            return text_setter(item, place)
        return barcode_setter(item, place) if isinstance(item, BarcodeItem) else None
