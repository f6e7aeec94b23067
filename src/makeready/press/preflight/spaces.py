"""In which inks or colours is something painted? Colour spaces of a PDF as plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from makeready.press.pdf.reader import Array, Dictionary, Name, Stream

_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_DEFAULTS = {"DeviceGray": "/DefaultGray", "DeviceRGB": "/DefaultRGB", "DeviceCMYK": "/DefaultCMYK"}
_DEPTH = 8
"""Spaces stand on spaces; the standard needs four levels."""


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space.

    family: PDF's name for it. components: of an ICCBased one. names: the inks of Separation and DeviceN.
    base: what it stands on (Indexed, Pattern) or is shown with (Separation, DeviceN).
    profile: digest of an ICC profile, or "".
    """

    family: str
    components: int = 0
    names: tuple[str, ...] = ()
    base: Space | None = None
    profile: str = ""

    def all(self) -> list[Space]:
        """This one and those it stands on."""
        return [self, *(self.base.all() if self.base else [])]


UNKNOWN = Space("")
GRAY, RGB, CMYK = Space("DeviceGray"), Space("DeviceRGB"), Space("DeviceCMYK")


class Spaces:
    """Reads colour spaces; each ICC profile is looked at once."""

    def __init__(self) -> None:
        self._digests: dict[tuple[int, int], str] = {}

    def read(self, value: Any, resources: Dictionary, depth: int = 0) -> Space:
        """The space that a name or an array means where `resources` hold; UNKNOWN for what is none."""
        if depth > _DEPTH:
            return UNKNOWN
        if isinstance(value, Name):
            return self._named(str(value)[1:], resources, depth)
        if not isinstance(value, Array) or not len(value) or not isinstance(value[0], Name):
            return UNKNOWN
        family = _SHORT.get(str(value[0])[1:], str(value[0])[1:])
        if family == "ICCBased":
            return self._icc(value[1])
        if family in ("Separation", "DeviceN"):
            inks = [value[1]] if family == "Separation" else list(value[1])
            names = tuple(str(ink)[1:] for ink in inks)
            return Space(family, names=names, base=self.read(value[2], resources, depth + 1))
        if family in ("Indexed", "Pattern"):
            return Space(family, base=self.read(value[1], resources, depth + 1) if len(value) > 1 else None)
        if family in _DEFAULTS:
            return self._named(family, resources, depth)
        return Space(family)

    def _named(self, name: str, resources: Dictionary, depth: int) -> Space:
        """A family's own name (or its default space here), or the name of a resource."""
        defined = resources.get("/ColorSpace")
        here = defined if isinstance(defined, Dictionary) else Dictionary()
        if f"/{name}" not in here:  # inline images may abbreviate; a resource may be called “G” all the same
            name = _SHORT.get(name, name)
        if name in _DEFAULTS:
            default = here.get(_DEFAULTS[name])
            # The default of a device space must not be looked up by its own name again.
            return Space(name) if default is None or isinstance(default, Name) else self.read(default, Dictionary())
        if name == "Pattern":
            return Space(name)
        found = here.get(f"/{name}")
        return UNKNOWN if found is None else self.read(found, resources, depth + 1)

    def _icc(self, stream: Any) -> Space:
        if not isinstance(stream, Stream):
            return UNKNOWN
        if stream.objgen not in self._digests:
            self._digests[stream.objgen] = digest(stream)
        return Space("ICCBased", components=int(stream.get("/N", 0)), profile=self._digests[stream.objgen])


def digest(profile: Stream) -> str:
    """What tells one ICC profile from another."""
    return hashlib.sha256(profile.read_bytes()).hexdigest()
