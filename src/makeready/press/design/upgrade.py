"""How does a document of an older version become one of the present? One function per old version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from makeready.press.findings import Finding, PressError

VERSION = 1
"""The version that this program writes."""

UPGRADES: dict[int, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {}
"""Old version → the function that makes the next one of it. Version 1 is the first: there is none older."""


class VersionUnknown(Finding):
    """The document was written by a later program, or its version is no number."""

    code = "version-unknown"
    sentence = "“{version}” is no version of design documents that this program knows; it knows {known}."
    fix = "Update Makeready, or save the design for an older version."


def to_present(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document in the present version; one without `version` is left for the reader to refuse.

    Raises:
        PressError: with `VersionUnknown`.
    """
    if "version" not in values:
        return values
    version = values["version"]
    if isinstance(version, bool) or not isinstance(version, int) or not (version == VERSION or version in UPGRADES):
        known = ", ".join(str(v) for v in (*sorted(UPGRADES), VERSION))
        raise PressError([VersionUnknown(path="version", version=str(version)[:40], known=known)])
    while version != VERSION:
        values = UPGRADES[version](values)
        version = values["version"]
    return values
