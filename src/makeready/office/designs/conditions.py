"""Onto what is printed, and with which fonts? The shop's own profiles and fonts, as the engine takes them."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Q

from makeready.office.designs.models import Asset, AssetKind
from makeready.office.errors import Refused
from makeready.office.storage import blobs
from makeready.press.color.condition import OutputCondition
from makeready.press.fonts.library import FontLibrary
from makeready.press.sources import SourceFile


class ProfileUnknown(Refused):
    """Print settings name a profile that is not here."""

    code = "profile_unknown"
    title = "Unknown profile"
    fix = "Upload the ICC profile under Assets, or name one that is there."


def output_condition(profile: str = "") -> OutputCondition:
    """The printing condition that a profile's asset id or name stands for; none: the shop's default.

    The default is the profile marked so under Assets, else the engine's built-in one.

    Raises:
        ProfileUnknown: no such profile.
    """
    profiles = Asset.objects.filter(kind=AssetKind.PROFILE)
    if profile:
        found = profiles.filter(Q(pk=profile) | Q(name=profile) | Q(facts__description=profile)).first()
        if found is None:
            raise ProfileUnknown(f"There is no ICC profile “{profile}”.")
        return _condition(found.file_id)
    default = profiles.filter(facts__default=True).order_by("id").first()
    return _condition(default.file_id) if default else OutputCondition.default()


def fonts() -> FontLibrary:
    """The shop's uploaded fonts first, then those of packages and of the machine."""
    return _library(tuple(Asset.objects.filter(kind=AssetKind.FONT).order_by("id").values_list("file_id", flat=True)))


@lru_cache(maxsize=16)
def _condition(sha256: str) -> OutputCondition:
    return OutputCondition.from_icc(blobs.read(sha256))


@lru_cache(maxsize=4)
def _library(files: tuple[str, ...]) -> FontLibrary:
    return FontLibrary(files=[SourceFile(blobs.read(sha256)) for sha256 in files])
