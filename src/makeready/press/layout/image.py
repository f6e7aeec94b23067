"""How is a picture fitted, cropped and judged by its resolution?"""

from __future__ import annotations

from makeready.press.design.items import Crop, ImageItem
from makeready.press.displaylist.items import DisplayItem, Picture
from makeready.press.findings import Finding, PressError, Severity
from makeready.press.geometry import Rect, effective_ppi
from makeready.press.images.probe import probe
from makeready.press.layout.frame import Place, fitted
from makeready.press.layout.kinds import draws

BLURRED_PPI = 150
"""Below it people see that a picture is not sharp at reading distance."""
COARSE_PPI = 72
"""Below it they see the pixels."""


class ImageLowResolution(Finding):
    """A picture with too few pixels for its size in print."""

    code = "image-low-resolution"
    severity = Severity.WARNING
    sentence = "The image {item} prints at {ppi} ppi: {look}."
    fix = "Use a larger picture, or print it smaller; {limit} ppi or more look sharp."


class ImageTooCoarse(Finding):
    """A picture with fewer pixels than the design allows."""

    code = "image-too-coarse"
    sentence = "The image {item} would print at {ppi} ppi; the design asks for {least:g} at least."
    fix = "Use a larger picture, or print it smaller."


@draws("image")
def image(item: ImageItem, place: Place) -> tuple[DisplayItem, ...]:
    """The picture in its box; what cannot be had is a finding and nothing is painted."""
    try:
        file = place.sources.open(item.src, path=f"{place.path}/src", page=place.page)
        facts = probe(file, path=f"{place.path}/src", page=place.page)
    except PressError as error:
        place.keep(error.findings)
        return ()
    box, crop = _fit(item, facts.width, facts.height)
    ppi = min(effective_ppi(facts.width * crop.width, box.width), effective_ppi(facts.height * crop.height, box.height))
    if ppi < item.min_dpi:
        place.tell(ImageTooCoarse, item, "src", ppi=round(ppi), least=item.min_dpi)
    elif ppi < BLURRED_PPI:
        look = "its pixels will be seen" if ppi < COARSE_PPI else "it will look blurred"
        place.tell(ImageLowResolution, item, "src", ppi=round(ppi), look=look, limit=BLURRED_PPI)
    return (Picture(file, box, crop, item.alt),)


def _fit(item: ImageItem, width: int, height: int) -> tuple[Rect, Rect]:
    """Where the picture goes (mm), and which part of it (fractions)."""
    shown = item.crop or Crop()
    box, crop = Rect(item.x, item.y, item.width, item.height), Rect(shown.x, shown.y, shown.width, shown.height)
    across, down = width * crop.width, height * crop.height
    if item.fit != "cover":
        return fitted(across, down, box, item.fit), crop
    # The part that fills the box is as wide or as high as the crop, and centred on the focus as far as it can be.
    scale = min(across / box.width, down / box.height)
    part_width, part_height = box.width * scale / width, box.height * scale / height
    left = min(max(item.focus.x - part_width / 2, crop.x), crop.right - part_width)
    top = min(max(item.focus.y - part_height / 2, crop.y), crop.bottom - part_height)
    return box, Rect(max(left, 0.0), max(top, 0.0), min(part_width, 1.0), min(part_height, 1.0))
