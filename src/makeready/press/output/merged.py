"""How do the pages of many records come into one file? In which order, and what becomes of a record at fault."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from makeready.press.design.document import Document
from makeready.press.design.items import SvgItem
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding, PressError, errors
from makeready.press.layout.records import Layout
from makeready.press.output.blur import SoftMasks
from makeready.press.output.flatten import flatten_placed
from makeready.press.output.marks import Marking, with_marks
from makeready.press.output.printfile import refuse_errors
from makeready.press.output.technical import layers_of
from makeready.press.output.wish import Wish, WrongParameter
from makeready.press.pdf.writer import Part, PdfFile

MergeStandard = Literal["pdfx4", "pdfvt1"]
"""PDF/X-4 alone, or as PDF/VT-1. Colours of a screen have no standard."""

Order = Literal["records", "pages"]
"""All pages of a record and then the next record's; or the first page of all records, then the second of all."""

REMARKS = 1000
"""Warnings that are kept of all records together; a file of a hundred thousand can have as many."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that cannot be printed. number: among all records, from 1. findings: why, errors only."""

    number: int
    record: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a run. records: printed. set_aside: empty where they were handed on as they came.

    findings: remarks, the first thousand; the path of one about a record begins with `records/N`, from 1.
    """

    records: int
    page_count: int
    set_aside: tuple[SetAside, ...] = ()
    findings: tuple[Finding, ...] = ()


def may_blur(design: Document) -> bool:
    """Whether anything of a design may be blurred: a shadow, a mask, a drawing that brings its own."""
    return any(
        isinstance(item, SvgItem) or item.mask is not None or item.shadow is not None for _, item in design.walk()
    )


def check_merge(wish: Wish, standard: MergeStandard) -> None:
    """Many records become a PDF, and nothing else.

    Raises:
        PressError: where another format is wished for, or a standard that forbids the colours.
    """
    if standard == "pdfvt1" and wish.color == "rgb":
        raise PressError([WrongParameter(path="color", parameter="color", value="rgb", allowed="cmyk for PDF/VT-1")])
    if wish.format != "pdf":
        wrong = WrongParameter(path="format", parameter="format", value=wish.format, allowed="pdf for many records")
        raise PressError([wrong])


class MergeRun:
    """One run over records into one file. The parameters are those of `press.render.merge`."""

    def __init__(
        self,
        layout: Layout,
        file: PdfFile,
        wish: Wish,
        numbers: Sequence[int],
        *,
        soft: SoftMasks | None,
        first: int,
        set_aside: Callable[[SetAside], None] | None,
    ) -> None:
        self._layout = layout
        self._file = file
        self._wish = wish
        self._soft = soft
        distinct = sorted(set(numbers))
        self._order = [distinct.index(number) for number in numbers]
        self._first = first
        self._aside: list[SetAside] = []
        self._set_aside = set_aside or self._aside.append
        self._remarks: dict[Finding, None] = {}

    def by_record(self, records: Iterable[Mapping[str, str]]) -> Merged:
        """All pages of a record, then those of the next.

        Raises:
            PressError: where what no record changes is at fault.
        """
        printed = 0
        add = self._file.add
        for number, record in enumerate(records, self._first):
            try:
                add(self._pages(number, record), Part(number, record))
            except PressError as why:
                self._put_aside(number, record, why.findings)
            else:
                printed += 1
        return self._merged(printed)

    def by_page(self, records: Iterable[Mapping[str, str]]) -> Merged:
        """The first page of all records, then the second of all: for what is printed side by side or page by page.

        A record's pages are looked at together each time, so that one at fault has none in the file.

        Raises:
            PressError: where what no record changes is at fault.
        """
        bad: set[int] = set()
        printed = 0
        for place in range(len(self._order)):
            for number, record in enumerate(records, self._first):
                if number in bad:
                    continue
                try:
                    pages = self._pages(number, record)
                    self._file.add(pages[place : place + 1], Part(number, record))
                except PressError as why:
                    if place:
                        raise  # its first pages are in the file already
                    bad.add(number)
                    self._put_aside(number, record, why.findings)
                else:
                    printed += not place
        return self._merged(printed)

    def _pages(self, number: int, record: Mapping[str, str]) -> list[Page]:
        laid_out = self._layout.pages(record)
        for page in laid_out:
            if page.findings:
                refuse_errors(finding for page in laid_out for finding in page.findings)
                self._remark(number, laid_out)
                break
        pages = [laid_out[place] for place in self._order]
        if self._wish.marks or self._wish.color == "gray" or self._wish.technical != "keep":
            pages = self._finished(pages)
        return pages if self._soft is None else [self._soft.page(page) for page in pages]

    def _finished(self, pages: list[Page]) -> list[Page]:
        pages = [layers_of(self._wish.technical)(page) for page in pages]
        if self._wish.marks:
            marking = Marking(self._wish.marks, self._wish.slug, self._wish.slug_code)
            pages = [with_marks(page, marking, self._layout.fonts) for page in pages]
        return list(flatten_placed(pages, lambda page: self._wish.dpi)) if self._wish.color == "gray" else pages

    def _remark(self, number: int, pages: Sequence[Page]) -> None:
        lasting = {id(finding) for finding in self._layout.lasting_findings()}
        for finding in (finding for page in pages for finding in page.findings):
            if len(self._remarks) < REMARKS:
                self._remarks.setdefault(finding if id(finding) in lasting else _of_record(number, finding))

    def _put_aside(self, number: int, record: Mapping[str, str], findings: Iterable[Finding]) -> None:
        found = errors(findings)
        lasting = self._layout.lasting_findings()
        everyones = [finding for finding in found if finding in lasting]
        if everyones:  # no record of this design can be printed
            raise PressError(everyones)
        self._set_aside(SetAside(number, record, tuple(_of_record(number, finding) for finding in found)))

    def _merged(self, printed: int) -> Merged:
        return Merged(printed, self._file.page_count, tuple(self._aside), tuple(self._remarks))


def _of_record(number: int, finding: Finding) -> Finding:
    told = copy.copy(finding)
    told.path = f"records/{number}/{finding.path}"
    return told
