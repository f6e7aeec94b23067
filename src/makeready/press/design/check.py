"""What is wrong with a document's meaning, before any layout? Fields, paths, barcodes, crops, sheer size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from makeready.press.barcodes.encode import checked
from makeready.press.barcodes.symbol import BarcodeFault
from makeready.press.design.conditions import MAX_NESTED, Condition
from makeready.press.design.items import (
    AnyItem,
    BarcodeItem,
    ImageItem,
    LineItem,
    PathClip,
    PathItem,
    PdfItem,
    PolygonItem,
    SvgItem,
    TableItem,
    TextItem,
)
from makeready.press.design.paint import FieldColor, LinearGradient, RadialGradient, colors_of, stops_of
from makeready.press.design.path_data import PathFault, parse
from makeready.press.design.placeholders import named
from makeready.press.design.text import MAX_TEXT
from makeready.press.design.values import contradiction
from makeready.press.findings import Finding, Severity

if TYPE_CHECKING:
    from makeready.press.design.document import Document, FieldDefinition

MAX_ITEMS = 20_000
"""Items of a whole document."""
MAX_DEPTH = 16
"""Groups within groups."""
MAX_ALL_TEXT = 2_000_000
"""Characters of a whole document."""
MAX_ALL_PATHS = 10_000_000
"""Characters of path data of a whole document: five seconds to read."""


class FieldTwice(Finding):
    """Two fields with one name."""

    code = "field-twice"
    sentence = "There are {count} fields called “{name}”."
    fix = "Give each field a name of its own."


class FieldUnknown(Finding):
    """A placeholder that names no field: it will print as it stands unless the record has it."""

    code = "field-unknown"
    severity = Severity.WARNING
    sentence = "{{{{{name}}}}} in {item} names no field of the design."
    fix = "Add a field of this name, or correct the placeholder."


class FieldUnasked(Finding):
    """A condition or a table asks for a field that the design does not have: only some records may have it."""

    code = "field-asked-unknown"
    severity = Severity.WARNING
    sentence = "“{name}” is asked for, and is no field of the design."
    fix = "Add a field of this name, or correct the name."


class FieldWrong(Finding):
    """A field whose definition contradicts itself."""

    code = "field-wrong"
    sentence = "The field “{name}” {why}"
    fix = "Correct the field."


class PathUnreadable(Finding):
    """Path data that describes nothing."""

    code = "path-unreadable"
    sentence = "The path data cannot be read: {why}"
    fix = "Correct the path data."


class BarcodeImpossible(Finding):
    """Data that the symbology cannot carry."""

    code = "barcode-impossible"
    sentence = "The barcode {item} cannot be made: {why}"
    fix = "Correct the data, or choose another symbology."


class ValueContradicts(Finding):
    """Values that are right each, but not together."""

    code = "value-contradicts"
    sentence = "{why}"
    fix = "Correct one of them."


class TooMuch(Finding):
    """More of something than a design may hold."""

    code = "too-much"
    sentence = "The design holds {what}; {most} are the most."
    fix = "Split the design."


def check(document: Document) -> list[Finding]:
    """Everything that is wrong or doubtful, errors and warnings, in the order of the document."""
    too_much = list(_size(document))
    return [*_fields(document), *too_much] if too_much else [*_fields(document), *_items(document)]


def call(item: AnyItem, path: str) -> str:
    """What an item is called in a sentence: its name, else its kind and number on the page."""
    number = int(path.rsplit("/", 1)[-1]) + 1 if path.rsplit("/", 1)[-1].isdigit() else 1
    return f"“{item.name}”" if item.name else f"{item.type} (item {number})"


def _fields(document: Document) -> Iterator[Finding]:
    times = Counter(field.name for field in document.fields)
    for number, field in enumerate(document.fields):
        path = f"fields/{number}"
        if times[field.name] > 1:
            yield FieldTwice(path=f"{path}/name", name=field.name, count=times[field.name])
        if why := _contradiction(field):
            yield FieldWrong(path=path, name=field.name, why=why)


def _contradiction(field: FieldDefinition) -> str:
    if field.type == "choice" and not field.choices:
        return "is a choice without “choices”."
    if field.type == "choice" and field.default and field.default not in field.choices:
        return f"has the default “{field.default[:40]}”, which is none of its choices."
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        return f"has a minimum ({field.minimum:g}) above its maximum ({field.maximum:g})."
    if field.max_length is not None and len(field.default) > field.max_length:
        return f"has a default that is longer than its {field.max_length} characters."
    return contradiction(field)


def _items(document: Document) -> Iterator[Finding]:
    fields = {field.name: field for field in document.fields}
    for number, page in enumerate(document.pages):
        if page.cut:
            yield from _path(page.cut.path, f"pages/{number}/cut/path")
    for path, item in document.walk():
        for key, words in asking(item):
            for name in named(words):
                if name not in fields:
                    yield FieldUnknown(path=f"{path}/{key}", name=name, item=call(item, path))
        if item.visible_if is not None:
            yield from _condition(item.visible_if, f"{path}/visible_if", fields)
        if isinstance(item, TableItem) and item.rows_from and item.rows_from not in fields:
            yield FieldUnasked(path=f"{path}/rows_from", name=item.rows_from)
        yield from _colors(item, path, fields)
        yield from _meaning(item, path)


def asking(item: AnyItem) -> Iterator[tuple[str, str]]:
    """The properties of an item in which placeholders are filled, with their words."""
    if isinstance(item, TextItem):
        if item.text:
            yield "text", item.text
        for number, run in enumerate(item.runs):
            yield f"runs/{number}/text", run.text
    elif isinstance(item, TableItem):
        for at, row in enumerate(item.rows):
            for number, cell in enumerate(row.cells):
                yield f"rows/{at}/cells/{number}/text", cell.text
    elif isinstance(item, BarcodeItem):
        yield "data", item.data
    elif isinstance(item, (ImageItem, PdfItem, SvgItem)):
        yield "src", item.src


def _colors(item: AnyItem, path: str, fields: dict[str, FieldDefinition]) -> Iterator[Finding]:
    runs = item.runs if isinstance(item, TextItem) else ()
    stroke, shadow = getattr(item, "stroke", None), item.shadow
    for key, paint in (
        ("fill", getattr(item, "fill", None)),
        ("background", getattr(item, "background", None)),
        ("stroke/color", stroke.color if stroke else None),
        ("shadow/color", shadow.color if shadow else None),
        *((f"runs/{number}/fill", run.fill) for number, run in enumerate(runs)),
    ):
        if paint is None:
            continue
        for within, color in colors_of(paint):
            at = f"{path}/{key}/{within}".rstrip("/")
            if isinstance(color, FieldColor) and (color.field not in fields or fields[color.field].type != "color"):
                why = f"“{color.field}” is no field of type color."
                yield ValueContradicts(path=f"{at}/field", why=why)
        if isinstance(paint, LinearGradient | RadialGradient):
            places = [stop.at for stop in stops_of(paint)]
            if places != sorted(places):
                why = "The stops of the gradient are not in the order of their places (`at`)."
                yield ValueContradicts(path=f"{path}/{key}", why=why)
        if isinstance(paint, LinearGradient) and paint.start == paint.end:
            yield ValueContradicts(path=f"{path}/{key}/end", why="The gradient ends where it begins.")


def _condition(said: Condition, path: str, known: Collection[str]) -> Iterator[Finding]:
    for at, one in said.walk(path):
        if at.count("/") - path.count("/") > 2 * MAX_NESTED:
            yield TooMuch(path=at, what="conditions within conditions, too deep", most=MAX_NESTED)
            return
        if one.field and one.field not in known:
            yield FieldUnasked(path=f"{at}/field", name=one.field)
        if not one.field and one.asks:
            yield ValueContradicts(path=at, why="The condition does not say which field it is about.")
        elif not (one.field or one.all or one.any or one.none):
            yield ValueContradicts(path=at, why="The condition asks for nothing.")


def _meaning(item: AnyItem, path: str) -> Iterator[Finding]:
    clip = getattr(item, "clip", None)
    if isinstance(clip, PathClip):
        yield from _path(clip.path, f"{path}/clip/path")
    if isinstance(item, PathItem):
        yield from _path(item.path, f"{path}/path")
    elif isinstance(item, PolygonItem) and 0 < len(item.points) < 3:
        yield ValueContradicts(path=f"{path}/points", why="A polygon has three corners or more.")
    elif isinstance(item, LineItem) and (item.x, item.y) == (item.x2, item.y2):
        yield ValueContradicts(path=path, why=f"The line {call(item, path)} begins where it ends.")
    elif isinstance(item, ImageItem) and item.crop:
        crop = item.crop
        if crop.x + crop.width > 1 + 1e-6 or crop.y + crop.height > 1 + 1e-6:
            yield ValueContradicts(
                path=f"{path}/crop", why="The crop reaches beyond the image: x + width and y + height are at most 1."
            )
    elif isinstance(item, TextItem):
        yield from _text(item, path)
    elif isinstance(item, TableItem):
        yield from _table(item, path)
    elif isinstance(item, BarcodeItem) and not named(item.data):
        try:
            checked(item.symbology, item.data)
        except BarcodeFault as fault:
            yield BarcodeImpossible(path=f"{path}/data", item=call(item, path), why=str(fault))


def _table(item: TableItem, path: str) -> Iterator[Finding]:
    for at, row in enumerate(item.rows):
        wide = sum(cell.span for cell in row.cells)
        if wide > len(item.columns):
            why = f"Row {at + 1} of {call(item, path)} covers {wide} columns; the table has {len(item.columns)}."
            yield ValueContradicts(path=f"{path}/rows/{at}/cells", why=why)
    colors = [item.look.ink, item.look.stripe, *(getattr(item.header, key, None) for key in ("fill", "ink"))]
    colors += [color for row in item.rows for cell in row.cells for color in (cell.fill, cell.ink)]
    colors += [line.color for line in (item.look.border, item.look.row_rules, item.look.column_rules) if line]
    if any(isinstance(color, FieldColor) for paint in colors if paint is not None for _, color in colors_of(paint)):
        yield ValueContradicts(path=f"{path}/look", why="A table's colours cannot come from fields.")


def _text(item: TextItem, path: str) -> Iterator[Finding]:
    if item.fit == "shrink" and item.min_size > item.size and "min_size" in item.model_fields_set:
        why = f"“min_size” ({item.min_size:g}) is greater than “size” ({item.size:g})."
        yield ValueContradicts(path=f"{path}/min_size", why=why)
    if item.runs and item.text:
        why = f"{call(item, path)} has its words twice: in “text” and in “runs”."
        yield ValueContradicts(path=f"{path}/runs", why=why)
    elif not item.model_fields_set & {"text", "runs"}:
        yield ValueContradicts(path=f"{path}/text", why=f"{call(item, path)} has neither “text” nor “runs”.")
    if item.along is not None:
        yield from _path(item.along.path, f"{path}/along/path")
    if len(item.words) > MAX_TEXT:
        yield TooMuch(path=f"{path}/runs", what=f"{len(item.words)} characters in one text", most=MAX_TEXT)


def _path(data: str, path: str) -> Iterator[Finding]:
    try:
        parse(data)
    except PathFault as fault:
        yield PathUnreadable(path=path, why=str(fault))


def _size(document: Document) -> Iterator[Finding]:
    count = characters = drawn = 0
    for path, item in document.walk():
        count += 1
        drawn += len(item.path) if isinstance(item, PathItem) else 0
        characters += len(item.words) if isinstance(item, TextItem) else 0
        if isinstance(item, TableItem):
            characters += sum(len(words) for _, words in asking(item))
        if path.count("/items") > MAX_DEPTH:
            yield TooMuch(path=path, what=f"groups within groups, {path.count('/items') - 1} deep", most=MAX_DEPTH)
    if count > MAX_ITEMS:
        yield TooMuch(path="pages", what=f"{count} items", most=MAX_ITEMS)
    if drawn > MAX_ALL_PATHS:
        yield TooMuch(path="pages", what=f"{drawn} characters of path data", most=MAX_ALL_PATHS)
    if characters > MAX_ALL_TEXT:
        yield TooMuch(path="pages", what=f"{characters} characters of text", most=MAX_ALL_TEXT)
