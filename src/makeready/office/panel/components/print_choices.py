"""How may a print file be made on demand? What the form offers, set as the product says."""

from __future__ import annotations

from typing import Any

from makeready.office.projects.models import Project

FORMATS = (("pdf", "PDF/X-4"), ("png", "PNG"), ("jpeg", "JPEG"), ("tiff", "TIFF"))
COLORS = (("cmyk", "CMYK"), ("rgb", "RGB"), ("gray", "Grey"))
DPI = (72, 150, 300, 450, 600)


def offered(project: Project) -> dict[str, Any]:
    """Formats, colours and resolutions, and which are set at first."""
    wanted = project.product.print if project.product else {}
    dpi = wanted.get("dpi") or 300
    return {
        "formats": FORMATS, "colors": COLORS, "dpis": sorted({*DPI, dpi}),
        "format": wanted.get("format") or "pdf", "color": wanted.get("color") or "cmyk", "dpi": dpi,
    }  # fmt: skip
