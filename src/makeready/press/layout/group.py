"""How are items within a group laid out, moved to its corner and clipped by its window?"""

from __future__ import annotations

from dataclasses import replace

from makeready.press.design.items import AnyItem, GroupItem
from makeready.press.displaylist.items import DisplayItem, Group
from makeready.press.geometry import IDENTITY, Matrix
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
    """One item as a finished group."""
    own = turn_of(item)
    if isinstance(item, GroupItem) and (item.x or item.y):
        own = own @ Matrix.move(item.x, item.y)
    drawn = drawing_of(item.type)(item, place.inside(place.path, own))
    made = framed(item, drawn, place.path if place.known else None)
    if isinstance(item, GroupItem):
        made = replace(made, matrix=own, clip=clip_path(item.clip, 0.0, 0.0) if item.clip else None)
    return made
