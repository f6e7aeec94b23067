"""Project designs: what will be printed of a project; read, corrected as a new revision, downloaded, drawn."""

from __future__ import annotations

import tempfile
from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api import designs
from makeready.office.api.callers import caller
from makeready.office.api.designs import RevisionShown, shown_revision
from makeready.office.api.etags import not_modified, require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.openapi import file_response
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.parsing import parse_json
from makeready.office.api.previews import PageNumber, Width, preview
from makeready.office.api.project_shape import ProjectShown, shown
from makeready.office.api.projects import find
from makeready.office.api.reading import asked
from makeready.office.api.uploads import UPLOAD_BODY, uploaded
from makeready.office.api.wording import Asked, Listed
from makeready.office.designs import store
from makeready.office.designs.files import read_upload
from makeready.office.designs.models import Revision
from makeready.office.designs.package import write_package
from makeready.office.errors import Fault, Invalid
from makeready.office.projects import corrections
from makeready.office.projects.arrival import fetch_soon
from makeready.office.projects.models import Project
from makeready.office.storage.downloads import named

router = Router()

RevisionNumber = Annotated[
    int | None, Query(None, description="Which revision; left out: the newest."), Field(ge=1, le=1_000_000_000)
]
DOCUMENT_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "examples": {
                    "document": {"summary": "A design document", "value": designs.EXAMPLE},
                    "with values": {
                        "summary": "A design document, and what fills its fields from now on",
                        "value": {"document": designs.EXAMPLE, "values": {"Name": "Anna Öz"}, "comment": "Typo"},
                    },
                },
            }
        },
    }
}


class Corrected(Asked):
    """A corrected document with the values of its fields."""

    document: dict[str, Any]
    values: dict[str, str] | None = None
    comment: str = Field(default="", max_length=500)


def etag(project: Project, number: int | None = None) -> str:
    """The tag of a project's design, or of one of its revisions."""
    if project.design is None:
        return tag(project.pk, "none")
    if number is None or number == project.design.current:
        return tag(project.design.pk, project.design.version)
    return tag(project.design.pk, "revision", number)


def revision_of(project: Project, number: int | None = None) -> Revision:
    """A project's design, the newest revision unless a number is given.

    Raises:
        DesignMissing: there is none (409). NoSuchDesign: no revision of this number.
    """
    if project.design is None:
        raise corrections.DesignMissing(f"Project {project.number} has no design.")
    return store.revision(project.design, number)


@router.get(
    "/projects/{project_id}/design",
    openapi_extra={
        "responses": {200: {"description": "The design document.", "content": {
            "application/json": {"schema": {"type": "object"}, "example": designs.EXAMPLE}}}}
    },
)  # fmt: skip
@needs(Right.SEE)
def document(request: HttpRequest, response: HttpResponse, project_id: str, revision: RevisionNumber) -> Any:
    """Read the design document, the customer's values in it as its fields' defaults."""
    project = find(project_id)
    found = revision_of(project, revision)
    value = store.document_with_values(found)
    if value is None:
        raise corrections.DesignIsFile(f"The design of project {project.number} is the file “{found.file_name}”.")
    tagged(response, etag(project, revision))
    return value


@router.put("/projects/{project_id}/design", response=RevisionShown, openapi_extra=DOCUMENT_BODY)
@needs(Right.WORK)
def save(request: HttpRequest, response: HttpResponse, project_id: str) -> Any:
    """Save a corrected document as the next revision; print files made before are marked stale.

    The body is the document, or an object with `document`, `values` and `comment`: the values then fill the
    document's fields from now on. Left out, they stay as they are, whatever the fields' defaults say.
    """
    project = find(project_id)
    require_match(request, etag(project))
    value = parse_json(request.body)
    if not isinstance(value, dict):
        raise Invalid("A design document is a JSON object.", errors=[Fault("document", "Must be a JSON object.")])
    wanted = asked(request, Corrected) if "document" in value else Corrected(document=value)
    saved = corrections.save_design(
        project, wanted.document, by=caller(request).actor, comment=wanted.comment, values=wanted.values,
        expected_version=project.design.version if project.design else None,
    )  # fmt: skip
    tagged(response, etag(find(project_id)))
    return shown_revision(saved)


@router.get(
    "/projects/{project_id}/design/file",
    openapi_extra=file_response(
        "application/json", "application/pdf", "application/zip", "application/octet-stream",
        sentence="The customer's file as it came, or the document's JSON; as a package with assets and fonts.",
    ),
)  # fmt: skip
@needs(Right.SEE)
def download(
    request: HttpRequest,
    project_id: str,
    revision: RevisionNumber,
    package: Annotated[Literal["zip"] | None, Query(None, description="zip: with its pictures and fonts.")],
) -> Any:
    """Download the design: the customer's file as it came, or the document's JSON."""
    project = find(project_id)
    found = revision_of(project, revision)
    current = tag(found.digest[:32], package or "plain")
    unchanged = not_modified(request, current)
    if unchanged is not None:
        return unchanged
    name = f"{project.number} {project.name}"
    if package is None:
        return tagged(designs.file_of(found, name), current)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    write_package(found, file)
    file.seek(0)
    return tagged(named(FileResponse(file, content_type="application/zip"), f"{name}.zip"), current)


@router.post(
    "/projects/{project_id}/design/file",
    response={201: RevisionShown},
    openapi_extra={"requestBody": {"required": True, "content": UPLOAD_BODY}},
)
@needs(Right.WORK)
def replace(request: HttpRequest, response: HttpResponse, project_id: str) -> Any:
    """Put a file (PDF, PNG, JPEG, TIFF, SVG) in the design's place, as the next revision."""
    project = find(project_id)
    file, words = uploaded(request, "name")
    saved = corrections.save_file(
        project, read_upload(file), file_name=words["name"] or file.name or "file", by=caller(request).actor
    )
    tagged(response, etag(find(project_id)))
    return Status(201, shown_revision(saved))


@router.get("/projects/{project_id}/design/revisions", response=Listed[RevisionShown])
@needs(Right.SEE)
def list_revisions(request: HttpRequest, project_id: str, limit: Limit, cursor: Cursor) -> Any:
    """List the design's revisions, newest first."""
    rows = Revision.objects.filter(design=find(project_id).design_id or "").defer("document", "record")
    return listed(rows, shown_revision, limit=limit, cursor=cursor)


@router.post("/projects/{project_id}/design/fetch", response={202: ProjectShown})
@needs(Right.WORK)
def fetch_again(request: HttpRequest, project_id: str) -> Any:
    """Try again what failed: match a product, fetch the design, fetch missing pictures."""
    project = find(project_id)
    corrections.fetch_again(project, by=caller(request).actor)
    fetch_soon()
    return Status(202, shown(find(project_id)))


@router.get(
    "/projects/{project_id}/preview.png", openapi_extra=file_response("image/png", sentence="The page as a picture.")
)
@needs(Right.SEE)
def picture(request: HttpRequest, project_id: str, page: PageNumber, width: Width) -> Any:
    """Draw a page as it will be printed."""
    return preview(request, revision_of(find(project_id)), page, width)
