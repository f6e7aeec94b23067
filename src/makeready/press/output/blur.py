"""How does a soft mask reach the press? As a grey picture: PDF knows no blur, so it is done once, here.

What the mask's items cover is drawn, blurred by a Gaussian in floating point, and put in their place; the ink
below the mask stays ink. A blurred edge holds nothing finer than its blur, so that a modest resolution shows all.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from math import sqrt

from makeready.press.color.condition import OutputCondition
from makeready.press.displaylist.extent import extent
from makeready.press.displaylist.items import DisplayItem, Group, Mask, MaskBy, Picture
from makeready.press.displaylist.page import Page
from makeready.press.geometry import MM_PER_INCH, Matrix, Rect, mm_to_pt
from makeready.press.images.soften import soften
from makeready.press.pdf.conformance.plain import PLAIN
from makeready.press.pdf.fonts import FontSource
from makeready.press.pdf.writer import Stamp, write
from makeready.press.raster.pixels import rasterise_part
from makeready.press.sources import SourceFile

PIXELS_IN_A_BLUR = 8.0
"""Pixels in one standard deviation: neighbours are then less than 5 % apart."""
COARSEST_PPI, FINEST_PPI = 150.0, 300.0
PIXELS_AT_MOST = 8_000_000
"""An A3 sheet at 170 ppi."""
REACH = 3.3
"""How far a Gaussian is felt, standard deviations: below 1/1000 beyond."""
KEPT = 256
"""Masks remembered: what is the same on all records is blurred once."""

NO_DATE = Stamp(datetime(2000, 1, 1, tzinfo=UTC), "mask")


class SoftMasks:
    """Makes pages ready for writers that know no blur; for one file after the other, or one of many pages."""

    def __init__(self, fonts: FontSource, condition: OutputCondition) -> None:
        self._fonts = fonts
        self._condition = condition
        self._repeating: dict[int, tuple[Page | Group, Page | Group]] = {}

    def page(self, page: Page) -> Page:
        """The page with a picture in place of every blurred mask; itself where there is none.

        What repeats stays one and the same object.

        Raises:
            PressError: where a picture or placed PDF in a mask cannot be read.
        """
        if not _has_blur(page.items):
            return page
        if (known := self._repeating.get(id(page))) is not None:
            assert isinstance(known[1], Page)
            return known[1]
        made = replace(page, items=self._items(page.items))
        if page.repeats:
            self._repeating[id(page)] = page, made
        return made

    def _items(self, items: tuple[DisplayItem, ...]) -> tuple[DisplayItem, ...]:
        return tuple(self._group(item) if isinstance(item, Group) else item for item in items)

    def _group(self, group: Group) -> Group:
        if not _blurs(group):
            return group
        if (known := self._repeating.get(id(group))) is not None:
            assert isinstance(known[1], Group)
            return known[1]
        mask = self._mask(group.mask) if group.mask else None
        made = replace(group, items=self._items(group.items), mask=mask)
        if group.repeats:
            self._repeating[id(group)] = group, made
        return made

    def _mask(self, mask: Mask) -> Mask:
        inner = self._items(mask.items)
        if mask.blur <= 0:
            return replace(mask, items=inner)
        reach = extent(inner)
        if reach is None:
            return replace(mask, items=inner, blur=0.0)
        box = reach.grown(REACH * mask.blur)
        return Mask((Picture(self._blurred(replace(mask, items=inner), box), box),), MaskBy.LUMINOSITY)

    def _blurred(self, mask: Mask, box: Rect) -> SourceFile:
        known = (mask, self._condition.sha256)
        if (found := _kept.get(known)) is not None:
            return found
        ppi = min(max(PIXELS_IN_A_BLUR * MM_PER_INCH / mask.blur, COARSEST_PPI), FINEST_PPI)
        width, height = box.width / MM_PER_INCH * ppi, box.height / MM_PER_INCH * ppi
        ppi *= min(1.0, sqrt(PIXELS_AT_MOST / (width * height)))
        across = max(1, round(box.width / MM_PER_INCH * ppi))
        whole = Rect(0, 0, mm_to_pt(box.width), mm_to_pt(box.height))
        drawn = rasterise_part(self._pdf(mask, box, ppi), 1, whole, width_px=across)
        sigma = mask.blur / box.width * across
        file = SourceFile(soften(drawn, sigma, by_lightness=mask.by is MaskBy.LUMINOSITY))
        _kept.put(known, file)
        return file

    def _pdf(self, mask: Mask, box: Rect, ppi: float) -> bytes:
        out, size = io.BytesIO(), Rect(0.0, 0.0, box.width, box.height)
        page = Page("mask", size, size, size, (Group(mask.items, Matrix.move(-box.x, -box.y)),))
        write(
            [page],
            fonts=self._fonts,
            condition=self._condition,
            color="gray",
            title="",
            stamp=NO_DATE,
            conformance=PLAIN,
            image_ppi=ppi,
            out=out,
        )
        return out.getvalue()


def _has_blur(items: tuple[DisplayItem, ...]) -> bool:
    return any(type(item) is Group and _blurs(item) for item in items)


def _blurs(group: Group) -> bool:
    """Whether anything in a group is behind a blurred mask."""
    mask = group.mask
    return (mask is not None and (mask.blur > 0 or _has_blur(mask.items))) or _has_blur(group.items)


_Key = tuple[Mask, str]


class _Kept:
    """Masks made lately. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._files: OrderedDict[_Key, SourceFile] = OrderedDict()

    def get(self, key: _Key) -> SourceFile | None:
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def put(self, key: _Key, file: SourceFile) -> None:
        with self._lock:
            self._files[key] = file
            if len(self._files) > self._most:
                self._files.popitem(last=False)


_kept = _Kept(KEPT)
