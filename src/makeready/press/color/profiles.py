"""What does an ICC profile say of itself? Header and description, read from its bytes (ICC.1:2010, 7.2)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache

import pyvips

SRGB = "srgb"
"""libvips' built-in sRGB profile, by the name that libvips knows it by."""

BUILT_IN_CMYK = "cmyk"
"""libvips' built-in CMYK profile, made by Graeme Gill and in the public domain."""


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What the header and the tag table say.

    device_class: `prtr`, `mntr`, `scnr`, … space: `CMYK`, `RGB`, `GRAY`, … components: how many inks or channels.
    """

    device_class: str
    space: str
    connection_space: str
    components: int
    description: str
    tags: frozenset[str]


COMPONENTS = {"GRAY": 1, "RGB": 3, "Lab": 3, "XYZ": 3, "CMYK": 4}


class NoProfile(ValueError):
    """The bytes are no ICC profile; the message is a sentence for a person."""


def read_profile(data: bytes) -> ProfileFacts:
    """Header and description of an ICC profile.

    Raises:
        NoProfile: where the bytes are none, or are cut off.
    """
    if len(data) < 132 or data[36:40] != b"acsp":
        raise NoProfile("It is no ICC profile.")
    if struct.unpack_from(">I", data)[0] > len(data):
        raise NoProfile("It is cut off: the profile says that it is longer than the file.")
    tags = _tags(data)
    space = data[16:20].decode("latin-1").strip()
    return ProfileFacts(
        device_class=data[12:16].decode("latin-1"),
        space=space,
        connection_space=data[20:24].decode("latin-1").strip(),
        components=COMPONENTS.get(space, 0),
        description=_text(tags.get("desc", b"")),
        tags=frozenset(tags),
    )


@cache
def built_in(name: str) -> bytes:
    """The bytes of a profile that libvips carries."""
    return bytes(pyvips.Operation.call("profile_load", name))


def _tags(data: bytes) -> dict[str, bytes]:
    count = struct.unpack_from(">I", data, 128)[0]
    if count > 200 or 132 + 12 * count > len(data):
        raise NoProfile("Its table of contents is broken.")
    rows = (struct.unpack_from(">4sII", data, 132 + 12 * n) for n in range(count))
    return {tag.decode("latin-1"): data[start : start + length] for tag, start, length in rows}


def _text(tag: bytes) -> str:
    """The description: `desc` of version 2 (ASCII), `mluc` of version 4 (UTF-16, the first language)."""
    if tag[:4] == b"desc" and len(tag) >= 12:
        length = struct.unpack_from(">I", tag, 8)[0]
        return tag[12 : 12 + length].split(b"\0")[0].decode("ascii", "replace").strip()
    if tag[:4] == b"mluc" and len(tag) >= 28:
        length, start = struct.unpack_from(">II", tag, 20)
        return tag[start : start + length].decode("utf-16-be", "replace").strip("\0 ")
    return ""
