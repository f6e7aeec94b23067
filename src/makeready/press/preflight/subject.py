"""What is checked? A file's pages, boxes and paintings, read once for all checks."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.pdf import reader
from makeready.press.pdf.reader import Dictionary, PageBoxes, Pdf
from makeready.press.preflight.profiles import Profile
from makeready.press.preflight.walk import Met


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """One page: number from 1, dictionary, boxes in its own space, and what is painted on it."""

    number: int
    page: Dictionary
    boxes: PageBoxes
    met: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The file, its pages, and the profile it is held against."""

    pdf: Pdf
    pages: tuple[CheckedPage, ...]
    profile: Profile

    @property
    def intents(self) -> list[Dictionary]:
        """The output intents for print (GTS_PDFX)."""
        listed = self.pdf.Root.get("/OutputIntents")
        if not isinstance(listed, reader.Array):
            return []
        return [i for i in listed if isinstance(i, Dictionary) and str(i.get("/S")) == "/GTS_PDFX"]
