"""How does a record fill a design's variables? Every `{{Name}}` gets its value, every fault is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from makeready.press.design import placeholders
from makeready.press.design.check import FieldUnknown, asking, call
from makeready.press.design.document import Document, FieldDefinition
from makeready.press.design.items import MAX_SRC, MAX_TEXT, AnyItem, BarcodeItem, GroupItem, TextItem
from makeready.press.design.paint import BLACK, CmykColor, Color, FieldColor, GrayColor, RgbColor, Stroke
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

    A field that is absent or empty takes its default, else it is empty; missing required ones are errors.
    A picture, placed PDF or SVG whose `src` becomes empty is left out, a barcode without data too.
    """
    values = {f.name: record.get(f.name) or f.default for f in document.fields}
    findings = [fault for number, field in enumerate(document.fields) for fault in _faults(field, values, number)]
    filling = _Filling(values, {name: value for name, value in record.items() if name not in values})
    pages = tuple(
        page.model_copy(update={"items": items})
        if (items := filling.items(page.items, f"pages/{number}/items", number + 1)) is not page.items
        else page
        for number, page in enumerate(document.pages)
    )
    return document.model_copy(update={"pages": pages}), (*findings, *filling.findings)


def _faults(field: FieldDefinition, values: Mapping[str, str], number: int) -> Iterator[Finding]:
    value = values[field.name]
    if not value.strip():
        if field.required:
            yield FieldMissing(path=f"fields/{number}", name=field.label or field.name)
        return
    if why := _wrong(field, value):
        yield FieldValueWrong(path=f"fields/{number}", name=field.label or field.name, why=why)


def _wrong(field: FieldDefinition, value: str) -> str:
    most = field.max_length or (MAX_SRC if field.type == "image" else MAX_TEXT)
    if _broken(value):
        return "holds half a character (a lone surrogate), which no font has."
    if len(value) > most:
        return f"holds {len(value)} characters; {most} are the most."
    if field.type == "choice" and value not in field.choices:
        return f"takes one of its choices, and “{value[:40]}” is none of them."
    if field.type == "color" and _color(value) is None:
        return f"takes a colour such as #0055ff or cmyk(0, 100, 0, 0), and “{value[:40]}” is none."
    return _wrong_number(field, value) if field.type == "number" else ""


def _broken(value: str) -> bool:
    """Whether a value cannot be written as UTF-8: it holds a lone surrogate, as broken JSON escapes leave them."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


def _wrong_number(field: FieldDefinition, value: str) -> str:
    try:
        number = float(value.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        return f"takes a number, and “{value[:40]}” is none."
    if field.minimum is not None and number < field.minimum:
        return f"takes at least {field.minimum:g} (it is {value})."
    if field.maximum is not None and number > field.maximum:
        return f"takes at most {field.maximum:g} (it is {value})."
    return ""


class _Filling:
    """One record going into one document; items that ask for nothing stay the same objects."""

    def __init__(self, values: Mapping[str, str], strangers: Mapping[str, str]) -> None:
        self.values = values
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
        changes: dict[str, Any] = {}
        for key, words in asking(item):
            if "{{" in words and (new := self._words(words, item, f"{path}/{key}", page)) != words:
                changes[key] = new
                if not new.strip() and not isinstance(item, TextItem):
                    # Paths in findings and in the editor count items: what is empty is hidden, not removed.
                    changes["visible"] = False
        changes |= self._paint(item)
        return item.model_copy(update=changes) if changes else item

    def _words(self, words: str, item: AnyItem, path: str, page: int) -> str:
        def value(name: str) -> str | None:
            if name in self.values:
                return self.values[name]
            if name in self.strangers:
                return self.strangers[name]
            self.findings.append(FieldUnknown(path=path, page=page, name=name, item=call(item, path.rsplit("/", 1)[0])))
            return None

        new = placeholders.replaced(words, value)
        return new.strip() if isinstance(item, BarcodeItem) else new

    def _paint(self, item: AnyItem) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        for key in _painted(type(item)):
            paint = getattr(item, key)
            if isinstance(paint, FieldColor):
                changes[key] = self._chosen(paint)
            elif isinstance(paint, Stroke) and isinstance(paint.color, FieldColor):
                changes[key] = paint.model_copy(update={"color": self._chosen(paint.color)})
        return changes

    def _chosen(self, color: FieldColor) -> Color:
        return _color(self.values.get(color.field, "")) or BLACK


@lru_cache(maxsize=64)
def _painted(kind: type[AnyItem]) -> tuple[str, ...]:
    """Which properties of a kind of item are colours or strokes."""
    return tuple(key for key in ("fill", "background", "stroke") if key in kind.model_fields)


_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_FUNCTION = re.compile(r"(cmyk|rgb|gr[ae]y)\(([^()]*)\)", re.IGNORECASE)


def _color(value: str) -> Color | None:
    """A colour as people write it: `#0055ff`, `rgb(0, 85, 255)`, `cmyk(100, 50, 0, 0)`, `gray(50)`."""
    value = value.strip()
    if found := _HEX.fullmatch(value):
        red, green, blue = (float(int(pair, 16)) for pair in found.groups())
        return RgbColor(rgb=(red, green, blue))
    if not (found := _FUNCTION.fullmatch(value)):
        return None
    try:
        parts = [float(part.strip().rstrip("%")) for part in found[2].split(",")]
    except ValueError:
        return None
    kind = found[1].lower()
    if kind == "cmyk" and len(parts) == 4 and all(0 <= part <= 100 for part in parts):
        return CmykColor(cmyk=(parts[0], parts[1], parts[2], parts[3]))
    if kind == "rgb" and len(parts) == 3 and all(0 <= part <= 255 for part in parts):
        return RgbColor(rgb=(parts[0], parts[1], parts[2]))
    if kind in ("gray", "grey") and len(parts) == 1 and 0 <= parts[0] <= 100:
        return GrayColor(gray=parts[0])
    return None
