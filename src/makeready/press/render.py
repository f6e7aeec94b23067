"""Front door of the press: a design, a record and a wish become a file; so does what a customer sent.

    read → fill → lay out → write            design/, layout/, pdf/, svg/
                          ↘ draw → pack      output/, raster/, images/

Nothing is made where anything is wrong: all errors come at once, as findings of one `PressError`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from makeready.press.color.condition import OutputCondition
from makeready.press.design.document import Document
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding, Severity
from makeready.press.fonts.library import FontLibrary
from makeready.press.layout.outlines import outlined
from makeready.press.layout.page import lay_out
from makeready.press.layout.records import Layout
from makeready.press.output.artwork import (
    ArtworkFacts,
    artwork_sources,
    as_design,
    describe,
    is_pdf,
    only_pages,
    pdf_box,
    pdf_pages,
)
from makeready.press.output.blur import SoftMasks
from makeready.press.output.flatten import flatten_placed
from makeready.press.output.marks import Marking, with_marks
from makeready.press.output.merged import Merged, MergeRun, MergeStandard, Order, SetAside, check_merge, may_blur
from makeready.press.output.pictures import Drawn, one_or_zip, packed, picture_file, size_of
from makeready.press.output.printfile import PrintFile, refuse_errors
from makeready.press.output.technical import layers_of
from makeready.press.output.wish import MARKS, Mark, Wish, marks_of
from makeready.press.pdf.conformance.pdfvt1 import PDFVT1
from makeready.press.pdf.reader import describe_file
from makeready.press.pdf.writer import PdfFile, Stamp, write
from makeready.press.raster.pixels import rasterise
from makeready.press.sources import SourceFile, SourceFiles, no_pdf
from makeready.press.svg.writer import write as write_svg

__all__ = [
    "MARKS", "ArtworkFacts", "Mark", "Merged", "PrintFile", "SetAside", "Stamp", "Wish", "describe", "marks_of",
    "merge", "render", "render_file",
]  # fmt: skip


def render(
    design: Document,
    record: Mapping[str, str],
    wish: Wish,
    *,
    fonts: FontLibrary,
    sources: SourceFiles,
    condition: OutputCondition,
    stamp: Stamp,
) -> PrintFile:
    """The file wished for, of a design filled with a record. Same input, same bytes.

    Raises:
        PressError: with everything that forbids printing: a page that is not there, a missing field, a picture
            that is gone, a character that no font has, what the standard does not allow.
    """
    numbers = wish.chosen(len(design.pages))
    pages = lay_out(design, record, fonts=fonts, sources=reading_pdf(sources), only=set(numbers))
    refuse_errors(finding for page in pages for finding in page.findings)
    by_number = dict(zip(sorted(set(numbers)), pages, strict=True))
    return _made([by_number[number] for number in numbers], wish, design.name, fonts, condition, stamp)


def merge(
    design: Document,
    records: Iterable[Mapping[str, str]],
    wish: Wish,
    *,
    out: BinaryIO,
    fonts: FontLibrary,
    sources: SourceFiles,
    condition: OutputCondition,
    stamp: Stamp,
    order: Order = "records",
    standard: MergeStandard = "pdfx4",
    first: int = 1,
    set_aside: Callable[[SetAside], None] | None = None,
) -> Merged:
    """One PDF, written to `out` as it goes, of a design filled with record after record. Same input, same bytes.

    What no record changes is in the file once. A record that cannot be printed leaves no page and stops no other: it
    is handed to `set_aside`, or stands in what is returned. Memory does not grow with the records, but for those.

    records: read once in the order `records` (all pages of a record, then those of the next); in the order `pages`
    (the first page of all records, then the second of all) once for every page, so it must be something that can be
    read again. standard: `pdfvt1` says beside PDF/X-4 which pages are whose, and what the records hold. first: the
    number of the first record, where these are a part of more.
    Where all were set aside, what is in `out` is no file that could be used.

    Raises:
        PressError: where the design itself is at fault, or the standard forbids what was painted.
    """
    check_merge(wish, standard)
    numbers = wish.chosen(len(design.pages))
    layout = Layout(
        design, fonts=fonts, sources=reading_pdf(sources), only=set(numbers), outlines=wish.text == "outlines"
    )
    file = PdfFile(
        out, fonts=fonts, condition=condition, color=wish.color, title=design.name, stamp=stamp, image_ppi=wish.dpi,
        conformance=PDFVT1 if standard == "pdfvt1" else None,
    )  # fmt: skip
    soft = SoftMasks(fonts, condition) if may_blur(design) else None
    run = MergeRun(layout, file, wish, numbers, soft=soft, first=first, set_aside=set_aside)
    merged = run.by_page(records) if order == "pages" else run.by_record(records)
    remarks = file.finish()
    refuse_errors(remarks)
    return replace(merged, findings=(*merged.findings, *dict.fromkeys(remarks)))


def render_file(
    file: SourceFile,
    wish: Wish,
    *,
    size: tuple[float, float] | None = None,
    bleed: float = 0.0,
    name: str = "",
    fonts: FontLibrary,
    condition: OutputCondition,
    stamp: Stamp,
) -> PrintFile:
    """The file wished for, of a file that a customer sent.

    A PDF passes byte for byte where nothing is asked that changes it. A picture or SVG becomes a page of `size`
    (trim, mm; its own size at 300 dpi where None) with `bleed` mm around it.

    Raises:
        PressError: where the file cannot be used, or not for this wish.
    """
    if is_pdf(file):
        return _of_pdf(file, wish, name, fonts, condition, stamp)
    design, remarks = as_design(file, size, bleed, name)
    sources = artwork_sources(file)
    made = render(design, {}, wish, fonts=fonts, sources=sources, condition=condition, stamp=stamp)
    return replace(made, findings=(*remarks, *made.findings))


def reading_pdf(sources: SourceFiles) -> SourceFiles:
    """The same files, with a reader for the PDFs among them, which layout must not know itself."""
    if sources.pdf_box is no_pdf:
        sources.pdf_box = pdf_box
    return sources


class InksKept(Finding):
    """A customer's PDF keeps the colours that it has."""

    code = "inks-kept"
    severity = Severity.INFO
    sentence = "The PDF passes as it is; its colours were not converted to RGB."
    fix = "Ask for PNG, JPEG or TIFF to get RGB."


class SvgIsRgb(Finding):
    """An SVG is for screens."""

    code = "svg-is-rgb"
    severity = Severity.INFO
    sentence = "An SVG is made for screens; it shows all colours."
    fix = "Ask for PDF, PNG, JPEG or TIFF to get grey."


def _made(
    pages: Iterable[Page], wish: Wish, title: str, fonts: FontLibrary, condition: OutputCondition, stamp: Stamp
) -> PrintFile:
    """Finished pages as the file wished for."""
    pages = map(layers_of(wish.technical), pages)
    if wish.marks:
        marking = Marking(wish.marks, wish.slug, wish.slug_code)
        pages = (with_marks(page, marking, fonts) for page in pages)
    if wish.text == "outlines":
        pages = (replace(page, items=outlined(page.items, fonts)) for page in pages)
    if wish.format != "svg":
        pages = map(SoftMasks(fonts, condition).page, pages)
    if wish.format == "pdf":
        return _pdf(pages, wish, title, fonts, condition, stamp)
    if wish.format == "svg":
        return _svg(list(pages), wish, fonts, condition)
    return picture_file(list(pages), wish, fonts=fonts, condition=condition, stamp=stamp)


def _pdf(
    pages: Iterable[Page], wish: Wish, title: str, fonts: FontLibrary, condition: OutputCondition, stamp: Stamp
) -> PrintFile:
    if wish.color == "gray":
        pages = flatten_placed(pages, lambda page: wish.dpi)
    out, remarks, count = io.BytesIO(), list[Finding](), 0

    def counted() -> Iterator[Page]:
        nonlocal count
        for page in pages:
            count += 1
            remarks.extend(page.findings)
            yield page

    remarks += write(
        counted(),
        fonts=fonts,
        condition=condition,
        color=wish.color,
        title=title,
        stamp=stamp,
        image_ppi=wish.dpi,
        out=out,
    )
    refuse_errors(remarks)
    return PrintFile(out.getvalue(), "pdf", count, tuple(dict.fromkeys(remarks)))


def _svg(pages: list[Page], wish: Wish, fonts: FontLibrary, condition: OutputCondition) -> PrintFile:
    if wish.marks:  # an SVG shows the trim: with marks, everything
        pages = [replace(page, trim=page.media) for page in pages]
    screen = wish.color == "rgb"
    drawn = [write_svg(page, fonts=fonts, condition=condition, screen=screen).encode() for page in pages]
    findings = [finding for page in pages for finding in page.findings]
    if wish.color == "gray":
        findings.append(SvgIsRgb(path="color"))
    return one_or_zip(drawn, [page.name for page in pages], "svg", tuple(findings))


def _of_pdf(
    file: SourceFile, wish: Wish, name: str, fonts: FontLibrary, condition: OutputCondition, stamp: Stamp
) -> PrintFile:
    """A customer's PDF: itself, a choice of its pages, or pictures of them."""
    count = describe_file(file).pages
    numbers = wish.chosen(count)
    if wish.format == "pdf" and wish.color != "gray" and not wish.marks:
        whole = numbers == tuple(range(1, count + 1))
        remarks = (InksKept(path="color"),) if wish.color == "rgb" else ()
        return PrintFile(file.data if whole else only_pages(file.data, numbers), "pdf", len(numbers), remarks)
    inks = wish.color == "cmyk" and wish.format != "png"
    if wish.format in ("png", "jpeg", "tiff") and not inks and not wish.marks:
        grey = wish.color == "gray"
        drawn = (rasterise(file.data, number, **size_of(wish), grey=grey, condition=condition) for number in numbers)
        return packed(
            (Drawn(page.array, page.dpi) for page in drawn), [f"page {number}" for number in numbers], wish, condition
        )
    return _made(pdf_pages(file, numbers), wish, name, fonts, condition, stamp)
