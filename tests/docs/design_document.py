"""docs/design-document.md, from the JSON Schema of designs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from makeready.press.design.document import json_schema
from tests.docs.markdown import GENERATED, anchor, default_of, kind_of, table

FILE = "design-document.md"
BEFORE = """# The design document

A design is a JSON document. Lengths are millimetres from the top left corner of the trim, y downwards; type sizes
are points, inks per cent. Items are painted in order. A key that is not here is a fault, not passed over; all
faults are told at once, each with its place (`pages/0/items/2/x`). `makeready schema design` tells programs the same as
JSON Schema.

```json
{"version": 1, "name": "Business card",
 "fields": [{"name": "Name", "required": true}],
 "pages": [{"name": "front", "width": 85, "height": 55, "bleed": 3, "safe": 3, "items": [
   {"type": "rectangle", "x": -3, "y": -3, "width": 91, "height": 61, "fill": {"cmyk": [5, 10, 25, 0]}},
   {"type": "text", "x": 8, "y": 10, "width": 69, "height": 10, "text": "{{Name}}", "size": 12}]}]}
```
"""
ITEMS = """## Items

Every item has these, beside its `type` and what is its own:
"""
Schema = Mapping[str, Any]


def text() -> str:
    schema = json_schema()
    return "\n".join([GENERATED, "", BEFORE, *_sections(schema, schema["$defs"])])


def _sections(schema: Schema, defs: Schema) -> Iterator[str]:
    items = {key: part for key, part in defs.items() if key.endswith("Item")}
    shared = _shared(items)
    yield from _section("The document", schema, defs)
    yield from _section("Field", defs["FieldDefinition"], defs)
    yield from _section("Page", defs["PageSetup"], defs)
    yield from _section("Cut", defs["Cut"], defs)
    yield ITEMS + "\n" + table(HEADS, _rows({"properties": shared}, defs)) + "\n"
    for key in sorted(items):
        own = {name: one for name, one in items[key]["properties"].items() if name not in shared}
        yield from _section(_heading(key), {**items[key], "properties": own}, defs, level=3)
    for title, ending in (("Colours", "Color"), ("Clips", "Clip")):
        yield f"## {title}\n"
        for key in sorted(key for key in defs if key.endswith(ending)):
            yield from _section(_heading(key), defs[key], defs, level=3)
    for key in sorted(defs):
        if not key.endswith(("Item", "Color", "Clip")) and key not in ("FieldDefinition", "PageSetup", "Cut"):
            yield from _section(_heading(key), defs[key], defs)


HEADS = ("property", "value", "default", "what for")


def _section(heading: str, part: Schema, defs: Schema, level: int = 2) -> Iterator[str]:
    yield f"{'#' * level} {heading}\n"
    yield f"{part['description']}\n"
    yield table(HEADS, _rows(part, defs)) + "\n"


def _rows(part: Schema, defs: Schema) -> Iterator[tuple[str, str, str, str]]:
    for name, one in sorted(part["properties"].items(), key=lambda pair: pair[0] != "type"):
        value = _refer_to_all(kind_of(one, defs, _refer))
        yield f"`{name}`", value, default_of(name, one, part), one.get("description", "")


def _shared(items: Schema) -> dict[str, Any]:
    """Properties that every kind of item has alike."""
    first, *others = (part["properties"] for part in items.values())
    return {name: one for name, one in first.items() if all(other.get(name) == one for other in others)}


def _heading(key: str) -> str:
    """`TextItem` → Text, `CmykColor` → Colour: cmyk, `PathClip` → Clip: path."""
    word, ending = re.fullmatch(r"(\w+?)(Item|Color|Clip|Setup|Definition)?", key).groups()  # type: ignore[union-attr]
    kinds = {"Color": "Colour", "Clip": "Clip"}
    if ending in kinds:
        return f"{kinds[ending]}: {word.lower()}"
    return word.upper() if word in ("Pdf", "Svg") else word


def _refer(key: str) -> str:
    return f"[{_heading(key)}]({anchor(_heading(key))})"


def _refer_to_all(value: str) -> str:
    """Long unions that have a section of their own are named by it."""
    links = re.findall(r"\[([^]]+)\]\(#[^)]+\)", value)
    for ending, what in (("Color", "Colour: "), ("Clip", "Clip: ")):
        if len(links) > 1 and all(link.startswith(what) for link in links):
            kinds = ", ".join(f"`{link.removeprefix(what)}`" for link in links)
            section = {"Color": "[colour](#colours)", "Clip": "[clip](#clips)"}[ending]
            return f"{section}: {kinds}"
    return "list of [items](#items)" if len(links) > 5 else value
