"""How is a matrix code set again and again with other data? Its place depends on its size in modules alone."""

from __future__ import annotations

from dataclasses import replace

from makeready.press.barcodes.encode import encode
from makeready.press.barcodes.symbol import BarcodeFault
from makeready.press.design.items import BarcodeItem
from makeready.press.displaylist.cells import Cells
from makeready.press.displaylist.items import DisplayItem, Group, Path
from makeready.press.layout.frame import Place
from makeready.press.layout.group import lay_out_item
from makeready.press.layout.plain_text import Setter

KNOWN = frozenset({
    "type", "symbology", "data", "x", "y", "width", "height", "fill", "background", "quiet_zone", "show_text",
    "error_correction", "name", "rotation", "opacity", "blend", "visible", "locked", "layer", "overprint",
})  # fmt: skip
"""What may be said of an item whose group is the same but for its cells; a shadow, for one, is not."""


def setter(item: BarcodeItem, place: Place) -> Setter | None:
    """How to set the item with other data; it answers None where the code is no grid of cells, or is at fault."""
    if not item.model_fields_set <= KNOWN:
        return None
    samples: dict[int, Group | None] = {}

    def set_data(data: str) -> Group | None:
        if not data or data != data.strip():
            return None
        try:
            symbol = encode(item.symbology, data, item.error_correction)
        except BarcodeFault:
            return None
        if symbol.cells is None:
            return None
        if symbol.width not in samples:
            samples[symbol.width] = _sample(item, data, place)
        sample = samples[symbol.width]
        return None if sample is None else _with(sample, symbol.cells)

    return set_data


def _sample(item: BarcodeItem, data: str, place: Place) -> Group | None:
    """The item with some data of that size, laid out as ever; None where there is something to say of it."""
    findings: list = []
    there = replace(place, findings=findings)
    group = lay_out_item(item.changed({"data": data}), there)
    return None if findings else group


def _with(group: Group, cells: Cells) -> Group:
    """The group with other cells in place of its own."""
    items: tuple[DisplayItem, ...] = tuple(_one(item, cells) for item in group.items)
    return Group(
        items, group.matrix, group.clip, group.mask, group.opacity, group.blend, group.item, group.layer,
        group.overprint, group.isolated,
    )  # fmt: skip


def _one(item: DisplayItem, cells: Cells) -> DisplayItem:
    if isinstance(item, Group):
        return _with(item, cells)
    if isinstance(item, Path) and isinstance(item.segments, Cells):
        return Path(cells.as_segments(), item.fill)
    return item
