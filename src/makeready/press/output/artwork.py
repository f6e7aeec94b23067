"""What did the customer send? A finished file: passed on as it is, or made a page of the product's size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from makeready.press import confine
from makeready.press.design import document
from makeready.press.design.document import Document
from makeready.press.displaylist.items import PlacedPage
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding, PressError, Severity
from makeready.press.geometry import Rect, pt_to_mm
from makeready.press.images.probe import ImageFacts, check_pixels, media_type, probe
from makeready.press.images.sheets import sheet, sheets
from makeready.press.importers.svg.drawing import read as read_svg
from makeready.press.pdf import reader, rewrite
from makeready.press.pdf.reader import PageBoxes, PageMissing, describe_file
from makeready.press.sources import SourceFile, SourceFiles

THE_FILE = "customer-file"
"""What the file is called as the `src` of the page that is made of it."""

SAME_SHAPE = 0.02
"""How far the sides of two boxes may differ in proportion before a picture is not cut to fit."""


class FileKindUnknown(Finding):
    """Something that is neither PDF nor picture nor drawing."""

    code = "file-kind-unknown"
    sentence = "The file is {what}; it cannot be printed."
    fix = "Send a PDF, PNG, JPEG, TIFF, WebP, AVIF or SVG."


class ShapeDiffers(Finding):
    """The file's proportions are not the page's."""

    code = "shape-differs"
    severity = Severity.WARNING
    sentence = "The {kind} is {own}, the page {sheet} mm: it is shown whole, with paper left white beside it."
    fix = "Send it in the page's proportions, bleed included, or crop it in the editor."


class NoBleed(Finding):
    """Art that ends where the paper is cut."""

    code = "no-bleed"
    severity = Severity.WARNING
    sentence = "The drawing ends at the trim: without {bleed:g} mm of bleed the cut may show a white edge."
    fix = "Export it with {bleed:g} mm of bleed on every side."


class OnlyFirstPage(Finding):
    """A picture file of several pages."""

    code = "only-first-page"
    severity = Severity.WARNING
    sentence = "The file holds {count} pictures; only the first one is used, the others are previews or frames."
    fix = "Send the others as files of their own, or all of them as one PDF."


@dataclass(frozen=True, slots=True)
class ArtworkFacts:
    """What a customer's file is: its media type, pages, and the size of the first one's trim in mm."""

    media_type: str
    pages: int
    width_mm: float
    height_mm: float
    findings: tuple[Finding, ...] = ()

    @property
    def kind(self) -> str:
        """One of `pdf`, `svg`, `png`, `jpeg`, `tiff`, `webp`, `avif`."""
        return "svg" if self.media_type == "image/svg+xml" else self.media_type.partition("/")[2]


def describe(file: SourceFile) -> ArtworkFacts:
    """What a customer's file is, found from its bytes, every pixel of a picture looked at.

    Raises:
        PressError: where it is of a kind that cannot be printed, damaged, protected or too large.
    """
    data = file.data
    if not data:
        raise PressError([FileKindUnknown(what="empty (0 bytes)")])
    if is_pdf(file):
        facts = describe_file(file)
        return ArtworkFacts("application/pdf", facts.pages, facts.width_mm, facts.height_mm)
    if media_type(data) is not None:
        return confine.run(_looked_at, file)
    if _may_be_svg(data):
        return confine.run(_drawing_facts, file)
    raise _not_printable(file)


def is_pdf(file: SourceFile) -> bool:
    """Whether the file says that it is a PDF; whether it can be read is another matter."""
    return b"%PDF-" in file.data[:1024]


def pdf_box(file: SourceFile, number: int, box: str) -> Rect:
    """The `trim`, `bleed`, `crop` or `media` box of a PDF's page, for `SourceFiles`.

    Raises:
        PressError: where the file cannot be read or has no such page.
    """
    boxes = describe_file(file).boxes
    if not 1 <= number <= len(boxes):
        raise PressError([PageMissing(number=number, pages=len(boxes))])
    found = getattr(boxes[number - 1], box)
    assert isinstance(found, Rect)
    return found


def as_design(
    file: SourceFile, size: tuple[float, float] | None, bleed: float, name: str = ""
) -> tuple[Document, tuple[Finding, ...]]:
    """A picture or SVG as a design, a page for each of a TIFF's; and what should be known of the fit.

    Its `src` are those that `artwork_sources` opens.

    size: width and height of the trim, mm; None for the file's own. A picture of the page's shape fills the
    bleed; a drawing of the trim's size stands on the trim as it was drawn; what has another shape is shown whole.

    Raises:
        PressError: as `describe`.
    """
    facts = _quick_facts(file)
    width, height = size or (facts.width_mm, facts.height_mm)
    trim = Rect(0, 0, width, height)
    box, fit_findings = _place_for(facts, trim, trim.grown(bleed))
    kind = "svg" if facts.kind == "svg" else "image"
    fit = "contain" if any(isinstance(f, ShapeDiffers) for f in fit_findings) else "cover"
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    item = {"type": kind, "src": THE_FILE, "fit": fit, **place}
    page = {"name": "page 1", "width": width, "height": height, "bleed": bleed, "items": [item]}
    pages = [page]
    if facts.pages > 1:
        one_by_one = [{**item, "src": f"{THE_FILE}/{number}"} for number in sheets(file)]
        pages = [{**page, "name": f"page {n}", "items": [one]} for n, one in enumerate(one_by_one, 1)]
    made = document.read({"version": 1, "name": name, "pages": pages})
    # What of an SVG is not carried over, layout tells with the page.
    return made, fit_findings if kind == "svg" else (*facts.findings, *fit_findings)


def pdf_pages(file: SourceFile, numbers: Iterable[int]) -> list[Page]:
    """Pages of a customer's PDF as pages of ours, each holding the whole foreign page.

    Raises:
        PressError: where the file cannot be read.
    """
    boxes = describe_file(file).boxes
    return [_page(file, number, boxes[number - 1]) for number in numbers]


def only_pages(data: bytes, numbers: tuple[int, ...]) -> bytes:
    """A customer's PDF with these pages only (from 1), in this order; everything on them as it was.

    Raises:
        PressError: where the file cannot be read.
    """
    return confine.run(_only_pages, data, numbers)


def _only_pages(data: bytes, numbers: tuple[int, ...]) -> bytes:
    with reader.opened(data) as pdf:
        pages = dict(reader.pages_of(pdf))
        # A page tree may not hold one page twice: further times it is a copy.
        seen: set[int] = set()
        chosen = []
        for number in numbers:
            chosen.append(reader.Dictionary(dict(pages[number].items())) if number in seen else pages[number])
            seen.add(number)
        rewrite.replace_pages(pdf, [pdf.make_indirect(page) for page in chosen])
        return rewrite.save(pdf)


def _quick_facts(file: SourceFile) -> ArtworkFacts:
    """The facts without looking at every pixel: that happens when they are converted."""
    if media_type(file.data) is not None:
        return _picture_facts(file, probe(file))
    return describe(file)


def _drawing_facts(file: SourceFile) -> ArtworkFacts:
    drawing = read_svg(file)
    return ArtworkFacts("image/svg+xml", 1, drawing.width, drawing.height, drawing.findings)


def _looked_at(file: SourceFile) -> ArtworkFacts:
    return _picture_facts(file, check_pixels(file))


def _picture_facts(file: SourceFile, picture: ImageFacts) -> ArtworkFacts:
    """A TIFF has as many pages as pictures of full size; of other files only the first picture counts."""
    pages = len(sheets(file))
    remarks = (OnlyFirstPage(count=picture.pages),) if picture.pages > 1 and pages == 1 else ()
    return ArtworkFacts(picture.media_type, pages, picture.width_mm, picture.height_mm, remarks)


def artwork_sources(file: SourceFile) -> SourceFiles:
    """What a design made by `as_design` refers to: the file, or one page of it."""

    def opened(src: str) -> bytes:
        number = src.removeprefix(THE_FILE).removeprefix("/")
        return sheet(file, int(number)).data if number else file.data

    return SourceFiles(opened)


def _place_for(facts: ArtworkFacts, trim: Rect, bleed: Rect) -> tuple[Rect, tuple[Finding, ...]]:
    """Where the file goes, and remarks."""
    has_bleed = bleed.width > trim.width
    like_bleed, like_trim = _alike(facts, bleed), _alike(facts, trim)
    if facts.kind == "svg" and has_bleed and like_trim and not _same_size(facts, bleed):
        return trim, (NoBleed(bleed=trim.x - bleed.x),)
    if like_bleed or like_trim:
        return bleed, ()
    kind, unit = ("drawing", "mm") if facts.kind == "svg" else ("picture", "mm at 300 dpi")
    own = f"{facts.width_mm:.0f} × {facts.height_mm:.0f} {unit}"
    return trim, (ShapeDiffers(page=1, kind=kind, own=own, sheet=f"{trim.width:g} × {trim.height:g}"),)


def _alike(facts: ArtworkFacts, box: Rect) -> bool:
    own, wanted = facts.width_mm / facts.height_mm, box.width / box.height
    return abs(own / wanted - 1) <= SAME_SHAPE


def _same_size(facts: ArtworkFacts, box: Rect) -> bool:
    return abs(facts.width_mm - box.width) <= 0.5 and abs(facts.height_mm - box.height) <= 0.5


def _page(file: SourceFile, number: int, boxes: PageBoxes) -> Page:
    """The page in mm from its trim's top left corner."""
    trim = boxes.trim

    def mm(box: Rect) -> Rect:
        return Rect(
            pt_to_mm(box.x - trim.x), pt_to_mm(trim.bottom - box.bottom), pt_to_mm(box.width), pt_to_mm(box.height)
        )

    media = mm(boxes.media)
    return Page(f"page {number}", mm(trim), mm(boxes.bleed), media, (PlacedPage(file, number, media, boxes.media),))


def _may_be_svg(data: bytes) -> bool:
    start = data[:4096].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return False
    return b"<svg" in start or start.startswith(b"<?xml")


def _not_printable(file: SourceFile) -> PressError:
    try:
        probe(file)
    except PressError as error:
        why = str(error.findings[0].facts["why"])
        return PressError([FileKindUnknown(what=why.removeprefix("It is ").split(", not a ")[0])])
    return PressError([FileKindUnknown(what="of an unknown kind")])
