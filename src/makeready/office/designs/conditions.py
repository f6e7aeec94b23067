"""Onto what is printed, and with which fonts? The shop's own profiles and fonts, by the hashes of their files.

Nothing of them is read here: what they hold is looked at behind walls only (`press.walled`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from makeready.office.designs.models import Asset, AssetKind
from makeready.office.errors import Refused
from makeready.press.color.condition import OutputCondition
from makeready.press.walled import Materials


class ProfileUnknown(Refused):
    """Print settings name a profile that is not here."""

    code = "profile_unknown"
    title = "Unknown profile"
    fix = "Upload the ICC profile under Assets, or name one that is there."


@dataclass(frozen=True, slots=True)
class Condition:
    """A printing condition: its profile's hash and name. built_in: the engine's own, which is no press's."""

    sha256: str
    name: str
    built_in: bool = False


def output_condition(profile: str = "") -> Condition:
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
    else:
        found = profiles.filter(facts__default=True).order_by("id").first()
    return Condition(str(found.file_id), found.facts.get("description") or found.name) if found else _built_in()


def materials(profile: str = "") -> Materials:
    """What a design is drawn with: the shop's fonts, oldest first, and a printing condition.

    Raises:
        ProfileUnknown: no such profile.
    """
    condition = output_condition(profile)
    fonts = Asset.objects.filter(kind=AssetKind.FONT).order_by("id").values_list("file_id", flat=True)
    return Materials(tuple(fonts), "" if condition.built_in else condition.sha256)


@cache
def _built_in() -> Condition:
    own = OutputCondition.default()
    return Condition(own.sha256, own.name, built_in=True)
