"""Which pictures, PDFs, fonts and ICC profiles does the shop keep, and where is each used?"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from makeready.office.accounts.actor import Actor
from makeready.office.designs.files import PICTURES, FileUnusable, examine, kind_in_words
from makeready.office.designs.models import Asset, AssetKind, Revision
from makeready.office.errors import Fault, Invalid, Refused
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.storage import blobs
from makeready.office.storage.media_types import sniff
from makeready.press import confine
from makeready.press.color.condition import OutputCondition
from makeready.press.findings import PressError
from makeready.press.fonts.library import families_in
from makeready.press.sources import SourceFile

KINDS = {
    **dict.fromkeys((*PICTURES, "image/svg+xml"), AssetKind.PICTURE),
    "application/pdf": AssetKind.PDF,
    "font/ttf": AssetKind.FONT,
    "font/otf": AssetKind.FONT,
    "font/collection": AssetKind.FONT,
    "application/vnd.iccprofile": AssetKind.PROFILE,
}


DEFAULT = "default"
"""The fact that marks the default profile."""


class NoProfile(Invalid):
    """Something else than an ICC profile was to be the default output condition."""

    code = "no_profile"
    fix = "Choose an ICC profile."


class AssetUsed(Refused):
    """An asset that designs refer to cannot be removed."""

    code = "asset_used"
    title = "The file is used"
    fix = "Take it out of the designs named first."


def add(name: str, data: bytes, *, by: Actor, kind: AssetKind | None = None) -> Asset:
    """Keep a file as an asset. kind: what it must be (None: whatever it is).

    Raises:
        FileUnusable: none of these kinds, broken, or not the kind that was asked for.
    """
    media_type = sniff(data)
    found = KINDS.get(media_type)
    if found is None or (kind and found != kind):
        wanted = f"a {kind.label.lower()}" if kind else "a picture, PDF, font or ICC profile"
        sentence = f"The file is {kind_in_words(data, media_type)}, not {wanted}."
        raise FileUnusable(sentence, fix="Choose another file.", errors=[Fault("file", sentence)])
    try:
        facts = _facts(found, data)
    except PressError as why:
        first = why.findings[0]
        raise FileUnusable(first.message, fix=first.hint, errors=[Fault("file", first.message)]) from why
    asset = Asset.objects.create(
        kind=found, name=name or found.label, file=blobs.put(data, media_type), facts=facts, created_by=by.name
    )
    record(Kind.SETUP, by=by, subject=asset.id, now=f"{found.label} “{asset.name}” added")
    return asset


def remove(asset: Asset, *, by: Actor) -> None:
    """Delete an asset that no design refers to.

    Raises:
        AssetUsed: with the designs that do.
    """
    users = used_by(asset)
    if users:
        names = ", ".join(f"“{one.design.name}”" for one in users[:5])
        raise AssetUsed(f"“{asset.name}” is used by {names}.")
    record(Kind.SETUP, by=by, subject=asset.id, now=f"{asset.get_kind_display()} “{asset.name}” removed")
    asset.delete()


def make_default(profile: Asset, on: bool, *, by: Actor) -> Asset:
    """Print onto this profile wherever a product names none; on False: onto the built-in one again.

    Raises:
        NoProfile: it is none.
    """
    if profile.kind != AssetKind.PROFILE:
        raise NoProfile(f"“{profile.name}” is no ICC profile: only one can be the default.")
    with transaction.atomic():
        profiles = {one.pk: one for one in Asset.objects.select_for_update().filter(kind=AssetKind.PROFILE)}
        held = profiles[profile.pk]
        if is_default(held) is on:
            return held
        for other in profiles.values() if on else [held]:
            facts = {name: value for name, value in other.facts.items() if name != DEFAULT}
            other.facts = {**facts, DEFAULT: True} if on and other is held else facts
            other.save(update_fields=["facts"])
        now = f"“{held.name}” {'is' if on else 'is no longer'} the usual output condition"
        record(Kind.SETUP, by=by, subject=held.pk, now=now)
    return held


def is_default(asset: Asset) -> bool:
    """Whether it is the profile that is printed onto where a product names none."""
    return bool(asset.facts.get(DEFAULT))


def used_by(asset: Asset, most: int = 20) -> list[Revision]:
    """The newest revisions whose document names the asset (fonts: by family)."""
    words = [asset.id, f"sha256:{asset.file_id}", *asset.facts.get("families", [])]
    wanted = Q()
    for word in words:
        wanted |= Q(document__icontains=word)
    found = Revision.objects.filter(wanted, document__isnull=False).select_related("design")
    return list(found.order_by("-id")[:most])


def _facts(kind: AssetKind, data: bytes) -> dict[str, Any]:
    if kind is AssetKind.FONT:
        return {"families": confine.run(families_in, SourceFile(data))}
    if kind is AssetKind.PROFILE:
        return {"description": confine.run(OutputCondition.from_icc, data, confine.lend(data, ".icc")).name}
    facts = examine(data)
    return {"pages": facts.pages, "width_mm": facts.width_mm, "height_mm": facts.height_mm}
