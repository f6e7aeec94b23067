"""A design of another program as one of ours: `press.importers` with a reader for PDF handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from makeready.press.importers import front
from makeready.press.importers.front import Imported
from makeready.press.pdf.reader import describe_file


def imported(
    data: bytes | Mapping[str, Any],
    *,
    size_mm: tuple[float, float] | None = None,
    dpi: float = 0.0,
    bleed: float = 0.0,
    name: str = "",
    src: str = "",
) -> Imported:
    """As `importers.front.read`; a PDF becomes a document of its pages' sizes with each page as its ground.

    Raises:
        PressError: it is of no kind that can be imported, or damaged.
    """
    return front.read(
        data, size_mm=size_mm, dpi=dpi, bleed=bleed, name=name, src=src,
        pdf_pages=lambda file: [page.trim for page in describe_file(file).boxes],
    )  # fmt: skip
