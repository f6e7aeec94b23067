"""Print files: rendered on demand and answered at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api.etags import not_modified, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.openapi import file_response
from makeready.office.api.project_designs import revision_of
from makeready.office.api.projects import find
from makeready.office.api.wording import Asked
from makeready.office.designs import output
from makeready.office.errors import Fault, Invalid
from makeready.office.projects.printing import print_settings
from makeready.office.storage.downloads import bytes_response
from makeready.press.findings import PressError
from makeready.press.output.wish import MARKS, Wish

router = Router()

MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg", "image/tiff", "image/svg+xml", "application/zip")


class PrintWish(Asked):
    """What kind of file; what is left out is as the product says, else a PDF at 300 dpi in CMYK."""

    format: Literal["pdf", "png", "jpeg", "tiff", "svg"] | None = None
    dpi: int | None = Field(default=None, ge=1, le=2400, description="Of pictures, and of what becomes one in a PDF.")
    color: Literal["cmyk", "rgb", "gray"] | None = None
    pages: Annotated[str | None, Field(max_length=1000, examples=["1-2"])] = Field(
        default=None, description="Like `1`, `1-2`, `3,1` or `2-`; left out: all."
    )
    marks: Annotated[str | None, Field(max_length=100, examples=["true", "crop,registration"])] = Field(
        default=None, description=f"Around the pages: `true` for crop marks, `all`, or some of {', '.join(MARKS)}."
    )
    slug: str | None = Field(default=None, max_length=300, description="What the slug line says; usually the order.")
    slug_code: str | None = Field(default=None, max_length=40, description="Its Code 128; usually the order's number.")
    text: Literal["text", "outlines"] | None = Field(
        default=None, description="`outlines`: the letters as shapes, without fonts."
    )


@router.get(
    "/projects/{project_id}/print-file",
    openapi_extra=file_response(*MEDIA_TYPES, sentence="The file; several pictures come as ZIP."),
)
@needs(Right.SEE)
def print_file(request: HttpRequest, project_id: str, wish: Query[PrintWish]) -> Any:
    """Render the project's print file now and download it."""
    project = find(project_id)
    revision = revision_of(project)
    settings = print_settings(project)
    wanted = _wish(wish, settings)
    current = tag(output.fingerprint(revision, wanted, settings)[:40])
    unchanged = not_modified(request, current)
    if unchanged is not None:
        return unchanged
    made = output.print_file(revision, wanted, settings)
    name = f"{project.number} {project.name}.{made.extension}"
    return tagged(bytes_response(made.data, name, media_type=made.media_type), current)


def _wish(asked: PrintWish, settings: dict[str, Any]) -> Wish:
    try:
        return output.wished(asked.model_dump(), settings)
    except PressError as why:
        faults = [Fault(finding.path, finding.message) for finding in why.findings]
        raise Invalid(faults[0].message, fix=why.findings[0].hint, errors=faults) from why
