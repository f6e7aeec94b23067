"""What else do tasks make of designs? Filled with values, drawn from scratch, taken from the shop's own, looked into.

What takes the processor's time is called in helper processes: `of_filled`, `drawn`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from makeready.office.designs import output, store
from makeready.office.designs.models import Asset, AssetKind, Design, Revision
from makeready.office.designs.sources import source_files
from makeready.office.jobs.material import kept, wish
from makeready.office.storage import blobs
from makeready.office.tasks.task import File, Input, InputUnsuitable, Picture, TaskFailed
from makeready.press.findings import PressError
from makeready.press.pdf.metadata import Stamp

Json = dict[str, Any]
ITEM_WORDS = {"image": "src", "src": "src", "text": "text", "data": "data", "barcode": "data", "visible": "visible",
              "fit": "fit"}  # fmt: skip
"""What may be said of an item → the property of ours that it sets."""


class NoSuchAsset(TaskFailed):
    """The shop has no such asset or stored design."""

    code = "no_such_asset"
    fix = "Upload the file under Assets or store the design, or correct the id or name; then start the job again."


class NothingOfThisName(TaskFailed):
    """Values are given for something that the design does not have."""

    code = "nothing_of_this_name"
    fix = "Give the item or field this name in the design, or correct the pipeline; then start the job again."


def populated(artifact: Input, items: Mapping[str, Mapping[str, Any]]) -> File:
    """A design artifact with values put into its items (by their names, on every page) and its fields.

    Raises:
        InputUnsuitable: no design document. NothingOfThisName: neither an item nor a field.
    """
    document = document_of(artifact)
    fields = {field["name"]: field for field in document.get("fields", [])}
    for name, values in items.items():
        met = [item for item in every_item(document) if item.get("name") == name]
        for item in met:
            item.update(_properties(name, item, values))
        if not met and name in fields:
            fields[name]["default"] = str(next(iter(values.values()), ""))
        elif not met:
            raise NothingOfThisName(f"The design has no item and no field named “{name}”.")
    store.check_document(document)
    blob = blobs.put(json.dumps(document, ensure_ascii=False, indent=1).encode(), "application/json")
    return File(blob.sha256, blob.media_type, blob.size, "design.json", {**artifact.facts, "filled": blob.sha256})


def document_of(artifact: Input) -> Json:
    """The document of a design artifact, to be changed.

    Raises:
        InputUnsuitable: it has none (a customer's PDF or picture).
    """
    if "design" not in artifact.facts or artifact.media_type != "application/json":
        raise InputUnsuitable(f"{artifact.name} is {artifact.media_type}, not a design document.")
    document: Json = json.loads(blobs.read(artifact.sha256))
    return document


def every_item(document: Json) -> Iterator[Json]:
    """All items of all pages, groups looked into."""
    left = [item for page in reversed(document["pages"]) for item in reversed(page.get("items", []))]
    while left:
        item = left.pop()
        yield item
        left += reversed(item.get("items", []))


def stored(kind: str, identity: str) -> File:
    """An asset (`Image`) or a stored design (`Design`) of the shop, by id or by name.

    Raises:
        NoSuchAsset: there is none.
    """
    if kind == "Design":
        design = Design.objects.filter(pk=identity).first()
        design = design or Design.objects.filter(name=identity, project="").order_by("-created_at").first()
        if design is None:
            raise NoSuchAsset(f"There is no stored design “{identity}”.")
        return _as_file(store.revision(design))
    pictures = Asset.objects.exclude(kind__in=(AssetKind.FONT, AssetKind.PROFILE))
    asset = pictures.filter(pk=identity).first() or pictures.filter(name=identity).order_by("-created_at").first()
    if asset is None:
        raise NoSuchAsset(f"There is no picture or PDF “{identity}” among the assets.")
    return File(asset.file_id, asset.file.media_type, asset.file.size, asset.name, {})


def images(artifact: Input, *, customers_only: bool) -> list[File]:
    """The picture files that a design places, each once, in order; customers_only: those that fill a field.

    Raises:
        InputUnsuitable: no design document. NoSuchAsset: one of them is not here.
    """
    shown = Revision.objects.select_related("design").get(
        design=artifact.facts["design"], number=artifact.facts["revision"]
    )
    template = list(every_item(shown.document)) if shown.document else []
    sources = source_files(shown.design)
    found: dict[str, File] = {}
    values = {field["name"]: field.get("default", "") for field in document_of(artifact).get("fields", [])}
    values |= shown.record
    for item in template:
        src = str(item.get("src", ""))
        if item.get("type") != "image" or (customers_only and "{{" not in src):
            continue
        for name, value in values.items():
            src = src.replace("{{" + name + "}}", value)
        if not src or "{{" in src:
            continue
        try:
            data = sources.open(src).data
        except PressError as why:
            raise NoSuchAsset(why.findings[0].message) from why
        blob = blobs.put(data)
        name = "picture" if src.startswith("data:") else src.partition("?")[0].rpartition("/")[2]
        found[blob.sha256] = File(blob.sha256, blob.media_type, blob.size, name)
    return list(found.values())


def of_filled(facts: Mapping[str, Any], picture: Picture, print_settings: Json) -> File:
    """A design artifact that a task filled, as a file; its pictures are those that the design has pinned.

    Raises:
        CannotPrint: with every finding.
    """
    filled = Revision.objects.select_related("design").get(design=facts["design"], number=facts["revision"])
    filled.document, filled.digest = json.loads(blobs.read(facts["filled"])), facts["filled"]
    filled.record = {name: value for name, value in filled.record.items() if name not in _declared(filled.document)}
    settings = {**print_settings, **({"profile": picture.profile} if picture.profile else {})}
    return kept(output.print_file(filled, wish(picture, print_settings), settings, limits=output.queued()))


def drawn(document: Json, picture: Picture, profile: str, created: datetime) -> File:
    """A document of a task's own as a file. created: its date in the result.

    Raises:
        DesignInvalid, CannotPrint: with every finding.
    """
    blob = blobs.put(json.dumps(document, sort_keys=True).encode(), "application/json")
    stamp = Stamp(created=created.astimezone(UTC).replace(microsecond=0), identifier=blob.sha256)
    store.check_document(document)
    return kept(output.print_document(document, wish(picture, {}), profile, stamp))


def _declared(document: Json) -> set[str]:
    return {field["name"] for field in document.get("fields", [])}


def _properties(name: str, item: Json, values: Mapping[str, Any]) -> Json:
    unknown = [word for word in values if word not in ITEM_WORDS]
    if unknown:
        known = ", ".join(ITEM_WORDS)
        raise NothingOfThisName(f"“{unknown[0]}” cannot be set on “{name}”; there are {known}.")
    properties = {ITEM_WORDS[word]: copy.deepcopy(value) for word, value in values.items()}
    wrong = [one for one in properties if one not in ("visible",) and one not in item and one != "fit"]
    if wrong:
        raise NothingOfThisName(f"“{name}” is a {item.get('type')} item, which has no {wrong[0]}.")
    return properties


def _as_file(shown: Revision) -> File:
    facts = {"design": shown.design_id, "revision": shown.number, "pages": shown.pages, "width": shown.width_mm,
             "height": shown.height_mm, "library": True}  # fmt: skip
    if shown.file is not None:
        return File(shown.file.sha256, shown.file.media_type, shown.file.size, shown.file_name, facts)
    text = json.dumps(store.document_with_values(shown), ensure_ascii=False, indent=1)
    blob = blobs.put(text.encode(), "application/json")
    return File(blob.sha256, blob.media_type, blob.size, f"{shown.design.name}.json", facts)
