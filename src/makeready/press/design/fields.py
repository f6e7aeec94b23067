"""How does a record fill a design's variables? Every `{{Name}}` gets its value, every fault is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from makeready.press.design import placeholders
from makeready.press.design.check import FieldUnknown, asking, call
from makeready.press.design.color_words import color_of
from makeready.press.design.conditions import holds
from makeready.press.design.document import Document, FieldDefinition
from makeready.press.design.effects import Shadow
from makeready.press.design.items import AnyItem, BarcodeItem, GroupItem, ImageItem, TableItem, TextItem
from makeready.press.design.paint import BLACK, Color, FieldColor, Paint, Stroke, colors_of, with_fields
from makeready.press.design.table import MAX_ROWS, rows_of
from makeready.press.design.text import MAX_TEXT, TextRun
from makeready.press.design.values import printed, wrong
from makeready.press.findings import Finding


class FieldMissing(Finding):
    """A required field is not filled."""

    code = "field-missing"
    sentence = "The field “{name}” is not filled."
    fix = "Fill it in; nothing is printed without it."


class FieldValueWrong(Finding):
    """A field is filled with something that it does not take."""

    code = "field-value-wrong"
    sentence = "The field “{name}” {why}"
    fix = "Correct the value."


def fill(document: Document, record: Mapping[str, str]) -> tuple[Document, tuple[Finding, ...]]:
    """The document with every placeholder filled from the record, and what is wrong with the record.

    A field that is absent or empty takes its default, else it is empty; missing required ones are errors. Texts show
    numbers and dates by their field's format; barcodes and addresses take values as they come.
    A picture, placed PDF or SVG whose `src` becomes empty is left out, a barcode without data too, and what the
    record says is not to be shown (`visible_if`).
    """
    blanks = Blanks(document)
    filling = blanks.filling(record)
    pages = []
    for number, page in enumerate(document.pages):
        changed = {blank.place: filling.item(blank) for blank in blanks.on_page(number + 1)}
        items = tuple(changed.get(place, item) for place, item in enumerate(page.items))
        pages.append(page.changed({"items": items}) if changed else page)
    return document.changed({"pages": tuple(pages)}), tuple(filling.findings)


@dataclass(frozen=True, slots=True)
class Blank:
    """An item that asks for fields. place: on its page, from 0. page: from 1. path: in the document.

    changes: its one property that a record changes (`text`, `data`, `src`); None where there are more. name: of the
    field, where a text is nothing but its value.
    """

    item: AnyItem
    place: int
    page: int
    path: str
    changes: str | None
    name: str = ""


FREE = frozenset({"name", "label", "default"})
"""What is said of a text field that takes every text."""


class Blanks:
    """What in a document is to be filled: found once, for any number of records."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._on_page = [
            [
                Blank(item, place, number, f"pages/{number - 1}/items/{place}", _only_change(item), _whole_name(item))
                for place, item in enumerate(page.items)
                if _asks(item)
            ]
            for number, page in enumerate(document.pages, 1)
        ]
        self.formats = [field for field in document.fields if field.format]
        self.least_dpi = {field.name: field.min_dpi for field in document.fields if field.min_dpi}
        self.defaults = [(field.name, field.default) for field in document.fields]
        self._fields = [(number, field, field.model_fields_set <= FREE) for number, field in enumerate(document.fields)]

    def on_page(self, number: int) -> list[Blank]:
        """Those of a page, from 1; all its other items stay as they are."""
        return self._on_page[number - 1]

    def filling(self, record: Mapping[str, str]) -> Filling:
        """A record ready to go into the blanks, with what is wrong with it."""
        values = {name: record.get(name) or default for name, default in self.defaults}
        filling = Filling(self, values, record)
        for number, field, is_free in self._fields:
            value = values[field.name]
            if not (is_free and value.isascii() and len(value) <= MAX_TEXT):
                filling.findings += _faults(field, value, number, self.document.locale)
        return filling


def _asks(item: AnyItem) -> bool:
    if item.visible_if is not None or (item.mask is not None and any(_asks(inner) for inner in item.mask.items)):
        return True
    if isinstance(item, GroupItem) and any(_asks(inner) for inner in item.items):
        return True
    if isinstance(item, TableItem) and item.rows_from:
        return True
    return any("{{" in words for _, words in asking(item)) or any(_field_colors(item))


def _only_change(item: AnyItem) -> str | None:
    if item.visible_if is not None or item.mask is not None:
        return None
    asked = [key for key, _ in asking(item)]
    return asked[0] if len(asked) == 1 and "/" not in asked[0] and not any(_field_colors(item)) else None


def _whole_name(item: AnyItem) -> str:
    names = placeholders.named(item.text) if isinstance(item, TextItem) else ()
    return names[0] if len(names) == 1 and isinstance(item, TextItem) and item.text == f"{{{{{names[0]}}}}}" else ""


def _field_colors(item: AnyItem) -> Iterator[bool]:
    for painted in (item, *(item.runs if isinstance(item, TextItem) else ())):
        for key in _painted(type(painted)):
            found = getattr(painted, key)
            paint: Paint | None = found.color if isinstance(found, Stroke | Shadow) else found
            if paint is not None:
                yield any(isinstance(color, FieldColor) for _, color in colors_of(paint))


def _faults(field: FieldDefinition, value: str, number: int, locale: str) -> tuple[Finding, ...]:
    if not value.strip():
        if field.required:
            return (FieldMissing(path=f"fields/{number}", name=field.label or field.name),)
    elif why := wrong(field, value, locale):
        return (FieldValueWrong(path=f"fields/{number}", name=field.label or field.name, why=why),)
    return ()


class Filling:
    """One record going into the blanks of a document; items that ask for nothing stay the same objects."""

    def __init__(self, blanks: Blanks, values: Mapping[str, str], record: Mapping[str, str]) -> None:
        self.values = values
        self.shown = values
        if blanks.formats:
            locale = blanks.document.locale
            self.shown = {**values, **{f.name: printed(f, values[f.name], locale) for f in blanks.formats}}
        self.least_dpi = blanks.least_dpi
        self.record = record
        self.findings: list[Finding] = []

    def item(self, blank: Blank) -> AnyItem:
        """The item, filled; itself where nothing changes."""
        return self._item(blank.item, blank.path, blank.page)

    def words(self, blank: Blank) -> str:
        """What goes into a blank's one property."""
        assert blank.changes is not None
        if blank.name and (value := self.shown.get(blank.name)) is not None:
            return value
        return self._words(getattr(blank.item, blank.changes), blank.item, blank.path, blank.changes, blank.page)

    def _items(self, items: tuple[AnyItem, ...], path: str, page: int) -> tuple[AnyItem, ...]:
        filled = [self._item(item, f"{path}/{number}", page) for number, item in enumerate(items)]
        if all(new is old for new, old in zip(filled, items, strict=True)):
            return items
        return tuple(filled)

    def _item(self, item: AnyItem, path: str, page: int) -> AnyItem:
        if item.visible_if is not None and not holds(item.visible_if, {**self.record, **self.values}):
            return item.changed({"visible": False})
        if item.mask is not None:
            mask = self._items(item.mask.items, f"{path}/mask/items", page)
            if mask is not item.mask.items:
                item = item.changed({"mask": item.mask.changed({"items": mask})})
        if isinstance(item, GroupItem):
            inner = self._items(item.items, f"{path}/items", page)
            changed = self._paint(item) | ({} if inner is item.items else {"items": inner})
            return item.changed(changed) if changed else item
        if isinstance(item, TextItem) and item.runs:
            return self._runs(item, path, page)
        if isinstance(item, TableItem):
            return self._table(item, path, page)
        changes: dict[str, Any] = {}
        for key, words in asking(item):
            if "{{" in words and (new := self._words(words, item, path, key, page)) != words:
                changes[key] = new
                if not new.strip() and not isinstance(item, TextItem):
                    # Paths in findings and in the editor count items: what is empty is hidden, not removed.
                    changes["visible"] = False
                elif isinstance(item, ImageItem) and (least := self._least_dpi(words)) > item.min_dpi:
                    changes["min_dpi"] = least
        changes |= self._paint(item)
        return item.changed(changes) if changes else item

    def _runs(self, item: TextItem, path: str, page: int) -> TextItem:
        """A text in stretches: what is filled in looks as the stretch that asks for it."""
        runs = []
        for number, run in enumerate(item.runs):
            words = self._words(run.text, item, path, f"runs/{number}/text", page) if "{{" in run.text else run.text
            changes = ({"text": words} if words != run.text else {}) | self._paint(run)
            runs.append(run.changed(changes) if changes else run)
        changes = self._paint(item)
        if any(new is not old for new, old in zip(runs, item.runs, strict=True)):
            changes["runs"] = tuple(runs)
        return item.changed(changes) if changes else item

    def _table(self, item: TableItem, path: str, page: int) -> TableItem:
        """A table with its cells filled, and the rows that a field lists."""
        rows = []
        for at, row in enumerate(item.rows):
            cells = tuple(
                cell.changed({"text": self._words(cell.text, item, path, f"rows/{at}/cells/{number}/text", page)})
                if "{{" in cell.text
                else cell
                for number, cell in enumerate(row.cells)
            )
            rows.append(row.changed({"cells": cells}))
        listed = self.values.get(item.rows_from) or self.record.get(item.rows_from, "") if item.rows_from else ""
        return item.changed({"rows": (*rows, *rows_of(listed, item.separator))[:MAX_ROWS], **self._paint(item)})

    def _words(self, words: str, item: AnyItem, path: str, key: str, page: int) -> str:
        values = self.shown if isinstance(item, TextItem | TableItem) else self.values

        def value(name: str) -> str | None:
            if name in values:
                return values[name]
            if name in self.record:
                return self.record[name]
            self.findings.append(FieldUnknown(path=f"{path}/{key}", page=page, name=name, item=call(item, path)))
            return None

        new = placeholders.replaced(words, value)
        return new.strip() if isinstance(item, BarcodeItem) else new

    def _least_dpi(self, src: str) -> float:
        """What the fields of a picture's address ask for."""
        return max((self.least_dpi.get(name, 0.0) for name in placeholders.named(src)), default=0.0)

    def _paint(self, item: AnyItem | TextRun) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        for key in _painted(type(item)):
            paint = getattr(item, key)
            if isinstance(paint, Stroke | Shadow):
                color = with_fields(paint.color, self._chosen)
                if color is not paint.color:
                    changes[key] = paint.changed({"color": color})
            elif paint is not None and (new := with_fields(paint, self._chosen)) is not paint:
                changes[key] = new
        return changes

    def _chosen(self, color: FieldColor) -> Color:
        return color_of(self.values.get(color.field, "")) or BLACK


@lru_cache(maxsize=64)
def _painted(kind: type[AnyItem | TextRun]) -> tuple[str, ...]:
    """Which properties of a kind of item are paints, or have one."""
    return tuple(key for key in ("fill", "background", "stroke", "shadow") if key in kind.model_fields)
