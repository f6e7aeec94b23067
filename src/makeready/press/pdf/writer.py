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
from makeready.press.pdf.boxes import pdf_page
from makeready.press.pdf.conformance.pdfx4 import PDFX4
from makeready.press.pdf.conformance.plain import PLAIN
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.content import Canvas, Shared, Surroundings
from makeready.press.pdf.fonts import Fonts, FontSource
from makeready.press.pdf.foreign import ForeignPages
from makeready.press.pdf.images import Images
from makeready.press.pdf.inks import ColorMode, Inks, Mode, Plate
from makeready.press.pdf.layers import Layers
from makeready.press.pdf.metadata import Stamp
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.page_tree import PageTree
from makeready.press.pdf.shadings import Shadings
from makeready.press.pdf.syntax import Name, Ref, Value
from makeready.press.pdf.transparency import group

__all__ = ["Stamp", "write"]


def write(
    pages: Iterable[Page],
    *,
    fonts: FontSource,
    condition: OutputCondition,
    color: ColorMode | Plate = "cmyk",
    title: str,
    stamp: Stamp,
    conformance: Standard | None = None,
    image_ppi: float = PRINT_PPI,
    out: BinaryIO,
) -> tuple[Finding, ...]:
    """Write the pages to `out`; returns what the standard does not allow, and remarks.

    conformance: PDF/X-4 for `cmyk` and `gray`, none for screens and plates, unless said otherwise.
    image_ppi: the resolution to which pictures are brought down, pixels per inch as placed.

    Raises:
        PressError: where a picture or a placed PDF cannot be read.
    """
    standard = conformance or (PDFX4 if color in ("cmyk", "gray") else PLAIN)
    objects = Objects(out, standard.version)
    shared = _shared(objects, fonts, condition, color, standard, image_ppi)
    tree = PageTree(objects)
    for number, page in enumerate(pages, 1):
        _write_page(page, number, shared, tree)
    shared.fonts.finish()
    _finish(objects, shared, tree, standard, condition, title, stamp)
    return _findings(shared)


def _shared(
    objects: Objects,
    fonts: FontSource,
    condition: OutputCondition,
    color: ColorMode | Plate,
    standard: Standard,
    ppi: float,
) -> Shared:
    layers = Layers(objects)
    own_fonts = Fonts(fonts, objects, standard)

    def for_colors(mode: Mode, masks: Shared | None) -> Shared:
        inks = Inks(mode, condition, objects, standard)
        images = Images(inks.picture_target, condition, ppi, objects, standard)
        shadings, foreign = Shadings(inks, condition, objects), ForeignPages(objects, inks, layers, standard)
        return Shared(objects, own_fonts, images, inks, shadings, layers, foreign, masks)

    return for_colors(color, for_colors("mask", None))


def _write_page(page: Page, number: int, shared: Shared, tree: PageTree) -> None:
    place = pdf_page(page)
    canvas = Canvas(shared)
    canvas.transform(place.from_mm)
    around = Surroundings(Place(number), page.media, to_stream=place.from_mm, black_type=page.black_text_overprints)
    canvas.draw(page.items, around)
    entries: dict[str, Value] = {
        **place.entries(),
        "Resources": shared.objects.add(canvas.resources.entries()),
        "Contents": shared.objects.add_stream({}, canvas.content(), deflate=True),
    }
    if canvas.transparent:
        entries["Group"] = group(shared.inks.blend_space)
    tree.add(entries)


def _finish(
    objects: Objects,
    shared: Shared,
    tree: PageTree,
    standard: Standard,
    condition: OutputCondition,
    title: str,
    stamp: Stamp,
) -> None:
    described: dict[str, Value] = {"Type": Name("Metadata"), "Subtype": Name("XML")}
    catalog: dict[str, Value] = {
        "Type": Name("Catalog"),
        "Pages": tree.finish(),
        "Metadata": objects.add_stream(described, metadata.xmp(title, stamp, standard.label), deflate=False),
        "ViewerPreferences": {"DisplayDocTitle": True},
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
