"""PDF/X-4 (ISO 15930-7): everything embedded, everything in the press's inks, the printing condition named.

Transparency and layers are allowed and kept. Colours: DeviceCMYK, DeviceGray and Separation for the CMYK
condition of the output intent; device-dependent RGB is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from makeready.press.findings import Finding, Severity
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.fonts.rights import FontNotEmbeddable
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.foreign_facts import PageFacts


class RgbInPressFile(Finding):
    """Something is painted in a colour space that a CMYK press file may not hold."""

    code = "rgb-in-press-file"
    sentence = "On page {page_number} something is painted in {space}, which a PDF/X-4 for a CMYK press may not hold."
    fix = "Ask for colour CMYK or grey, or for a file that is not PDF/X-4."


class SpotNameReserved(Finding):
    """A spot ink is called as PDF calls something else."""

    code = "spot-name-reserved"
    sentence = "A spot ink cannot be called “{name}”: PDF uses this name for {meaning}."
    fix = "Give the ink the name that the press's separations have."


class PlacedRgb(Finding):
    """A placed PDF paints with RGB."""

    code = "placed-rgb"
    severity = Severity.WARNING
    sentence = "The placed PDF on page {page_number} holds {spaces}: its colours will be converted at the press."
    fix = "Place a PDF in CMYK, or check the proof's colours."


class PlacedConverted(Finding):
    """A placed PDF's colours became inks of the press."""

    code = "placed-converted"
    severity = Severity.INFO
    sentence = "The placed PDF on page {page_number} held {spaces}: its colours were converted to the press's inks."
    fix = "Check the proof's colours; what must be exact is placed in CMYK."


class PlacedFontMissing(Finding):
    """A placed PDF uses fonts that it does not bring along."""

    code = "placed-font-missing"
    sentence = "The placed PDF on page {page_number} does not embed its font {fonts}: the press would replace it."
    fix = "Export the PDF again with all fonts embedded."


ALLOWED = frozenset({"DeviceCMYK", "DeviceGray", "Separation", "DeviceN", "Pattern", "Indexed"})

RESERVED = {
    "All": "every ink at once (register marks)",
    "None": "no ink at all",
    **dict.fromkeys(("Cyan", "Magenta", "Yellow", "Black"), "the process ink of this name"),
}

PLACED_RGB = frozenset({"DeviceRGB", "CalRGB", "CalGray", "Lab", "ICCBased3"})


class PdfX4(Standard):
    """The questions, answered as ISO 15930-7 does."""

    label = "PDF/X-4"
    version = "1.6"
    output_intent = True

    def color_space(self, family: str, place: Place) -> Iterator[Finding]:
        """Inks of the press, and nothing else."""
        if family not in ALLOWED:
            yield RgbInPressFile(path=place.path, page=place.page, page_number=place.page, space=family)

    def spot(self, name: str, place: Place) -> Iterator[Finding]:
        """Any name but PDF's own two."""
        if name in RESERVED:
            yield SpotNameReserved(path=place.path, page=place.page, name=name, meaning=RESERVED[name])

    def font(self, font: LoadedFont, place: Place) -> Iterator[Finding]:
        """One that may be embedded."""
        if not font.embeddable:
            yield FontNotEmbeddable(path=place.path, page=place.page, font=font.postscript_name)

    def placed(self, facts: PageFacts, place: Place) -> Iterator[Finding]:
        """A page that brings its fonts and is in the press's inks; what is not is said.

        RGB that could not be converted gets sRGB as its default colour space on the way in, which makes it
        device-independent and legal; it still is not what was asked for, so it is said.
        """
        if facts.converted:
            spaces = ", ".join(sorted(facts.converted))
            yield PlacedConverted(path=place.path, page=place.page, page_number=place.page, spaces=spaces)
        strange = sorted(facts.spaces & PLACED_RGB)
        if strange:
            yield PlacedRgb(path=place.path, page=place.page, page_number=place.page, spaces=", ".join(strange))
        if facts.unembedded:
            fonts = ", ".join(facts.unembedded)
            yield PlacedFontMissing(path=place.path, page=place.page, page_number=place.page, fonts=fonts)


PDFX4 = PdfX4()
