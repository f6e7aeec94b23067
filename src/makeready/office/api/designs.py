"""Designs: templates and stored artwork, as documents of ours or files as they came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import not_modified, require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.openapi import file_response
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.previews import PageNumber, Width, preview
from makeready.office.api.reading import asked
from makeready.office.api.uploads import UPLOAD_BODY, is_upload, uploaded
from makeready.office.api.wording import Asked, Listed, Time, Told, utc
from makeready.office.designs import store
from makeready.office.designs.files import read_upload
from makeready.office.designs.importing import imported
from makeready.office.designs.models import Design, Revision
from makeready.office.storage.downloads import InPieces, blob_response, bytes_response
from makeready.office.storage.media_types import extension
from makeready.press.findings import Finding

router = Router()

_FORM = UPLOAD_BODY["multipart/form-data"]["schema"]
_UPLOAD: dict[str, Any] = {
    "multipart/form-data": {
        "schema": {
            **_FORM,
            "properties": {
                **_FORM["properties"],
                "import": {"type": "string", "enum": ["true", "false"],
                           "description": "true: make it a document of ours that can be edited."},
            },
        }
    }
}  # fmt: skip
"""An upload that may be imported."""

EXAMPLE: dict[str, Any] = {
    "version": 1,
    "name": "Business card",
    "fields": [{"name": "Name", "type": "text", "required": True}],
    "pages": [
        {
            "name": "front", "width": 85, "height": 55, "bleed": 3, "safe": 3,
            "items": [
                {"type": "text", "x": 8, "y": 10, "width": 69, "height": 10, "text": "{{Name}}", "size": 12,
                 "fill": {"cmyk": [0, 0, 0, 100]}},
            ],
        }
    ],
}  # fmt: skip


class DesignWish(Asked):
    """A design document under a name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Business card", "document": EXAMPLE}]})

    name: str = Field(default="", max_length=300, description="Left out: the document's.")
    document: dict[str, Any] = Field(
        description="A design document: `makeready schema design` has its schema. With `import`: JSON of Fabric.js or "
        "Polotno."
    )
    import_: bool = Field(
        default=False, alias="import", description="true: the document is another program's and becomes one of ours."
    )
    size_mm: tuple[float, float] | None = Field(
        default=None, description="With `import`: width and height of the trim; left out: as the document says."
    )
    dpi: float = Field(
        default=0.0, ge=0, le=10_000, description="With `import` and without `size_mm`: its pixels to an inch."
    )
    bleed: float = Field(default=0.0, ge=0, le=200, description="With `import`: bleed around the trim, mm.")


class FileShown(Told):
    """A design that is a customer's file."""

    name: str
    media_type: str
    size: int
    sha256: str


class DesignSummary(Told):
    """A stored design as lists show it."""

    id: str = Field(examples=["dsn_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str
    revision: int
    pages: int
    width_mm: float = Field(description="Trim width of the first page.")
    height_mm: float
    file: FileShown | None = Field(description="The file, where the design is none of our documents.")
    created_at: Time
    updated_at: Time


class DesignWhole(DesignSummary):
    """A stored design with its document."""

    document: dict[str, Any] | None = Field(description="null where the design is a file.")


class Remark(Told):
    """Something that was not carried over from another program's design."""

    code: str = Field(examples=["import-not-carried"])
    severity: str = Field(examples=["warning"])
    message: str
    hint: str


class DesignKept(DesignWhole):
    """A design that was just stored, with remarks on its import."""

    remarks: list[Remark] = Field(default=[], description="What was not carried over; only where something was not.")


class RevisionShown(Told):
    """One revision of a design; it never changes."""

    revision: int
    created_at: Time
    created_by: str
    comment: str
    edited: bool
    pages: int
    width_mm: float
    height_mm: float


def shown_summary(revision: Revision) -> dict[str, Any]:
    """A design with one of its revisions as a list tells it."""
    design, file = revision.design, revision.file
    return {
        "id": design.pk,
        "name": design.name,
        "revision": revision.number,
        "pages": revision.pages,
        "width_mm": revision.width_mm,
        "height_mm": revision.height_mm,
        "file": {"name": revision.file_name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}
        if file
        else None,
        "created_at": utc(design.created_at),
        "updated_at": utc(design.updated_at),
    }


def shown(revision: Revision) -> dict[str, Any]:
    """A design with its document."""
    return {**shown_summary(revision), "document": store.document_with_values(revision)}


def shown_revision(revision: Revision) -> dict[str, Any]:
    """A revision as a list of them tells it."""
    return {
        "revision": revision.number,
        "created_at": utc(revision.created_at),
        "created_by": revision.created_by,
        "comment": revision.comment,
        "edited": revision.edited,
        "pages": revision.pages,
        "width_mm": revision.width_mm,
        "height_mm": revision.height_mm,
    }


def etag(design: Design) -> str:
    """The tag of a design's version."""
    return tag(design.pk, design.version)


def find(design_id: str) -> Design:
    """A stored design; those of projects are reached through their projects.

    Raises:
        NoSuchDesign: there is none.
    """
    found = Design.objects.filter(pk=design_id, project="").first()
    if found is None:
        raise store.NoSuchDesign(f"There is no stored design {design_id}.")
    return found


def file_of(revision: Revision, name: str) -> HttpResponse | InPieces:
    """A revision for download: the customer's file as it came, or the document's JSON."""
    if revision.file is not None:
        own = revision.file_name or f"{name}{extension(revision.file.media_type)}"
        return blob_response(revision.file, own)
    text = json.dumps(store.document_with_values(revision), ensure_ascii=False, indent=1)
    return bytes_response(text.encode(), f"{name}.json", media_type="application/json")


@router.get("/designs", response=Listed[DesignSummary])
@needs(Right.SEE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the stored designs, newest first, without their documents."""
    rows = Revision.objects.filter(design__project="", number=F("design__current")).select_related("design", "file")
    return listed(rows.defer("document", "record"), shown_summary, limit=limit, cursor=cursor)


@router.post(
    "/designs",
    response={201: DesignKept},
    exclude_unset=True,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/DesignWish"}},
                **_UPLOAD,
            },
        }
    },
)
@needs(Right.PREPARE)
def create(request: HttpRequest, response: HttpResponse) -> Any:
    """Store a design: a document as JSON, or a file (PDF, PNG, JPEG, TIFF, SVG) as multipart `file`.

    With `import` another program's design becomes a document of ours: Fabric.js and Polotno JSON, SVG, or a PDF whose
    pages become grounds. `remarks` then says what was not carried over.
    """
    by, remarks = caller(request).actor, tuple[Finding, ...]()
    if is_upload(request):
        file, words = uploaded(request, "name", "import")
        name = file.name or "file"
        if words["import"] == "true":
            document, remarks = imported(read_upload(file), name=words["name"] or name)
            made = store.create_document_design(words["name"] or name, document, by=by)
        else:
            made = store.create_file_design(words["name"] or name, read_upload(file), file_name=name, by=by)
    else:
        body = asked(request, DesignWish)
        ours, remarks = _ours(body)
        made = store.create_document_design(body.name, ours, by=by)
    tagged(response, etag(made))
    return Status(201, _kept(made, remarks))


@router.get("/designs/{design_id}", response=DesignWhole)
@needs(Right.SEE)
def show(request: HttpRequest, response: HttpResponse, design_id: str) -> Any:
    """Show a stored design with its document."""
    design = find(design_id)
    tagged(response, etag(design))
    return shown(store.revision(design))


@router.put("/designs/{design_id}", response=DesignKept, exclude_unset=True)
@needs(Right.PREPARE)
def change(request: HttpRequest, response: HttpResponse, design_id: str, body: DesignWish) -> Any:
    """Save a changed document as the next revision; what was ordered with the ones before stays as it was."""
    design = find(design_id)
    require_match(request, etag(design))
    ours, remarks = _ours(body)
    store.revise(design, ours, by=caller(request).actor, expected_version=design.version, edited=False, name=body.name)
    design.refresh_from_db()
    tagged(response, etag(design))
    return _kept(design, remarks)


def _ours(wish: DesignWish) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    """The document to keep: as it is, or made of another program's, with what was not carried over."""
    if not wish.import_:
        return wish.document, ()
    page = store.PageSize(*(wish.size_mm or (0.0, 0.0)), wish.bleed)
    return imported(wish.document, page, dpi=wish.dpi, name=wish.name)


def _kept(design: Design, remarks: tuple[Finding, ...]) -> dict[str, Any]:
    told = [
        {"code": r.code, "severity": str(r.severity), "message": r.message, "hint": r.hint} for r in remarks
    ]  # fmt: skip
    return shown(store.revision(design)) | ({"remarks": told} if told else {})


@router.get("/designs/{design_id}/revisions", response=Listed[RevisionShown])
@needs(Right.SEE)
def list_revisions(request: HttpRequest, design_id: str, limit: Limit, cursor: Cursor) -> Any:
    """List a stored design's revisions, newest first."""
    rows = Revision.objects.filter(design=find(design_id)).defer("document", "record")
    return listed(rows, shown_revision, limit=limit, cursor=cursor)


@router.get(
    "/designs/{design_id}/file",
    openapi_extra=file_response("application/octet-stream", "application/json", sentence="The file as it came."),
)
@needs(Right.SEE)
def download(request: HttpRequest, design_id: str) -> Any:
    """Download a stored design: the file as it came, or the document's JSON."""
    design = find(design_id)
    return not_modified(request, etag(design)) or tagged(file_of(store.revision(design), design.name), etag(design))


@router.get(
    "/designs/{design_id}/preview.png", openapi_extra=file_response("image/png", sentence="The page as a picture.")
)
@needs(Right.SEE)
def picture(request: HttpRequest, design_id: str, page: PageNumber, width: Width) -> Any:
    """Draw a page of a stored design."""
    return preview(request, store.revision(find(design_id)), page, width)
