"""Where is an item, and how is it turned, faded and layered? What all kinds of item share."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from makeready.press.design.check import call
from makeready.press.design.items import AnyItem, Box, GroupItem, LineItem, PathItem
from makeready.press.design.path_data import parse
from makeready.press.displaylist.items import DisplayItem, Group
from makeready.press.displaylist.paint import Blend
from makeready.press.findings import Finding
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import IDENTITY, Matrix, Rect
from makeready.press.sources import SourceFiles

BLENDS = {
    "normal": Blend.NORMAL,
    "multiply": Blend.MULTIPLY,
    "screen": Blend.SCREEN,
    "overlay": Blend.OVERLAY,
    "darken": Blend.DARKEN,
    "lighten": Blend.LIGHTEN,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document an item is laid out, with what, and where its findings go.

    path: of the item. page: number from 1. safe: inside of it nothing important may reach, in the page's mm.
    matrix: from the item's own space to the page's. known: the document has the item, so the editor may take hold of
    it; what a placed SVG holds is not.
    """

    path: str
    page: int
    fonts: FontLibrary
    sources: SourceFiles
    findings: list[Finding] = field(default_factory=list)
    safe: Rect | None = None
    matrix: Matrix = IDENTITY
    known: bool = True

    def inside(self, path: str, matrix: Matrix) -> Place:
        """The same for an item within, whose space lies in this one as `matrix` says."""
        combined = self.matrix if matrix.is_identity else self.matrix @ matrix
        return Place(path, self.page, self.fonts, self.sources, self.findings, self.safe, combined, self.known)

    def tell(self, kind: type[Finding], item: AnyItem, at: str = "", **facts: Any) -> None:
        """Keep a finding about an item; `at` is the property at fault."""
        path = f"{self.path}/{at}" if at else self.path
        self.findings.append(kind(path=path, page=self.page, item=call(item, self.path), **facts))

    def keep(self, findings: Iterable[Finding], at: str = "") -> None:
        """Keep findings of others, with this place where they have none."""
        for finding in findings:
            placed = copy.copy(finding)
            placed.path = placed.path or (f"{self.path}/{at}" if at else self.path)
            placed.page = self.page
            self.findings.append(placed)


def framed(item: AnyItem, items: tuple[DisplayItem, ...], path: str | None) -> Group:
    """An item's finished group: turned about its centre, with its opacity, blend mode and layer."""
    return Group(
        items=items,
        matrix=turn_of(item),
        opacity=item.opacity,
        blend=BLENDS[item.blend],
        item=path,
        layer=item.layer,
        overprint=item.overprint,
    )


def turn_of(item: AnyItem) -> Matrix:
    """The item's rotation about the centre of its box."""
    return Matrix.turn(item.rotation, box_of(item).centre) if item.rotation else IDENTITY


def box_of(item: AnyItem) -> Rect:
    """An item's box before it is turned, mm; a group's is around all that is in it (or its clip)."""
    if isinstance(item, Box):
        return Rect(item.x, item.y, item.width, item.height)
    if isinstance(item, LineItem):
        return Rect(min(item.x, item.x2), min(item.y, item.y2), abs(item.x2 - item.x), abs(item.y2 - item.y))
    if isinstance(item, PathItem):
        box = path_box(item.path)
        return Rect(box.x + item.x, box.y + item.y, box.width, box.height)
    assert isinstance(item, GroupItem)
    if item.clip is not None:
        clip = item.clip
        box = path_box(clip.path) if clip.type == "path" else Rect(clip.x, clip.y, clip.width, clip.height)
    else:
        box = around(box_of(inner) for inner in item.items)
    return Rect(box.x + item.x, box.y + item.y, box.width, box.height)


@lru_cache(maxsize=1024)
def path_box(data: str) -> Rect:
    """The box around a path's points and controls: never smaller than the path."""
    points = [(numbers[place], numbers[place + 1]) for _, numbers in parse(data) for place in range(0, len(numbers), 2)]
    return around(Rect(x, y, 0.0, 0.0) for x, y in points)


def around(boxes: Iterable[Rect]) -> Rect:
    """The smallest box around others; an empty one at the origin around nothing."""
    found = list(boxes)
    if not found:
        return Rect(0.0, 0.0, 0.0, 0.0)
    left, top = min(box.x for box in found), min(box.y for box in found)
    return Rect(left, top, max(box.right for box in found) - left, max(box.bottom for box in found) - top)


def fitted(width: float, height: float, box: Rect, fit: str) -> Rect:
    """Where art of a size (any unit) goes in a box: `contain` shows all, `cover` fills, `stretch` distorts."""
    if fit == "stretch" or width <= 0 or height <= 0:
        return box
    scales = box.width / width, box.height / height
    scale = max(scales) if fit == "cover" else min(scales)
    across, down = width * scale, height * scale
    return Rect(box.x + (box.width - across) / 2, box.y + (box.height - down) / 2, across, down)
