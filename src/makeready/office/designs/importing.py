"""How does another program's design become a document of ours here? Behind walls, with what was not carried over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from makeready.office.designs.store import PageSize, invalid
from makeready.press import walled
from makeready.press.findings import Finding, PressError
from makeready.press.walled import Limits

LIMITS = Limits(seconds=60.0)


def taken_over(
    document: Mapping[str, Any], page: PageSize | None = None
) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    """A document of ours as it is; Fabric.js or Polotno JSON as one of ours, and what was not carried over.

    page: the product's, which the design fills; none is as the file says.

    Raises:
        DesignInvalid: it cannot be imported.
    """
    if not walled.is_foreign(document):
        return document, ()
    return imported(document, page)


def imported(
    data: bytes | Mapping[str, Any], page: PageSize | None = None, *, dpi: float = 0.0, name: str = ""
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """A design of another program (JSON, SVG, PDF) as a document of ours, and what was not carried over.

    Raises:
        DesignInvalid: it is of no kind that can be imported, or damaged.
    """
    size = (page.width, page.height) if page and page.width and page.height else None
    try:
        made = walled.imported(data, LIMITS, size_mm=size, dpi=dpi, bleed=page.bleed if page else 0.0, name=name)
    except PressError as why:
        raise invalid(why) from why
    return made.document, made.findings
