"""Artifacts: the files that jobs made or fetched."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api.etags import not_modified, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.openapi import file_response
from makeready.office.api.wording import Time, Told, utc
from makeready.office.errors import NotFound
from makeready.office.jobs.models import Artifact
from makeready.office.storage.downloads import blob_response

router = Router()


class ArtifactShown(Told):
    """A file of a job."""

    id: str = Field(examples=["art_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str = Field(examples=["print.pdf"])
    media_type: str
    size: int
    sha256: str
    final: bool = Field(description="It stays with the project.")
    stale: bool = Field(description="Made before the design was changed.")
    job: str
    project: str
    created_at: Time


def shown(artifact: Artifact) -> dict[str, Any]:
    """An artifact as the API tells it."""
    return {
        "id": artifact.pk,
        "name": artifact.name,
        "media_type": artifact.media_type,
        "size": artifact.size,
        "sha256": artifact.file_id,
        "final": artifact.final,
        "stale": artifact.stale,
        "job": artifact.job_id,
        "project": artifact.project_id,
        "created_at": utc(artifact.created_at),
    }


def _is_open(artifact_id: str) -> bool:
    """Whether a pipeline said that the file's address alone opens it."""
    return Artifact.objects.filter(pk=artifact_id, anonymous_access=True).exists()


@router.get("/artifacts/{artifact_id}", response=ArtifactShown)
@needs(Right.SEE)
def show(request: HttpRequest, artifact_id: str) -> Any:
    """Show an artifact."""
    return shown(_find(artifact_id))


@router.get(
    "/artifacts/{artifact_id}/file",
    openapi_extra=file_response("application/pdf", "application/octet-stream", sentence="The file."),
)
@needs(Right.SEE, unless=_is_open)
def download(request: HttpRequest, artifact_id: str) -> Any:
    """Download an artifact. Pipelines hand this address on as `{{artifact:url}}`.

    Where `configure-artifacts` said `anonymousAccess`, it needs no key: whoever has the address may have the file.
    """
    found = _find(artifact_id)
    current = tag(found.file_id)
    answer = not_modified(request, current)
    return answer or tagged(blob_response(found.file, found.name, media_type=found.media_type), current)


def _find(artifact_id: str) -> Artifact:
    found = Artifact.objects.select_related("file").filter(pk=artifact_id).first()
    if found is None:
        raise NotFound(f"There is no artifact {artifact_id}: it was none, or the job kept only its final files.")
    return found
