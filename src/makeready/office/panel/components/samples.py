"""How does a template look before anybody has filled it? Its fields show their own names, pictures a grey stand-in."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from makeready.office.designs.models import Revision

KIND_SAMPLES = {"number": "1", "color": "#9aa5b4"}


def filled(template: Revision) -> Revision:
    """The revision with a sample for every field that has no value yet; never saved."""
    fields: list[dict[str, Any]] = (template.document or {}).get("fields", [])
    samples = {
        one["name"]: _sample(one) for one in fields if not (template.record.get(one["name"]) or one.get("default"))
    }
    if not samples:
        return template
    shown = copy.copy(template)
    shown.record = {**template.record, **samples}
    shown.digest = f"sample-{template.digest}"
    return shown


def _sample(field: dict[str, Any]) -> str:
    match field.get("type", "text"):
        case "image":
            return _grey_picture()
        case "choice":
            return str((field.get("choices") or [""])[0])
        case kind:
            words = KIND_SAMPLES.get(kind) or str(field.get("label") or field["name"])
            return words[: field.get("max_length") or len(words)]


@cache
def _grey_picture() -> str:
    """A picture of 2 by 2 grey pixels as a `data:` address."""
    return (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGM8e+kmAwMDEwMDAwMD"
        "AwAdvgJ8dBfhEgAAAABJRU5ErkJggg=="
    )
