"""PDF/VT-1 (ISO 16612-2): PDF/X-4 for variable data, in which each record is a document part with its metadata.

A press's front end finds the pages of a record without counting, and may act on what its metadata say.
"""

from __future__ import annotations

from makeready.press.pdf.conformance.pdfx4 import PdfX4


class PdfVt1(PdfX4):
    """The questions of PDF/X-4; what it adds is in the document parts (`pdf.parts`) and the XMP."""

    parts = True
    variable_data = "PDF/VT-1"


PDFVT1 = PdfVt1()
