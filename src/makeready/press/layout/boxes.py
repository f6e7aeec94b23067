"""Which box has an item, before it is turned? Of paths and groups, the one around all that is in them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from makeready.press.design.items import AnyItem, Box, GroupItem, LineItem, PathItem
from makeready.press.design.path_data import parse
from makeready.press.geometry import Rect


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
