"""How is a fault in a document's shape told to a person? Pydantic's errors as findings with path and sentence."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from makeready.press.design import items
from makeready.press.design.paint import COLOR_TAGS, GRADIENT_TAGS
from makeready.press.findings import Finding

CLIPS = (items.RectangleClip, items.EllipseClip, items.PathClip)
_TYPE_TAGS = {f"{kind.model_fields['type'].annotation.__args__[0]} item": kind for kind in items.ITEM_KINDS} | {  # type: ignore[union-attr]
    f"{kind.model_fields['type'].annotation.__args__[0]} clip": kind  # type: ignore[union-attr]
    for kind in CLIPS
}
TAGS = {*_TYPE_TAGS, *COLOR_TAGS.values(), *GRADIENT_TAGS.values()}
"""Steps of pydantic's locations that are no place in the document: which branch of a union was taken."""


class PropertyUnknown(Finding):
    """A key that the format does not have."""

    code = "property-unknown"
    sentence = "“{key}” is no property of {owner}.{guess}"
    fix = "Remove it, or correct its name."


class PropertyMissing(Finding):
    """A key that must be there is not."""

    code = "property-missing"
    sentence = "“{key}” is missing."
    fix = "Add it."


class ValueWrong(Finding):
    """A value of the wrong kind or out of range."""

    code = "value-wrong"
    sentence = "{what}"
    fix = "Correct the value."


class ItemTypeUnknown(Finding):
    """An item (or clip) of a type that there is not."""

    code = "item-type-unknown"
    sentence = "{what}"
    fix = "Use one of the types that there are."


def in_words(error: ValidationError, values: Mapping[str, Any]) -> list[Finding]:
    """Pydantic's errors as findings, in the order of the document."""
    return [_finding(fault, values) for fault in error.errors(include_url=False) if not _only_follows(fault)]


def _only_follows(fault: Mapping[str, Any]) -> bool:
    """A list counts as too short when what is in it is faulty: those faults are told, this one is none."""
    return bool(fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"])


def _finding(fault: Mapping[str, Any], values: Mapping[str, Any]) -> Finding:
    kind, steps = fault["type"], [step for step in fault["loc"] if step != "[key]"]
    path = "/".join(str(step) for step in _places(steps, values, kind))
    key = str(next((step for step in reversed(steps) if step not in TAGS), "document"))
    if kind == "missing":
        return PropertyMissing(path=path, key=key)
    if kind == "extra_forbidden":
        owner, known = _owner(steps)
        near = _synonym(key, known) or difflib.get_close_matches(key.lower(), known, 1, 0.6)
        guess = f" Is “{near[0]}” meant?" if near else ""
        return PropertyUnknown(path=path, key=key[:60], owner=owner, guess=guess)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _no_branch(fault, path, key)
    return ValueWrong(path=path, what=f"{_name(steps, key)} {_must(fault)}")


def _places(steps: Sequence[Any], values: Any, kind: str) -> list[Any]:
    """The steps that are places: tags of unions left out."""
    return [step for number, step in enumerate(steps) if not (step in TAGS and not _is_key(steps, number, kind))]


def _is_key(steps: Sequence[Any], number: int, kind: str) -> bool:
    """Whether a step that looks like a tag is the stranger's key itself: only at the end of `extra_forbidden`."""
    return kind == "extra_forbidden" and number == len(steps) - 1


def _owner(steps: Sequence[Any]) -> tuple[str, list[str]]:
    """What the stranger's key was found in, in words, and the keys that this has."""
    for step in reversed(steps[:-1]):
        if step in _TYPE_TAGS:
            return f"{_article(step)} {step}", list(_TYPE_TAGS[step].model_fields)
        if step in COLOR_TAGS.values():
            return "a colour", list(COLOR_TAGS)
        if step in GRADIENT_TAGS.values():
            return "a gradient", ["linear", "radial", "start", "end", "center", "focus", "radius", "circle"]
        if isinstance(step, str):
            break
    return _part(steps)


def _part(steps: Sequence[Any]) -> tuple[str, list[str]]:
    from makeready.press.design import (  # the parts name this module: a cycle at import
        conditions,
        document,
        effects,
        layers,
        paint,
        table,
        text,
    )

    parts: dict[str, tuple[str, type[BaseModel]]] = {
        "pages": ("a page", document.PageSetup),
        "fields": ("a field", document.FieldDefinition),
        "cut": ("a cut", document.Cut),
        **dict.fromkeys(("stroke", "border", "row_rules", "column_rules"), ("a stroke", paint.Stroke)),
        "linear": ("a stop", paint.Stop),
        "radial": ("a stop", paint.Stop),
        "shadow": ("a shadow", effects.Shadow),
        "mask": ("a mask", items.ItemMask),
        "visible_if": ("a condition", conditions.Condition),
        "columns": ("a column", table.Column),
        "rows": ("a row", table.Row),
        "cells": ("a cell", table.Cell),
        "header": ("a header", table.HeaderLook),
        "look": ("a table's look", table.TableLook),
        "layers": ("a layer", layers.TechnicalLayer),
        "focus": ("a focus", items.Point),
        "runs": ("a run", text.TextRun),
        "paragraph": ("a paragraph", text.ParagraphStyle),
        "tabs": ("a tab stop", text.TabStop),
        "along": ("a text's path", text.TextPath),
        "crop": ("a crop", items.Crop),
    }
    name = next((step for step in reversed(steps[:-1]) if step in parts), None)
    what, model = parts[name] if name else ("a design", document.Document)
    return what, list(model.model_fields)


def _synonym(key: str, known: Sequence[str]) -> list[str]:
    """Names that other programs use for ours."""
    ours = {
        "colour": "fill", "color": "fill", "background": "fill", "left": "x", "top": "y", "fontsize": "size",
        "font_size": "size", "fontfamily": "font", "font_family": "font", "angle": "rotation", "rotate": "rotation",
        "value": "data", "content": "text", "url": "src", "href": "src", "source": "src", "d": "path",
        "format": "symbology", "textalign": "align", "bold": "weight", "alpha": "opacity",
        "tracking": "letter_spacing", "leading": "line_height", "strikethrough": "strike", "rise": "baseline_shift",
        "spans": "runs", "opentype": "features", "variations": "axes", "lang": "language", "bullet": "marker",
        "indent": "left",
    }  # fmt: skip
    name = ours.get(key.lower(), "")
    return [name] if name in known else []


def _no_branch(fault: Mapping[str, Any], path: str, key: str) -> Finding:
    given = fault["input"]
    union = str(fault["ctx"].get("discriminator", ""))
    if "color" in union:
        ways = "{“cmyk”: …}, {“rgb”: …}, {“lab”: …}, {“gray”: …} or {“spot”: …}"
        if "paint" in union:
            ways += ", or a gradient: {“linear”: …} or {“radial”: …}"
        return ValueWrong(path=path, what=f"“{key}” must be a colour: {ways} (it is {_shown(given)}).")
    kind = "clip" if key == "clip" else "item"
    known = ", ".join(tag.split()[0] for tag in _TYPE_TAGS if tag.endswith(kind))
    if not isinstance(given, dict):
        return ValueWrong(path=path, what=f"{_article(kind).title()} {kind} must be an object (it is {_shown(given)}).")
    if "type" not in given:
        return PropertyMissing(path=path, key="type")
    what = f"{_shown(given['type'])} is no type of {kind}; there are {known}."
    return ItemTypeUnknown(path=f"{path}/type", what=what)


def _name(steps: Sequence[Any], key: str) -> str:
    """What a value is called: its key, or for one of a list the list's key with its place in it."""
    places = [step for step in steps if step not in TAGS]
    if places and isinstance(places[-1], int):
        owner = next((step for step in reversed(places) if isinstance(step, str)), "")
        return f"“{owner}”, value {places[-1] + 1},"
    return f"“{key}”"


def _must(fault: Mapping[str, Any]) -> str:
    limits, given = fault.get("ctx") or {}, _shown(fault["input"])
    for word, template in _RULES.items():
        if fault["type"] == word:
            return template(limits, given)
    return f"is not right: {str(fault['msg']).lower()} (it is {given})."


Rule = Callable[[Mapping[str, Any], str], str]


def _plain(words: str) -> Rule:
    return lambda _, given: f"must be {words} (it is {given})."


_RULES: dict[str, Rule] = {
    "greater_than": lambda limit, given: f"must be greater than {limit['gt']:g} (it is {given}).",
    "greater_than_equal": lambda limit, given: f"must be at least {limit['ge']:g} (it is {given}).",
    "less_than": lambda limit, given: f"must be less than {limit['lt']:g} (it is {given}).",
    "less_than_equal": lambda limit, given: f"must be at most {limit['le']:g} (it is {given}).",
    "literal_error": lambda limit, given: f"must be one of {limit['expected'].replace(chr(39), '')} (it is {given}).",
    "string_too_short": lambda limit, given: (
        "must not be empty." if limit["min_length"] == 1 else f"needs at least {limit['min_length']} characters."
    ),
    "string_too_long": lambda limit, given: f"may have at most {limit['max_length']} characters.",
    "string_pattern_mismatch": lambda limit, given: f"is not written as it must be (it is {given}).",
    "too_short": lambda limit, given: f"must hold at least {limit['min_length']} (it holds {limit['actual_length']}).",
    "too_long": lambda limit, given: (
        f"may hold at most {limit['max_length']} (it holds {limit['actual_length'] or 'more'})."
    ),
    "finite_number": _plain("a finite number"),
    "float_type": _plain("a number"),
    "int_type": _plain("a whole number"),
    "int_from_float": _plain("a whole number"),
    "bool_type": _plain("true or false"),
    "string_type": _plain("text"),
    "tuple_type": _plain("a list"),
    "list_type": _plain("a list"),
    "model_type": _plain("an object"),
    "model_attributes_type": _plain("an object"),
    "dict_type": _plain("an object"),
    "string_unicode": lambda _, __: "holds half a character (a lone surrogate), which no font has.",
    "recursion_loop": lambda _, given: "is nested too deeply.",
}


def _shown(given: Any) -> str:
    """A value as it is shown in a sentence: short, and without being taken for a format."""
    if given is None:
        return "empty"
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, (int, float)):
        return f"{given:g}" if isinstance(given, float) else str(given)[:40]
    if isinstance(given, str):
        return f"“{given[:40]}…”" if len(given) > 40 else f"“{given}”"
    return "a list" if isinstance(given, (list, tuple)) else "an object"


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"
