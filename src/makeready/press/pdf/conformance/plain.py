"""A PDF that claims no standard: for screens and for our own rasteriser."""

from __future__ import annotations

from makeready.press.pdf.conformance.standard import Standard

PLAIN = Standard()
