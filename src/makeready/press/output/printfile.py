"""What is a finished file? Its bytes, what they are, and what should be looked at before it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from makeready.press.findings import Finding, PressError, errors

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}

EXTENSIONS = {"jpeg": "jpg", "tiff": "tif"}


@dataclass(frozen=True, slots=True)
class PrintFile:
    """A file that leaves the press.

    kind: `pdf`, `png`, `jpeg`, `tiff`, `svg`, or `zip` of several. findings: remarks; errors never come this far.
    """

    data: bytes = field(repr=False)
    kind: str
    page_count: int
    findings: tuple[Finding, ...] = ()

    @property
    def media_type(self) -> str:
        """Such as `application/pdf`."""
        return MEDIA_TYPES[self.kind]

    @property
    def extension(self) -> str:
        """Of its name, without the dot."""
        return EXTENSIONS.get(self.kind, self.kind)


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Stop where anything forbids printing.

    Raises:
        PressError: with all errors, each once.
    """
    found = errors(dict.fromkeys(findings))
    if found:
        raise PressError(found)
