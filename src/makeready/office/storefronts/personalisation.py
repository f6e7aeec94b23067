"""What did the buyer personalise? A line's properties → fields that people see, and how the line brings its design.

Order of reading, the first that is usable: our design id → address of a print file → design JSON → a designer's
own number (which needs that designer) → plain fields alone. A preview is never the print file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from pydantic_core import from_json

from makeready.office.storefronts.designers import DesignerKey, Holds, row_for
from makeready.office.storefronts.events import DesignRef
from makeready.office.storefronts.reading import is_address, name, text

READING = (Holds.DESIGN_ID, Holds.FILE, Holds.PITCHPRINT, Holds.DOCUMENT, Holds.TOKEN)
TOKEN_KEYS = ("projectId", "design", "designId", "id", "composition", "stateId", "token")
PREVIEW_KEYS = ("previews", "preview", "images")


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a line. label: what people read. attribute: it names the variant (“Colour: black”)."""

    key: str
    value: Any
    label: str = ""
    attribute: bool = False


@dataclass
class Personalisation:
    """What was found. `attributes` are the fields that only name the variant."""

    fields: dict[str, str] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    design: DesignRef | None = None
    previews: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read(properties: Iterable[Property]) -> Personalisation:
    """Sort a line's properties."""
    found = Personalisation()
    by_kind: dict[Holds, list[tuple[DesignerKey, Any]]] = {}
    for prop in properties:
        row = row_for(prop.key)
        if row and _usable(row, prop.value):
            by_kind.setdefault(row.holds, []).append((row, prop.value))
        elif not prop.key.lstrip().startswith("_"):
            _add_field(found, prop)
    for _, value in by_kind.get(Holds.FIELDS, []):
        for prop in _listed_fields(value):
            if name(prop.key) not in found.fields:
                _add_field(found, prop)
    kind = next((kind for kind in READING if kind in by_kind), None)
    if kind:
        found.design = _design(*by_kind[kind][0])
        found.remarks = tuple(_remarks(by_kind, kind))
    found.previews = tuple(dict.fromkeys(_previews(by_kind)))
    return found


def _usable(row: DesignerKey, value: Any) -> bool:
    match row.holds:
        case Holds.PREVIEW:
            return bool(_addresses(value)) or bool(row.designer)
        case Holds.FIELDS | Holds.TECHNICAL:
            return True
        case _:
            return _design(row, value) is not None


def _design(row: DesignerKey, value: Any) -> DesignRef | None:
    """The reference that a row's value makes, or None where it holds nothing usable."""
    match row.holds:
        case Holds.DESIGN_ID:
            return DesignRef(id=text(value)[:100]) if text(value) else None
        case Holds.FILE:
            return DesignRef(url=_addresses(value)[0]) if _addresses(value) else None
        case Holds.PITCHPRINT:
            return _pitchprint(row, value)
        case Holds.DOCUMENT:
            if is_address(value):
                return DesignRef(url=value.strip())
            document = _parsed(value)
            return DesignRef(document=document) if isinstance(document, dict) and document else None
        case Holds.TOKEN:
            told = _parsed(value)
            return _waiting(row, _token(told)) if told not in (None, "", {}, []) else None
        case _:
            return None


def _pitchprint(row: DesignerKey, value: Any) -> DesignRef | None:
    """PitchPrint: `p` is a project whose PDF lies under its distiller, `u` are files the buyer uploaded."""
    told = _parsed(unquote(value)) if isinstance(value, str) else value
    if not isinstance(told, dict):
        return _waiting(row, text(told).split(",")[0]) if text(told) else None
    files = _addresses(told.get("files"))
    project = text(told.get("projectId"))
    if told.get("type") == "u" and files:
        return DesignRef(url=files[0])
    if told.get("type") == "p" and project and is_address(told.get("distiller")):
        return DesignRef(url=f"{told['distiller'].rstrip('/')}/{project}")
    return _waiting(row, project) if project else None


def _waiting(row: DesignerKey, token: str) -> DesignRef:
    """A designer's own number: what is waited for stands in words."""
    shown = token[:60] + ("…" if len(token) > 60 else "")
    words = row.waits_for.format(designer=row.designer, token=f"“{shown}”" if shown else "")
    return DesignRef(pending=token[:500] or row.designer, waits_for=" ".join(words.split()))


def _token(told: Any) -> str:
    if isinstance(told, dict):
        return next((text(told[key]) for key in TOKEN_KEYS if text(told.get(key))), "")
    return text(told) if isinstance(told, str | int) else ""


def _remarks(by_kind: dict[Holds, list[tuple[DesignerKey, Any]]], kind: Holds) -> Iterator[str]:
    values = [_files_in(kind, value) for _, value in by_kind.get(kind, [])]
    files = list(dict.fromkeys(url for value in values for url in _addresses(value)))
    if kind in (Holds.FILE, Holds.PITCHPRINT) and len(files) > 1:
        yield f"The line brings {len(files)} print files; the first is used. The others: {', '.join(files[1:])}"
    for row, value in by_kind.get(Holds.TOKEN, []):
        told = _parsed(value)
        if isinstance(told, dict) and text(told.get("qty")):
            yield f"{row.designer} says a quantity of {text(told['qty'])} for this line."


def _files_in(kind: Holds, value: Any) -> Any:
    if kind is not Holds.PITCHPRINT:
        return value
    told = _parsed(unquote(value)) if isinstance(value, str) else value
    return told.get("files") if isinstance(told, dict) and told.get("type") == "u" else None


def _previews(by_kind: dict[Holds, list[tuple[DesignerKey, Any]]]) -> Iterator[str]:
    for _, value in by_kind.get(Holds.PREVIEW, []):
        yield from _addresses(value)
    for kind in (Holds.PITCHPRINT, Holds.TOKEN):
        for _, value in by_kind.get(kind, []):
            told = _parsed(unquote(value) if isinstance(value, str) else value)
            if isinstance(told, dict):
                for key in PREVIEW_KEYS:
                    yield from _addresses(told.get(key))


def _listed_fields(value: Any) -> Iterator[Property]:
    """`[{key|label|name, value}]` as form builders keep it, also as JSON in a text."""
    told = _parsed(value)
    for entry in told if isinstance(told, list) else []:
        if isinstance(entry, dict):
            key = next((text(entry[key]) for key in ("key", "label", "name") if text(entry.get(key))), "")
            if key and not key.startswith("_"):
                yield Property(key, entry.get("value"))


def _add_field(found: Personalisation, prop: Property) -> None:
    label, value = name(prop.label) or name(prop.key), text(prop.value)
    if not label or not value:
        return
    shown, count = label, 1
    while shown in found.fields:
        if found.fields[shown] == value:
            return
        count += 1
        shown = f"{label} ({count})"
    found.fields[shown] = value
    if prop.attribute:
        found.attributes = (*found.attributes, shown)


def _addresses(value: Any) -> list[str]:
    """The http(s) addresses in a value: one, a list, a list as JSON, or one a line."""
    if isinstance(value, str):
        told = _parsed(value) if value.lstrip().startswith("[") else value
        value = told if isinstance(told, list) else value.split("\n")
    if not isinstance(value, list):
        return []
    addresses = [part.get("url") if isinstance(part, dict) else part for part in value]
    return [text(address) for address in addresses if is_address(address)]


def _parsed(value: Any) -> Any:
    """JSON in a text as values; what is none stays as it is."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
        return value
    try:
        return from_json(value, allow_inf_nan=False)
    except ValueError:
        return value
