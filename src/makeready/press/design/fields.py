"""How does a record fill a design's variables? Every `{{Name}}` gets its value, every fault is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from makeready.press.design import placeholders
from makeready.press.design.check import FieldUnknown, asking, call
from makeready.press.design.color_words import color_of
from makeready.press.design.document import Document, FieldDefinition
from makeready.press.design.items import AnyItem, BarcodeItem, GroupItem, ImageItem, TextItem
from makeready.press.design.paint import BLACK, Color, FieldColor, Stroke
from makeready.press.design.text import TextRun
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
    A picture, placed PDF or SVG whose `src` becomes empty is left out, a barcode without data too.
    """
    values = {f.name: record.get(f.name) or f.default for f in document.fields}
    findings = [
        fault
        for number, field in enumerate(document.fields)
        for fault in _faults(field, values, number, document.locale)
    ]
    filling = _Filling(document, values, {name: value for name, value in record.items() if name not in values})
    pages = tuple(
        page.model_copy(update={"items": items})
        if (items := filling.items(page.items, f"pages/{number}/items", number + 1)) is not page.items
        else page
        for number, page in enumerate(document.pages)
    )
    return document.model_copy(update={"pages": pages}), (*findings, *filling.findings)


def _faults(field: FieldDefinition, values: Mapping[str, str], number: int, locale: str) -> Iterator[Finding]:
    value = values[field.name]
    if not value.strip():
        if field.required:
            yield FieldMissing(path=f"fields/{number}", name=field.label or field.name)
        return
    if why := wrong(field, value, locale):
        yield FieldValueWrong(path=f"fields/{number}", name=field.label or field.name, why=why)


class _Filling:
    """One record going into one document; items that ask for nothing stay the same objects."""

    def __init__(self, document: Document, values: Mapping[str, str], strangers: Mapping[str, str]) -> None:
        self.values = values
        formatted = {f.name: printed(f, values[f.name], document.locale) for f in document.fields if f.format}
        self.shown = {**values, **formatted} if formatted else values
        self.least_dpi = {f.name: f.min_dpi for f in document.fields if f.min_dpi}
        self.strangers = strangers
        self.findings: list[Finding] = []

    def items(self, items: tuple[AnyItem, ...], path: str, page: int) -> tuple[AnyItem, ...]:
        """The items filled; the same tuple where nothing changed."""
        filled = [self._item(item, f"{path}/{number}", page) for number, item in enumerate(items)]
        if all(new is old for new, old in zip(filled, items, strict=True)):
            return items
        return tuple(filled)

    def _item(self, item: AnyItem, path: str, page: int) -> AnyItem:
        if isinstance(item, GroupItem):
            inner = self.items(item.items, f"{path}/items", page)
            return item if inner is item.items else item.model_copy(update={"items": inner})
        if isinstance(item, TextItem) and item.runs:
            return self._runs(item, path, page)
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
        return item.model_copy(update=changes) if changes else item

    def _runs(self, item: TextItem, path: str, page: int) -> TextItem:
        """A text in stretches: what is filled in looks as the stretch that asks for it."""
        runs = []
        for number, run in enumerate(item.runs):
            words = self._words(run.text, item, path, f"runs/{number}/text", page) if "{{" in run.text else run.text
            changes = ({"text": words} if words != run.text else {}) | self._paint(run)
            runs.append(run.model_copy(update=changes) if changes else run)
        changes = self._paint(item)
        if any(new is not old for new, old in zip(runs, item.runs, strict=True)):
            changes["runs"] = tuple(runs)
        return item.model_copy(update=changes) if changes else item

    def _words(self, words: str, item: AnyItem, path: str, key: str, page: int) -> str:
        values = self.shown if isinstance(item, TextItem) else self.values

        def value(name: str) -> str | None:
            if name in values:
                return values[name]
            if name in self.strangers:
                return self.strangers[name]
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
            if isinstance(paint, FieldColor):
                changes[key] = self._chosen(paint)
            elif isinstance(paint, Stroke) and isinstance(paint.color, FieldColor):
                changes[key] = paint.model_copy(update={"color": self._chosen(paint.color)})
        return changes

    def _chosen(self, color: FieldColor) -> Color:
        return color_of(self.values.get(color.field, "")) or BLACK


@lru_cache(maxsize=64)
def _painted(kind: type[AnyItem | TextRun]) -> tuple[str, ...]:
    """Which properties of a kind of item are colours or strokes."""
    return tuple(key for key in ("fill", "background", "stroke") if key in kind.model_fields)
