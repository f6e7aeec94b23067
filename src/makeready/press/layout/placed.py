"""How are foreign pages placed: a PDF's as it is, an SVG's drawing as items of ours?"""

from __future__ import annotations

from dataclasses import replace

from makeready.press.design.items import PdfItem, SvgItem
from makeready.press.displaylist.items import DisplayItem, Group, Path, PlacedPage
from makeready.press.findings import PressError
from makeready.press.geometry import Matrix, Rect
from makeready.press.importers.svg.drawing import read
from makeready.press.layout.frame import Place, fitted
from makeready.press.layout.group import inside
from makeready.press.layout.kinds import draws
from makeready.press.layout.shape import rectangle


@draws("pdf")
def pdf(item: PdfItem, place: Place) -> tuple[DisplayItem, ...]:
    """A page of a PDF, its vectors and inks untouched."""
    try:
        file = place.sources.open(item.src, path=f"{place.path}/src", page=place.page)
        shown = place.sources.pdf_box(file, item.page, item.box)
    except PressError as error:
        place.keep(error.findings, "src")
        return ()
    box = Rect(item.x, item.y, item.width, item.height)
    page = PlacedPage(file, item.page, fitted(shown.width, shown.height, box, item.fit), shown)
    return _within(box, (page,)) if item.fit == "cover" else (page,)


@draws("svg")
def svg(item: SvgItem, place: Place) -> tuple[DisplayItem, ...]:
    """The drawing's shapes, text and pictures, scaled into the box."""
    try:
        file = place.sources.open(item.src, path=f"{place.path}/src", page=place.page)
        drawing = read(file)
    except PressError as error:
        place.keep(error.findings, "src")
        return ()
    place.keep(drawing.findings, "src")
    box = Rect(item.x, item.y, item.width, item.height)
    target = fitted(drawing.width, drawing.height, box, item.fit)
    matrix = Matrix.move(target.x, target.y) @ Matrix.scale(
        target.width / drawing.width, target.height / drawing.height
    )
    items = inside(drawing.items, replace(place, known=False), matrix)
    return _within(box, (Group(items, matrix),))


def _within(box: Rect, items: tuple[DisplayItem, ...]) -> tuple[DisplayItem, ...]:
    return (Group(items, clip=Path(rectangle(box))),)
