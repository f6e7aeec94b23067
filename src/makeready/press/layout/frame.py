"""Where is an item, and how is it turned, faded and layered? What all kinds of item share."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from makeready.press.design.check import call
from makeready.press.design.effects import Shadow
from makeready.press.design.items import AnyItem
from makeready.press.displaylist.extent import extent
from makeready.press.displaylist.items import Close, DisplayItem, Group, LineTo, Mask, MaskBy, MoveTo, Path
from makeready.press.displaylist.paint import Blend
from makeready.press.findings import Finding
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import IDENTITY, Matrix, Point, Rect
from makeready.press.layout.boxes import box_of
from makeready.press.layout.ink import ink
from makeready.press.sources import SourceFiles

BLENDS = {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", blend.value).lower(): blend for blend in Blend}
"""A document's words (CSS's) and the display list's (PDF's): `color-dodge` is ColorDodge."""

BLUR_REACH = 3.3
"""How far a Gaussian is felt, standard deviations."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document an item is laid out, with what, and where its findings go.

    path: of the item. page: number from 1. safe: inside of it nothing important may reach, in the page's mm.
    matrix: from the item's own space to the page's. known: the document has the item, so the editor may take hold of
    it; what a placed SVG or a mask holds is not. technical: the page's technical layers, which overprint.
    """

    path: str
    page: int
    fonts: FontLibrary
    sources: SourceFiles
    findings: list[Finding] = field(default_factory=list)
    safe: Rect | None = None
    matrix: Matrix = IDENTITY
    known: bool = True
    technical: frozenset[str] = frozenset()

    def inside(self, path: str, matrix: Matrix) -> Place:
        """The same for an item within, whose space lies in this one as `matrix` says."""
        combined = self.matrix if matrix.is_identity else self.matrix @ matrix
        return replace(self, path=path, matrix=combined)

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


def framed(
    item: AnyItem,
    items: tuple[DisplayItem, ...],
    place: Place,
    *,
    matrix: Matrix,
    clip: Path | None = None,
    mask: Mask | None = None,
) -> Group:
    """An item's finished group: moved and turned by `matrix`, clipped, masked, with its shadow below it.

    A shadow is a group of its own beside the item's: it mixes with what lies below, not with the item.
    """
    overprint = item.overprint or item.layer in place.technical
    path, blend = place.path if place.known else None, BLENDS[item.blend]
    if item.shadow is None:
        return Group(items, matrix, clip, mask, item.opacity, blend, path, item.layer, overprint)
    seen = Group(items, clip=clip, mask=mask, opacity=item.opacity, blend=blend)
    below = shadow_of(seen, item.shadow)
    return Group((*below, seen), matrix, item=path, layer=item.layer, overprint=overprint)


def shadow_of(seen: Group, shadow: Shadow) -> tuple[Group, ...]:
    """Ink wherever something is painted, moved and blurred; nothing below nothing."""
    sigma = shadow.blur / 2
    moved = replace(seen, matrix=Matrix.move(shadow.x, shadow.y), blend=Blend.NORMAL)
    reach = extent((moved,))
    if reach is None or shadow.opacity == 0:
        return ()
    ground = reach.grown(BLUR_REACH * sigma)
    corners = [Point(x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    at = [Point(ground.x + corner.x * ground.width, ground.y + corner.y * ground.height) for corner in corners]
    flood = Path((MoveTo(at[0]), *(LineTo(point) for point in at[1:]), Close()), fill=ink(shadow.color))
    mask = Mask((moved,), MaskBy.ALPHA, sigma)
    return (Group((flood,), mask=mask, opacity=shadow.opacity, blend=BLENDS[shadow.blend], overprint=shadow.overprint),)


def turn_of(item: AnyItem) -> Matrix:
    """The item's rotation about the centre of its box."""
    return Matrix.turn(item.rotation, box_of(item).centre) if item.rotation else IDENTITY


def fitted(width: float, height: float, box: Rect, fit: str) -> Rect:
    """Where art of a size (any unit) goes in a box: `contain` shows all, `cover` fills, `stretch` distorts."""
    if fit == "stretch" or width <= 0 or height <= 0:
        return box
    scales = box.width / width, box.height / height
    scale = max(scales) if fit == "cover" else min(scales)
    across, down = width * scale, height * scale
    return Rect(box.x + (box.width - across) / 2, box.y + (box.height - down) / 2, across, down)
