"""Onto what is printed? The output condition: press, paper and inks as one CMYK ICC profile."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pyvips

from makeready.press.color.profiles import BUILT_IN_CMYK, NoProfile, built_in, read_profile
from makeready.press.confine.lent import lend
from makeready.press.findings import Finding, PressError


class ProfileUnusable(Finding):
    """A file that was handed in as the press's profile cannot serve as one."""

    code = "profile-unusable"
    sentence = "The ICC profile cannot describe a press: {why}"
    fix = "Choose a CMYK output profile (class “prtr”), such as the one of your press or of FOGRA or GRACoL."


@dataclass(frozen=True, eq=False)
class OutputCondition:
    """A printing condition. Two with the same profile are equal.

    icc: the profile's bytes. name: its own description, for people. identifier: what the PDF's output
    intent calls it (OutputConditionIdentifier). registered: that name stands in the ICC's registry of
    characterisation data, so that a RIP knows it. path: where the profile lies as a file already; empty: nowhere.
    """

    icc: bytes
    name: str
    identifier: str
    registered: bool = False
    path: str = ""

    @staticmethod
    def default() -> OutputCondition:
        """The CMYK profile that libvips carries, called what it is: a stand-in until the press's own is chosen."""
        return _default()

    @staticmethod
    def from_icc(data: bytes, path: str = "") -> OutputCondition:
        """The condition that a CMYK output profile describes. path: where it lies as a file already.

        Raises:
            PressError: with `ProfileUnusable`, where the profile is none, is cut off, is not for a CMYK
                printer, or cannot convert in both directions.
        """
        try:
            facts = read_profile(data)
        except NoProfile as why:
            raise PressError([ProfileUnusable(why=str(why))]) from why
        if facts.space != "CMYK":
            raise PressError([ProfileUnusable(why=f"it is for {facts.space or 'no known'} colours, not CMYK.")])
        if facts.device_class != "prtr":
            raise PressError([ProfileUnusable(why=f"its class is “{facts.device_class}”, not an output device.")])
        if not {"A2B0", "B2A0"} <= facts.tags:
            raise PressError([ProfileUnusable(why="it lacks the tables to convert in both directions.")])
        name = facts.description or "Unnamed CMYK profile"
        known = registry_name(name)
        condition = OutputCondition(data, name, known or name, registered=known is not None, path=path)
        condition.try_out()
        return condition

    @cached_property
    def sha256(self) -> str:
        """The profile's identity in caches, hexadecimal."""
        return hashlib.sha256(self.icc).hexdigest()

    @cached_property
    def profile(self) -> str:
        """The profile as libvips takes it: a built-in one's name, else a file that lives as long as the process."""
        if self.icc == built_in(BUILT_IN_CMYK):
            return BUILT_IN_CMYK
        return self.path or lend(self.icc, ".icc")

    @cached_property
    def ink_limit(self) -> float:
        """The most of all process inks together, per cent: what its characterisation allows, else what it separates.

        Sources for the known ones: the profiles' own documentation (ECI, Fogra, IDEAlliance).
        """
        known = INK_LIMITS.get(self.identifier) if self.registered else None
        return known or _separated_at_most(self)

    def try_out(self) -> None:
        """Convert one pixel there and back; raises PressError where lcms cannot."""
        try:
            white = pyvips.Image.black(1, 1, bands=3).copy(interpretation="srgb")
            there = white.icc_transform(self.profile, input_profile="srgb")
            there.icc_transform("srgb", input_profile=self.profile).avg()
        except pyvips.Error as why:
            raise PressError([ProfileUnusable(why="its tables cannot be used by the colour engine.")]) from why

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OutputCondition) and self.icc == other.icc

    def __hash__(self) -> int:
        return hash(self.sha256)


@cache
def _default() -> OutputCondition:
    data = built_in(BUILT_IN_CMYK)
    own_name = read_profile(data).description or "unnamed"
    name = f"libvips built-in CMYK ({own_name})"
    return OutputCondition(data, name, name)


_REGISTERED: tuple[tuple[str, str], ...] = (
    (r"FOGRA ?(\d\d)L?\b", "FOGRA{}"),
    (r"\bPSO ?Coated ?v3|PSOcoated_v3", "FOGRA51"),
    (r"\bPSO ?Uncoated ?v3|PSOuncoated_v3", "FOGRA52"),
    (r"ISO ?Coated ?v2|ISOcoated_v2", "FOGRA39"),
    (r"GRACoL ?2006|GRACoL2006", "CGATS TR 006"),
    (r"SWOP ?2006.*3|SWOP2006_Coated3", "CGATS TR 003"),
    (r"SWOP ?2006.*5|SWOP2006_Coated5", "CGATS TR 005"),
    (r"GRACoL ?2013.*CRPC6|\bCRPC6\b", "CGATS21-2-CRPC6"),
    (r"Japan ?Color ?2001 ?Coated", "JC200103"),
    (r"Japan ?Color ?2011|JapanColor2011", "JCN2011"),
)
"""Descriptions of well-known profiles and what the ICC's registry (color.org) calls the data behind them."""


INK_LIMITS = {
    "FOGRA39": 330.0,
    "FOGRA47": 300.0,
    "FOGRA51": 300.0,
    "FOGRA52": 300.0,
    "CGATS TR 006": 320.0,
    "CGATS21-2-CRPC6": 320.0,
    "CGATS TR 003": 300.0,
    "CGATS TR 005": 300.0,
    "JC200103": 350.0,
}
"""Total area coverage that printing to a characterisation allows, per cent."""


@cache
def _separated_at_most(condition: OutputCondition) -> float:
    """The heaviest separation that the profile itself makes of any RGB colour, rounded up to 5 %."""
    steps = np.linspace(0, 255, 17).round().astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(17, -1, 3)
    image = pyvips.Image.new_from_memory(cube.tobytes(), cube.shape[1], 17, 3, "uchar").copy(interpretation="srgb")
    inks = image.icc_transform(condition.profile, input_profile="srgb", intent="relative", depth=8)
    most = int(np.asarray(inks.numpy()).astype(int).sum(axis=-1).max())
    return float(-(-most * 100 // 255 // 5) * 5)


def registry_name(description: str) -> str | None:
    """The registered name of the characterisation data that a profile's description points to, or None."""
    for pattern, name in _REGISTERED:
        if found := re.search(pattern, description, re.IGNORECASE):
            return name.format(*found.groups())
    return None
