"""How are items within a group laid out, moved to its corner and clipped by its window?"""

from __future__ import annotations

from dataclasses import replace

from makeready.press.design.items import AnyItem, GroupItem, ItemMask
from makeready.press.displaylist.items import DisplayItem, Group, Mask, MaskBy
from makeready.press.geometry import IDENTITY, Matrix
from makeready.press.layout.boxes import box_of
from makeready.press.layout.frame import Place, framed, turn_of
from makeready.press.layout.kinds import drawing_of, draws
from makeready.press.layout.shape import clip_path


@draws("group")
def group(item: GroupItem, place: Place) -> tuple[DisplayItem, ...]:
    """What is in the group, in the group's own space."""
    return inside(item.items, place, IDENTITY)


def inside(items: tuple[AnyItem, ...], place: Place, matrix: Matrix) -> tuple[Group, ...]:
    """Items laid out within another one; `matrix` leads from their space to that of `place`."""
    return tuple(
        lay_out_item(item, place.inside(f"{place.path}/items/{number}" if place.known else place.path, matrix))
        for number, item in enumerate(items)
        if item.visible
    )


def lay_out_item(item: AnyItem, place: Place) -> Group:
    """One item as a finished group; a group's clip and mask are in its own space, from its corner."""
    own, clip = turn_of(item), getattr(item, "clip", None)
    if isinstance(item, GroupItem):
        own = own @ Matrix.move(item.x, item.y) if item.x or item.y else own
        window = clip_path(clip, 0.0, 0.0) if clip else None
    else:
        corner = box_of(item) if clip else None
        window = clip_path(clip, corner.x, corner.y) if clip and corner else None
    here = place.inside(place.path, own)
    drawn = drawing_of(item.type)(item, here)
    mask = _mask(item.mask, here) if item.mask else None
    return framed(item, drawn, place, matrix=own, clip=window, mask=mask)


def _mask(mask: ItemMask, place: Place) -> Mask:
    """A mask's items; the editor does not take hold of them."""
    items = tuple(
        lay_out_item(item, replace(place, path=f"{place.path}/mask/items/{number}", known=False))
        for number, item in enumerate(mask.items)
        if item.visible
    )
    return Mask(items, MaskBy(mask.by))
