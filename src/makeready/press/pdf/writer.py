"""Front door: finished pages → a finished PDF, page by page, in the memory of one page.

Same pages, same stamp → same bytes. What the standard does not allow is returned, all of it, with its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from makeready.press.color.condition import OutputCondition
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding
from makeready.press.images.convert import PRINT_PPI
from makeready.press.pdf import metadata
from makeready.press.pdf.boxes import boxes_of
from makeready.press.pdf.conformance.pdfx4 import PDFX4
from makeready.press.pdf.conformance.plain import PLAIN
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.content import Canvas, Shared, Surroundings
from makeready.press.pdf.fonts import Fonts, FontSource
from makeready.press.pdf.foreign import ForeignPages
from makeready.press.pdf.images import Images
from makeready.press.pdf.inks import ColorMode, Inks, Mode
from makeready.press.pdf.layers import Layers
from makeready.press.pdf.metadata import Stamp
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.page_tree import PageTree
from makeready.press.pdf.parts import Part, Parts
from makeready.press.pdf.shadings import Shadings
from makeready.press.pdf.shared_art import SharedArt
from makeready.press.pdf.syntax import Name, Ref, Value, token
from makeready.press.pdf.transparency import group

__all__ = ["Part", "PdfFile", "Stamp", "write"]


def write(
    pages: Iterable[Page],
    *,
    fonts: FontSource,
    condition: OutputCondition,
    color: ColorMode = "cmyk",
    title: str,
    stamp: Stamp,
    conformance: Standard | None = None,
    image_ppi: float = PRINT_PPI,
    out: BinaryIO,
) -> tuple[Finding, ...]:
    """Write the pages to `out`; returns what the standard does not allow, and remarks.

    conformance: PDF/X-4 for `cmyk` and `gray`, none for screens, unless said otherwise.
    image_ppi: the resolution to which pictures are brought down, pixels per inch as placed.

    Raises:
        PressError: where a picture or a placed PDF cannot be read.
    """
    file = PdfFile(
        out, fonts=fonts, condition=condition, color=color, title=title, stamp=stamp, conformance=conformance,
        image_ppi=image_ppi,
    )  # fmt: skip
    for page in pages:
        file.add((page,))
    return file.finish()


class PdfFile:
    """A PDF on its way to `out`, a few pages at a time; the parameters are those of `write`."""

    def __init__(
        self,
        out: BinaryIO,
        *,
        fonts: FontSource,
        condition: OutputCondition,
        color: ColorMode = "cmyk",
        title: str,
        stamp: Stamp,
        conformance: Standard | None = None,
        image_ppi: float = PRINT_PPI,
    ) -> None:
        self._standard = conformance or (PDFX4 if color in ("cmyk", "gray") else PLAIN)
        self._condition, self._title, self._stamp = condition, title, stamp
        self._objects = Objects(out, self._standard.version)
        self._shared = _shared(self._objects, fonts, condition, color, self._standard, image_ppi)
        self._tree = PageTree(self._objects)
        self._parts = Parts(self._objects) if self._standard.parts else None
        self.page_count = 0

    def add(self, pages: Iterable[Page], part: Part | None = None) -> None:
        """The next pages: all of them, or none where one cannot be written.

        part: whose pages they are, where the standard has document parts; without one they belong to none.

        Raises:
            PressError: where a picture or a placed PDF cannot be read; the file can go on without these pages.
        """
        ready = [self._entries(page, self.page_count + place) for place, page in enumerate(pages, 1)]
        self.page_count += len(ready)
        if self._parts is not None and part is not None and ready:
            ref = self._parts.reserve()
            refs = [self._tree.add(entries, ref) for entries in ready]
            self._parts.add(ref, part, refs[0], refs[-1])
            return
        for entries in ready:
            self._tree.add(entries)

    def finish(self) -> tuple[Finding, ...]:
        """Write what the pages need, and the end; returns what the standard does not allow, and remarks."""
        self._shared.fonts.finish()
        more: dict[str, Value] = {"DPartRoot": self._parts.finish()} if self._parts is not None else {}
        _finish(
            self._objects, self._shared, self._tree, self._standard, self._condition, self._title, self._stamp, more
        )
        return _findings(self._shared)

    def _entries(self, page: Page, number: int) -> bytes:
        art = self._shared.art
        entries = art.page(page) if page.repeats else None
        if entries is None:
            entries = _page_entries(page, number, self._shared)
            if page.repeats:
                art.keep_page(page, entries)
        return entries


def _shared(
    objects: Objects,
    fonts: FontSource,
    condition: OutputCondition,
    color: ColorMode,
    standard: Standard,
    ppi: float,
) -> Shared:
    layers = Layers(objects)
    own_fonts = Fonts(fonts, objects, standard)

    def for_colors(mode: Mode, masks: Shared | None) -> Shared:
        inks = Inks(mode, condition, objects, standard)
        images = Images(inks.picture_target, condition, ppi, objects, standard)
        shadings, foreign = Shadings(inks, condition, objects), ForeignPages(objects, inks, layers, standard, condition)
        return Shared(objects, own_fonts, images, inks, shadings, layers, foreign, SharedArt(), masks)

    return for_colors(color, for_colors("mask", None))


def _page_entries(page: Page, number: int, shared: Shared) -> bytes:
    """What a page dictionary says, but for its type and parent."""
    boxes, from_mm = boxes_of(page.media, page.bleed, page.trim)
    shared.layers.declare(page.technical)
    canvas = Canvas(shared)
    canvas.transform(from_mm)
    around = Surroundings(Place(number), lambda: page.media, to_stream=from_mm, black_type=page.black_text_overprints)
    canvas.draw(page.items, around)
    content = canvas.content()
    # Pages of records differ; others of one file may be alike, and are told apart by their content.
    stream = (
        shared.objects.add_content(content) if canvas.refers else shared.objects.add_stream({}, content, deflate=True)
    )
    resources = canvas.resources.ref(shared.objects)
    entries = b"%s/Resources %d 0 R/Contents %d 0 R" % (boxes, resources.number, stream.number)
    if canvas.transparent:
        entries += b"/Group" + token(group(shared.inks.blend_space))
    return entries


def _finish(
    objects: Objects,
    shared: Shared,
    tree: PageTree,
    standard: Standard,
    condition: OutputCondition,
    title: str,
    stamp: Stamp,
    more: dict[str, Value],
) -> None:
    xmp = metadata.xmp(title, stamp, standard.label, standard.variable_data)
    described: dict[str, Value] = {"Type": Name("Metadata"), "Subtype": Name("XML")}
    catalog: dict[str, Value] = {
        "Type": Name("Catalog"),
        "Pages": tree.finish(),
        "Metadata": objects.add_stream(described, xmp, deflate=False),
        "ViewerPreferences": {"DisplayDocTitle": True},
        **more,
    }
    if standard.output_intent:
        catalog["OutputIntents"] = [objects.add(metadata.output_intent(condition, _profile(objects, condition)))]
    layers = shared.layers.properties()
    if layers is not None:
        catalog["OCProperties"] = layers
    trailer: dict[str, Value] = {"Root": objects.add(catalog), "Info": objects.add(metadata.info(title, stamp))}
    objects.finish(trailer, metadata.file_identifier(stamp, title))


def _profile(objects: Objects, condition: OutputCondition) -> Ref:
    entries: dict[str, Value] = {"N": 4, "Alternate": Name("DeviceCMYK"), "Filter": Name("FlateDecode")}
    digest = bytes.fromhex(condition.sha256)
    return objects.add_stream(entries, metadata.deflated_profile(condition), deflate=False, digest=digest)


def _findings(shared: Shared) -> tuple[Finding, ...]:
    found = [*shared.fonts.findings]
    for part in (shared, shared.masks):
        if part is not None:
            found += [*part.inks.findings, *part.images.findings, *part.foreign.findings]
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.page or 0))
