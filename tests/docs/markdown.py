"""How are facts written as Markdown? Tables, and JSON Schema in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

GENERATED = "<!-- Generated from the code by `make docs`: change the code, not this file. -->"

Refer = Callable[[str], str]
"""How a part of the schema that has a section of its own is referred to, by its key in `$defs`."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def anchor(heading: str) -> str:
    """Where a heading can be linked to."""
    return "#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def kind_of(schema: Mapping[str, Any], defs: Mapping[str, Any], refer: Refer | None = None) -> str:
    """What a value may be, in words: “number, 0 to 100”, “one of `a`, `b`”, “list of text”."""
    if "$ref" in schema:
        key = str(schema["$ref"]).rsplit("/", 1)[-1]
        return refer(key) if refer else kind_of(defs[key], defs)
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return " · ".join(f"`{word}`" for word in schema["enum"])
    for union in ("anyOf", "oneOf"):
        if union in schema:
            kinds = [kind_of(one, defs, refer) for one in schema[union] if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
    named = schema.get("type", "any value")
    named = named[0] if isinstance(named, list) else named
    if named == "array":
        return _list(schema, defs, refer)
    if named == "object":
        inner = schema.get("additionalProperties")
        return f"object: name → {kind_of(inner, defs, refer)}" if isinstance(inner, dict) and inner else "object"
    words = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return words.get(named, named) + _bounds(schema)


def default_of(name: str, schema: Mapping[str, Any], owner: Mapping[str, Any]) -> str:
    """A property's default, or that it must be given."""
    if name in owner.get("required", ()):
        return "**needed**"
    value = schema.get("default")
    if value is None or value in ("", [], {}):
        return ""
    return f"`{json.dumps(_whole(value), ensure_ascii=False)}`" if not isinstance(value, str) else f"`{value}`"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _list(schema: Mapping[str, Any], defs: Mapping[str, Any], refer: Refer | None) -> str:
    if "prefixItems" in schema:
        kinds = [kind_of(one, defs, refer) for one in schema["prefixItems"]]
        return f"{len(kinds)} × {kinds[0]}" if len(set(kinds)) == 1 else f"[{', '.join(kinds)}]"
    inner = schema.get("items") or {}
    return f"list of {kind_of(inner, defs, refer)}" if inner else "list"


def _bounds(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    said = ""
    if least is not None and most is not None:
        said = f"{_number(least)} to {_number(most)}"
    elif above is not None and most is not None:
        said = f"above {_number(above)}, at most {_number(most)}"
    elif least is not None:
        said = f"from {_number(least)}"
    elif above is not None:
        said = f"above {_number(above)}"
    elif most is not None:
        said = f"at most {_number(most)}"
    elif below is not None:
        said = f"below {_number(below)}"
    return f", {said}" if said else ""


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items()}
    return value
