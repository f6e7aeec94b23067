"""What is a standard asked? The questions, and the answers of a PDF that claims none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from makeready.press.findings import Finding
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.pdf.foreign_facts import PageFacts


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is painted: page from 1, and the item's path in the document."""

    page: int
    path: str = ""


class Standard:
    """No standard: everything may be written.

    label: what the XMP says it is, or "". version: of PDF. output_intent: the file must say for which
    printing condition it is made. parts: records are document parts; variable_data: what the XMP says of that.
    """

    label: str = ""
    version: str = "1.7"
    output_intent: bool = False
    parts: bool = False
    variable_data: str = ""

    def color_space(self, family: str, place: Place) -> Iterator[Finding]:
        """May something be painted with this colour space (`DeviceCMYK`, `DeviceRGB`, `Separation`, …)?"""
        yield from ()

    def spot(self, name: str, place: Place) -> Iterator[Finding]:
        """May an ink have this name?"""
        yield from ()

    def font(self, font: LoadedFont, place: Place) -> Iterator[Finding]:
        """May text be set with this font?"""
        yield from ()

    def placed(self, facts: PageFacts, place: Place) -> Iterator[Finding]:
        """May this page of a foreign PDF become part of the file?"""
        yield from ()
