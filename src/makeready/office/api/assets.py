"""Assets: the shop's pictures, PDFs, fonts and ICC profiles, and where each is used."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import not_modified, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.openapi import file_response
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.uploads import UPLOAD_BODY, uploaded
from makeready.office.api.wording import Asked, Listed, Time, Told, utc
from makeready.office.designs import assets
from makeready.office.designs.files import read_upload
from makeready.office.designs.models import Asset, AssetKind
from makeready.office.errors import NotFound
from makeready.office.storage.downloads import blob_response
from makeready.office.storage.media_types import extension

router = Router()


class UseShown(Told):
    """A design that refers to an asset."""

    design: str
    name: str
    revision: int
    project: str | None = Field(description="The project whose design it is; null: a stored design.")


class AssetShown(Told):
    """A file of the shop."""

    id: str = Field(examples=["ast_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    kind: str = Field(description="picture, pdf, font or profile.")
    name: str
    media_type: str
    size: int
    sha256: str
    facts: dict[str, Any] = Field(description="Pages and size in mm, a font's families, a profile's own name.")
    default: bool = Field(description="Of profiles: whether it is printed onto where a product names none.")
    created_at: Time
    created_by: str


class ProfileChange(Asked):
    """What can be changed of an ICC profile."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"default": True}]})

    default: bool = Field(
        description="true: print onto it wherever a product names none, instead of the one before; false: onto the "
        "built-in one again."
    )


class AssetWhole(AssetShown):
    """A file of the shop with its uses."""

    used_by: list[UseShown]


def shown(asset: Asset) -> dict[str, Any]:
    """An asset as a list tells it."""
    return {
        "id": asset.pk,
        "kind": asset.kind,
        "name": asset.name,
        "media_type": asset.file.media_type,
        "size": asset.file.size,
        "sha256": asset.file.sha256,
        "facts": {name: value for name, value in asset.facts.items() if name != assets.DEFAULT},
        "default": assets.is_default(asset),
        "created_at": utc(asset.created_at),
        "created_by": asset.created_by,
    }


def find(asset_id: str, kind: AssetKind | None) -> Asset:
    """An asset, of this kind where one is given.

    Raises:
        NotFound: there is none.
    """
    rows = Asset.objects.select_related("file").filter(pk=asset_id)
    found = (rows.filter(kind=kind) if kind else rows).first()
    if found is None:
        raise NotFound(f"There is no {kind.label.lower() if kind else 'asset'} {asset_id}.")
    return found


def _calls_of(folder: str, kind: AssetKind | None, one: str, many: str) -> None:
    """The five calls of a folder: the same for all files, for fonts and for profiles."""

    @router.get(
        f"/{folder}", response=Listed[AssetShown], operation_id=f"{folder}_list",
        description=f"List the {many}, newest first.",
    )  # fmt: skip
    @needs(Right.SEE)
    def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
        rows = Asset.objects.select_related("file")
        return listed(rows.filter(kind=kind) if kind else rows, shown, limit=limit, cursor=cursor)

    @router.post(
        f"/{folder}", response={201: AssetShown}, operation_id=f"{folder}_create", description=f"Upload {one}.",
        openapi_extra={"requestBody": {"required": True, "content": UPLOAD_BODY}},
    )  # fmt: skip
    @needs(Right.PREPARE)
    def create(request: HttpRequest) -> Any:
        file, words = uploaded(request, "name")
        made = assets.add(words["name"] or file.name or "file", read_upload(file), by=caller(request).actor, kind=kind)
        return Status(201, shown(made))

    @router.get(
        f"/{folder}/{{asset_id}}", response=AssetWhole, operation_id=f"{folder}_show",
        description=f"Show {one}, and where it is used.",
    )  # fmt: skip
    @needs(Right.SEE)
    def show(request: HttpRequest, asset_id: str) -> Any:
        found = find(asset_id, kind)
        return {**shown(found), "used_by": _uses(found)}

    @router.get(
        f"/{folder}/{{asset_id}}/file", operation_id=f"{folder}_download", description=f"Download {one}.",
        openapi_extra=file_response("application/octet-stream", sentence="The file."),
    )  # fmt: skip
    @needs(Right.SEE)
    def download(request: HttpRequest, asset_id: str) -> Any:
        found = find(asset_id, kind)
        current, ending = tag(found.file.sha256), extension(found.file.media_type)
        name = found.name if found.name.lower().endswith(ending) else f"{found.name}{ending}"
        return not_modified(request, current) or tagged(blob_response(found.file, name), current)

    @router.delete(
        f"/{folder}/{{asset_id}}", response={204: None}, operation_id=f"{folder}_remove",
        description=f"Remove {one} that no design uses.",
    )  # fmt: skip
    @needs(Right.PREPARE)
    def remove(request: HttpRequest, asset_id: str) -> Any:
        assets.remove(find(asset_id, kind), by=caller(request).actor)
        return Status(204, None)


@router.patch("/profiles/{asset_id}", response=AssetShown)
@needs(Right.PREPARE)
def change_profile(request: HttpRequest, asset_id: str, body: ProfileChange) -> Any:
    """Make an ICC profile the default, or the default no longer."""
    return shown(assets.make_default(find(asset_id, AssetKind.PROFILE), body.default, by=caller(request).actor))


def _uses(asset: Asset) -> list[dict[str, Any]]:
    return [
        {
            "design": one.design_id,
            "name": one.design.name,
            "revision": one.number,
            "project": one.design.project or None,
        }
        for one in assets.used_by(asset)
    ]


_calls_of("assets", None, "a picture, PDF, font or ICC profile", "pictures, PDFs, fonts and ICC profiles")
_calls_of("fonts", AssetKind.FONT, "a font", "uploaded fonts")
_calls_of("profiles", AssetKind.PROFILE, "an ICC profile", "uploaded ICC profiles")
