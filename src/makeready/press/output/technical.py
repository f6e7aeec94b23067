"""Which layers go into a file? Previews may leave technical ones out; a cutter may want nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from makeready.press.displaylist.items import DisplayItem, Group
from makeready.press.displaylist.page import Page
from makeready.press.output.wish import Technical


def layers_of(wish: Technical) -> Callable[[Page], Page]:
    """What a wish makes of a page."""
    return {"keep": _whole, "leave-out": without_technical, "only": only_technical}[wish]


def without_technical(page: Page) -> Page:
    """The page without its technical layers."""
    names = {layer.name for layer in page.technical}
    return replace(page, items=_without(page.items, names), technical=(), repeats=False) if names else page


def only_technical(page: Page) -> Page:
    """The page with its technical layers alone."""
    return replace(page, items=_only(page.items, {layer.name for layer in page.technical}), repeats=False)


def _whole(page: Page) -> Page:
    return page


def _without(items: tuple[DisplayItem, ...], names: set[str]) -> tuple[DisplayItem, ...]:
    kept: list[DisplayItem] = []
    for item in items:
        if not isinstance(item, Group):
            kept.append(item)
        elif item.layer not in names:
            kept.append(replace(item, items=_without(item.items, names), repeats=False))
    return tuple(kept)


def _only(items: tuple[DisplayItem, ...], names: set[str]) -> tuple[DisplayItem, ...]:
    """The groups of these layers, with the groups around them for their places and clips."""
    kept: list[DisplayItem] = []
    for item in items:
        if not isinstance(item, Group):
            continue
        if item.layer in names:
            kept.append(item)
        elif inner := _only(item.items, names):
            kept.append(replace(item, items=inner, repeats=False))
    return tuple(kept)
