"""How are designs kept? Each change is a new, immutable revision; the number in `current` says which counts.

A project's design is the project's own: `copy_to_project` takes over what a stored design or template is
now, so that later changes of it do not reach what was ordered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction

from makeready.office.accounts.actor import Actor
from makeready.office.designs.files import examine
from makeready.office.designs.models import Design, Pin, Revision
from makeready.office.errors import Fault, Invalid, NotFound, StaleVersion
from makeready.office.storage import blobs
from makeready.press.design.document import Document, read
from makeready.press.findings import PressError


class DesignInvalid(Invalid):
    """A design document is at fault; every place is named."""

    code = "design_invalid"
    title = "The design is not valid"
    fix = "Correct the places named. The schema stands at `makeready schema design`."


class NoSuchDesign(NotFound):
    """There is no such design or revision."""

    code = "design_not_found"
    fix = "Check the id, or store the design first."


class PageSize(NamedTuple):
    """The page that a product's pictures become: trim and bleed, mm."""

    width: float
    height: float
    bleed: float = 0.0


def page_of(template: Revision) -> PageSize:
    """The page that a template's first one sets for pictures in its place."""
    return PageSize(template.width_mm, template.height_mm, bleed_of(template))


def bleed_of(shown: Revision) -> float:
    """The bleed of a revision's first page, mm."""
    if shown.document is None:
        return shown.page_bleed_mm
    return float(shown.document["pages"][0].get("bleed", 0))


def create_document_design(
    name: str,
    document: Mapping[str, Any],
    *,
    by: Actor,
    project: str = "",
    record: Mapping[str, str] | None = None,
) -> Design:
    """Keep a document as a new design with revision 1.

    Raises:
        DesignInvalid: with every fault and its path.
    """
    checked = check_document(document)
    with transaction.atomic():
        design = Design.objects.create(name=name or checked.name, project=project)
        _add_document(design, checked, by=by, record=dict(record or {}))
    return design


def create_file_design(
    name: str,
    data: bytes,
    *,
    file_name: str,
    by: Actor,
    project: str = "",
    page: PageSize | None = None,
) -> Design:
    """Keep a customer's file (PDF, PNG, JPEG, TIFF, SVG) as a new design. page: the product's.

    Raises:
        FileUnusable: not of these kinds, or broken.
    """
    facts = examine(data)
    blob = blobs.put(data, facts.media_type)
    size = page if facts.media_type != "application/pdf" else None
    width, height = (size.width, size.height) if size else (facts.width_mm, facts.height_mm)
    with transaction.atomic():
        design = Design.objects.create(name=name or file_name, project=project)
        _add(
            design, by=by, file=blob, file_name=file_name, pages=facts.pages, width_mm=width, height_mm=height,
            page_width_mm=size.width if size else None, page_height_mm=size.height if size else None,
            page_bleed_mm=size.bleed if size else 0,
        )  # fmt: skip
    return design


def copy_to_project(
    original: Revision,
    *,
    project: str,
    by: Actor,
    record: Mapping[str, str] | None = None,
    page: PageSize | None = None,
) -> Design:
    """The project's own copy of a revision, with its pinned files; `record` fills its fields."""
    size = page if original.file and original.file.media_type != "application/pdf" else None
    with transaction.atomic():
        design = Design.objects.create(name=original.design.name, project=project)
        _add(
            design, by=by, document=original.document, record={**original.record, **(record or {})},
            file=original.file, file_name=original.file_name, pages=original.pages,
            width_mm=size.width if size else original.width_mm, height_mm=size.height if size else original.height_mm,
            page_width_mm=size.width if size else original.page_width_mm,
            page_height_mm=size.height if size else original.page_height_mm,
            page_bleed_mm=size.bleed if size else original.page_bleed_mm,
        )  # fmt: skip
        Pin.objects.bulk_create(
            [Pin(design=design, src=p.src, src_hash=p.src_hash, file=p.file) for p in original.design.pins.all()]
        )
    return design


def revise(
    design: Design,
    document: Mapping[str, Any],
    *,
    by: Actor,
    expected_version: int | None = None,
    comment: str = "",
    record: Mapping[str, str] | None = None,
    edited: bool = True,
    name: str = "",
) -> Revision:
    """Save a changed document as the next revision. expected_version: what the person has read (None: whatever).

    name: a new one for the design ("": as it is).

    Raises:
        DesignInvalid: with every fault. StaleVersion: somebody else saved in between.
    """
    checked = check_document(document)
    with transaction.atomic():
        locked = _locked(design, expected_version)
        if name and name != locked.name:
            locked.name = name
            locked.save(update_fields=["name"])
        before = revision(locked)
        kept = dict(before.record if record is None else record)
        return _add_document(locked, checked, by=by, record=kept, comment=comment, edited=edited)


def refill(design: Design, record: Mapping[str, str], *, by: Actor, from_first: bool = False) -> Revision:
    """Fill the document with other values, as the next revision. from_first: give up what was edited since."""
    with transaction.atomic():
        locked = _locked(design, None)
        base = revision(locked, 1) if from_first else revision(locked)
        if base.document is None:
            raise DesignInvalid("This design is a customer's file: it has no fields to fill.", fix="Replace the file.")
        return _add(
            locked, by=by, document=base.document, record=dict(record), pages=base.pages, width_mm=base.width_mm,
            height_mm=base.height_mm, edited=base.edited, comment="Fields changed",
        )  # fmt: skip


def replace_by_file(design: Design, data: bytes, *, file_name: str, by: Actor, comment: str = "") -> Revision:
    """Put another file in the design's place, as the next revision; the page keeps its size.

    Raises:
        FileUnusable: not usable as a design.
    """
    facts = examine(data)
    blob = blobs.put(data, facts.media_type)
    with transaction.atomic():
        locked = _locked(design, None)
        before = revision(locked)
        page = None
        if facts.media_type != "application/pdf":
            page = PageSize(before.width_mm, before.height_mm, before.page_bleed_mm or bleed_of(before))
        return _add(
            locked, by=by, file=blob, file_name=file_name, pages=facts.pages,
            width_mm=page.width if page else facts.width_mm, height_mm=page.height if page else facts.height_mm,
            page_width_mm=page.width if page else None, page_height_mm=page.height if page else None,
            page_bleed_mm=page.bleed if page else 0, edited=True, comment=comment,
        )  # fmt: skip


def revision(design: Design, number: int | None = None) -> Revision:
    """A design's revision, the current one unless a number is given.

    Raises:
        NoSuchDesign: there is none of this number.
    """
    wanted = design.current if number is None else number
    found = Revision.objects.filter(design=design, number=wanted).select_related("file", "design").first()
    if found is None:
        raise NoSuchDesign(f"The design has no revision {wanted}: its newest is {design.current}.")
    return found


def document_with_values(shown: Revision) -> dict[str, Any] | None:
    """The document for reading, editing and taking elsewhere: the customer's values stand as its fields' defaults.

    Where no field is declared for a value, it stands in the revision's `record` alone.
    """
    if shown.document is None:
        return None
    fields = [
        {**one, "default": shown.record[one["name"]]} if shown.record.get(one["name"]) else one
        for one in shown.document.get("fields", [])
    ]
    return {**shown.document, **({"fields": fields} if fields else {})}


def check_document(document: Mapping[str, Any]) -> Document:
    """The document, typed.

    Raises:
        DesignInvalid: with every fault and its path.
    """
    try:
        return read(document)
    except PressError as why:
        raise invalid(why) from why


def invalid(why: PressError) -> DesignInvalid:
    """The engine's findings as a refusal with paths."""
    faults = [Fault(finding.path or "document", finding.message) for finding in why.findings]
    count = "One place" if len(faults) == 1 else f"{len(faults)} places"
    return DesignInvalid(f"{count} in the design cannot be used: {faults[0].message}", errors=faults)


def _locked(design: Design, expected_version: int | None) -> Design:
    locked = Design.objects.select_for_update().get(pk=design.pk)
    if expected_version is not None and locked.version != expected_version:
        raise StaleVersion(f"Somebody saved revision {locked.current} of this design in between.")
    return locked


def _add_document(design: Design, document: Document, *, by: Actor, **more: Any) -> Revision:
    first = document.pages[0]
    return _add(
        design, by=by, document=document.as_json(), pages=len(document.pages), width_mm=first.width,
        height_mm=first.height, **more,
    )  # fmt: skip


def _add(design: Design, *, by: Actor, **columns: Any) -> Revision:
    design.current += 1
    if design.current > 1:
        design.version += 1
    design.save(update_fields=["current", "version", "updated_at"])
    digest = _digest(columns)
    return Revision.objects.create(design=design, number=design.current, created_by=by.name, digest=digest, **columns)


def _digest(columns: Mapping[str, Any]) -> str:
    file = columns.get("file")
    content = [
        columns.get("document"), columns.get("record") or {}, file.sha256 if file else "",
        columns.get("page_width_mm"), columns.get("page_height_mm"), columns.get("page_bleed_mm"),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
