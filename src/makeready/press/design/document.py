"""What is a design document? Fields, pages, their items; read from JSON with every fault told at once.

document = read(source)          # PressError with all findings
filled, findings = fill(document, {"Name": "Anna"})    # design/fields.py
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from makeready.press.design.check import check
from makeready.press.design.items import MAX_PLACE, AnyItem, GroupItem, PathData, Side, Symbology
from makeready.press.design.layers import TechnicalLayer
from makeready.press.design.paint import CmykColor, Flag, InkName, Model, Number, ProcessColor, Whole
from makeready.press.design.sentences import in_words
from makeready.press.design.upgrade import VERSION, to_present
from makeready.press.findings import Finding, PressError, errors

MAX_BYTES = 256 * 1024 * 1024
"""Longest document, bytes; pictures may be inside as `data:` URIs."""
MAX_PAGES = 500
MAX_FIELDS = 500
MAX_FINDINGS = 200
"""More faults than this are counted, not listed."""

Dimension = Side
Locale = Annotated[str, Field(pattern=r"^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$", max_length=35)]


class DesignUnreadable(Finding):
    """The document is no JSON object at all."""

    code = "design-unreadable"
    sentence = "The design cannot be read: {why}"
    fix = "Check the file: a design is a JSON document (`makeready schema design`)."


class MoreFaults(Finding):
    """The list was cut."""

    code = "more-faults"
    sentence = "There are {count} more faults."
    fix = "Correct those listed first."


class FieldDefinition(Model):
    """A variable of the design."""

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^{}]+$", description="As in `{{Name}}`.")
    type: Literal["text", "multiline", "number", "date", "choice", "image", "color", "barcode"] = Field(
        "text", description="What may be filled in."
    )
    label: str = Field("", max_length=200, description="What people see; the name, where empty.")
    required: Flag = Field(False, description="True: without it nothing is printed.")
    default: str = Field("", max_length=20_000, description="Used when the record has none.")
    choices: tuple[str, ...] = Field((), max_length=1000, description="What may be chosen (type `choice`).")
    max_length: Whole | None = Field(None, ge=1, le=20_000, description="Most characters.")
    minimum: Number | None = Field(None, description="Least number (type `number`).")
    maximum: Number | None = Field(None, description="Greatest number (type `number`).")
    pattern: str = Field("", max_length=1000, description="How it must be written: a regular expression (RE2).")
    characters: str = Field(
        "",
        max_length=1000,
        description=r"Which characters it takes, as in a class of an expression: `A-Z0-9 .`, `\p{Greek}`.",
    )
    format: str = Field(
        "",
        max_length=200,
        description="How texts show it. Numbers: a CLDR pattern (`#,##0.00`) or skeleton (`::currency/EUR`). Dates: "
        "`short`, `medium`, `long`, `full`, a pattern (`d. MMMM y`) or skeleton (`::yMMMMd`).",
    )
    locale: Locale = Field("", description="Whose numbers and dates; none: the design's.")
    symbology: Symbology | None = Field(None, description="What its value must be fit for (type `barcode`).")
    min_dpi: Number = Field(0.0, ge=0, le=2400, description="Fewest pixels per inch as placed (type `image`).")


class Cut(Model):
    """The die-cut contour of a page, drawn as a line in a technical ink on a layer of its own."""

    path: PathData = Field(description="SVG path data in mm from the trim's top left corner.")
    spot: InkName = Field("CutContour", description="Name of the ink, as the cutter expects it.")
    alternate: ProcessColor = Field(CmykColor(cmyk=(0, 100, 0, 0)), description="What stands for it on screen.")
    width: Number = Field(0.25, gt=0, le=10, description="Width of the line, mm.")


class PageSetup(Model):
    """One printable side."""

    name: str = Field("", max_length=200, description="Such as `front`.")
    width: Dimension = Field(description="Width of the trim, mm.")
    height: Dimension = Field(description="Height of the trim, mm.")
    bleed: Number = Field(0.0, ge=0, le=200, description="How far art reaches beyond the trim, mm.")
    safe: Number = Field(0.0, ge=0, le=MAX_PLACE, description="Inside the trim: nothing important beyond it, mm.")
    cut: Cut | None = Field(None, description="A contour that is not the rectangle.")
    layers: tuple[TechnicalLayer, ...] = Field(
        (), max_length=100, description="Which layers of its items are technical (fold, perforation, white, varnish)."
    )
    items: tuple[AnyItem, ...] = Field((), description="Painted in order.")


class Document(Model):
    """A design: pages with items, in millimetres from the trim's top left corner, y downwards."""

    version: Literal[1] = Field(description="Version of this format.")
    name: str = Field("", max_length=500, description="What people call it.")
    locale: Locale = Field("", description="Whose numbers and dates its fields show, as a BCP 47 tag; none is English.")
    black_text_overprints: Number = Field(
        24.0,
        ge=0,
        le=10_000,
        description="Type in pure black up to this size, points, prints over what lies below, lest gaps show where "
        "plates are out of register; 0 for none.",
    )
    fields: tuple[FieldDefinition, ...] = Field((), max_length=MAX_FIELDS, description="Its variables.")
    pages: tuple[PageSetup, ...] = Field(min_length=1, max_length=MAX_PAGES, description="In order.")

    def as_json(self) -> dict[str, Any]:
        """The document as plain values: what was given, defaults left out, whole numbers without a point."""
        plain = self.model_dump(mode="json", exclude_unset=True)
        assert isinstance(plain, dict)
        return {key: _whole(value) for key, value in plain.items()}

    def walk(self) -> Iterator[tuple[str, AnyItem]]:
        """Every item with its path, groups and masked items before what is in them."""
        for number, page in enumerate(self.pages):
            yield from _walk(page.items, f"pages/{number}/items")


def read(source: bytes | str | Mapping[str, Any]) -> Document:
    """A document from JSON text or from values; checked in shape and meaning.

    Raises:
        PressError: with every fault at once, each with its path (`pages/0/items/2/x`).
    """
    values = to_present(source if isinstance(source, Mapping) else _parse(source))
    try:
        document = Document.model_validate(values)
    except ValidationError as error:
        raise PressError(_cut(in_words(error, values))) from error
    findings = check(document)
    if errors(findings):
        raise PressError(_cut(findings))
    return document


@lru_cache(maxsize=1)
def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of design documents."""
    schema = Document.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Makeready design document",
        "$comment": f"Version {VERSION}. Lengths in mm, type sizes in points, inks in per cent.",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _parse(source: bytes | str) -> Mapping[str, Any]:
    if not source.strip():
        raise _unreadable("it is empty.")
    if len(source) > MAX_BYTES:
        raise _unreadable(f"it is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        values = json.loads(source)
    except json.JSONDecodeError as error:
        raise _unreadable(
            f"it is no JSON: {_lower(error.msg)} in line {error.lineno}, column {error.colno}."
        ) from error
    except UnicodeDecodeError as error:
        raise _unreadable(f"it is no JSON: its text is not UTF-8 (byte {error.start}).") from error
    except RecursionError as error:
        raise _unreadable("it is nested too deeply.") from error
    if not isinstance(values, dict):
        raise _unreadable("it is JSON, but not an object with “version” and “pages”.")
    return values


def _unreadable(why: str) -> PressError:
    return PressError([DesignUnreadable(why=why)])


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _cut(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= MAX_FINDINGS:
        return findings
    return [*findings[:MAX_FINDINGS], MoreFaults(count=len(findings) - MAX_FINDINGS)]


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(part) for part in value]
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    return value


def _walk(items: tuple[AnyItem, ...], path: str) -> Iterator[tuple[str, AnyItem]]:
    for number, item in enumerate(items):
        yield f"{path}/{number}", item
        if item.mask is not None:
            yield from _walk(item.mask.items, f"{path}/{number}/mask/items")
        if isinstance(item, GroupItem):
            yield from _walk(item.items, f"{path}/{number}/items")
