"""Pictures of pages: drawn by the engine that prints, kept, and asked about by their tag."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from makeready.office.api.etags import not_modified, tag, tagged
from makeready.office.designs import output
from makeready.office.designs.models import Revision
from makeready.office.storage.downloads import bytes_response
from makeready.press.output.wish import Wish

PageNumber = Annotated[int, Query(1, description="Which page, from 1."), Field(ge=1, le=100_000)]
Width = Annotated[int, Query(800, description="How wide the picture is, in pixels."), Field(ge=16, le=4000)]


def preview(request: HttpRequest, revision: Revision, page: int, width: int) -> Any:
    """One page's trim as PNG.

    Raises:
        NoSuchPage: the design has fewer. CannotPrint: with the findings.
    """
    wish = Wish(format="png", color="rgb", pages=str(page))
    current = tag(output.fingerprint(revision, wish)[:40], width)
    answer = not_modified(request, current)
    if answer is not None:
        return answer
    name = f"{revision.design.name} {page}.png"
    return tagged(
        bytes_response(output.preview_png(revision, page, width), name, media_type="image/png", inline=True), current
    )
