"""Which spot inks does something painted use?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from makeready.press.displaylist.items import DisplayItem, GlyphRun, Group, Path
from makeready.press.displaylist.paint import Gradient, Paint, Spot


def spots(items: Iterable[DisplayItem], *, without_layers: Container[str] = ()) -> dict[str, Spot]:
    """The spot inks by name, in the order in which they are painted first; pictures and placed pages not looked into.

    without_layers: layers that are left out, such as technical ones.
    """
    found: dict[str, Spot] = {}
    for paint in _paints(items, without_layers):
        for ink in [stop.ink for stop in paint.stops] if isinstance(paint, Gradient) else [paint]:
            if isinstance(ink, Spot):
                found.setdefault(ink.name, ink)
    return found


def _paints(items: Iterable[DisplayItem], without: Container[str]) -> Iterator[Paint]:
    for item in items:
        if isinstance(item, Group):
            if item.layer is None or item.layer not in without:
                yield from _paints(item.items, without)
        elif isinstance(item, GlyphRun):
            yield item.ink
        elif isinstance(item, Path):
            if item.fill is not None:
                yield item.fill
            if item.stroke is not None:
                yield item.stroke.ink
