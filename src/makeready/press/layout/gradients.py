"""How does one gradient run through many parts of an item? Through all of them at once, as if they were one shape."""

from __future__ import annotations

from dataclasses import replace

from makeready.press.design.paint import Paint as DesignPaint
from makeready.press.displaylist.extent import extent
from makeready.press.displaylist.items import DisplayItem, GlyphRun, Group, Mask, MaskBy, Path
from makeready.press.displaylist.paint import Gradient, Paint
from makeready.press.geometry import IDENTITY, Matrix, Rect
from makeready.press.layout.ink import fading
from makeready.press.layout.shape import rectangle


def as_one(items: tuple[DisplayItem, ...], back: Matrix = IDENTITY) -> tuple[DisplayItem, ...]:
    """Items whose gradients stand in the space of all; within groups that are moved or turned they go the way back."""
    return tuple(_seen(item, back) for item in items)


def faded(items: tuple[DisplayItem, ...], stated: DesignPaint, box: Rect) -> tuple[DisplayItem, ...]:
    """Items behind a mask where the gradient's stops are seen through."""
    fade = fading(stated, box)
    reach = extent(items) if fade else None
    if fade is None or reach is None:
        return items
    return (Group(items, mask=Mask((Path(rectangle(reach), fill=fade),), MaskBy.LUMINOSITY)),)


def _seen(item: DisplayItem, back: Matrix) -> DisplayItem:
    if isinstance(item, Group):
        way = item.matrix.inverse()
        return replace(item, items=as_one(item.items, way @ back)) if way is not None else item
    if isinstance(item, GlyphRun):
        return replace(item, ink=_placed(item.ink, back))
    if isinstance(item, Path) and item.fill is not None:
        return replace(item, fill=_placed(item.fill, back))
    return item


def _placed(paint: Paint, back: Matrix) -> Paint:
    return replace(paint, matrix=back @ paint.matrix) if isinstance(paint, Gradient) else paint
