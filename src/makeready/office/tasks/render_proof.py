"""Task `render-proof`: pictures for approval, marked as such so that nobody prints them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams, Word, prefixed
from makeready.office.tasks.render_hires import chosen_pages, page_filter
from makeready.office.tasks.render_preview import pixels_wide
from makeready.office.tasks.task import ONE, Input, JobContext, Picture, Task
from makeready.press.pdf.reader import describe

SAFE = 3.0
"""Millimetres inside the cut, where a design does not say otherwise."""

WATERMARK = "PROOF"
GREY: dict[str, Any] = {"cmyk": [0, 0, 0, 55]}
SAFETY: dict[str, Any] = {"cmyk": [70, 0, 0, 0]}


class ProofFormat(Word):
    """File formats."""

    JPEG = "Jpeg"
    PNG = "Png"
    TIFF = "Tiff"
    PDF = "Pdf"

    @classmethod
    def synonyms(cls) -> Mapping[str, str]:
        """The usual short names."""
        return {"jpg": "jpeg", "tif": "tiff"}


class RenderProofParams(TaskParams):
    """The vendor's parameters, under both names that its documents have (`proofImage…`, `proofOutput…`)."""

    model_config = ConfigDict(alias_generator=prefixed("proofImage"))

    print_area_filter: str = Field("", description="Pages: “1, 3, 7”, “2-N”; empty: all.")
    width: int | None = Field(None, ge=16, le=8000, description="Largest width in pixels (default 1000).")
    height: int | None = Field(None, ge=16, le=8000, description="Largest height in pixels.")
    interpolation_mode: str = Field("", description="Chosen by the engine.")
    file_format: ProofFormat = Field(ProofFormat.PNG, description="File format.")
    safety_lines_enabled: bool = Field(False, description="A line inside which all that matters should lie.")
    watermark_enabled: bool = Field(True, description=f"“{WATERMARK}” across each page.")
    separate_files: bool = Field(True, description="One file per page; else one PDF, or pictures in one ZIP.")

    @model_validator(mode="before")
    @classmethod
    def _newer_names(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        newer = "proofOutput"
        return {f"proofImage{key.removeprefix(newer)}" if key.startswith(newer) else key: given[key] for key in given}


class RenderProof(Task):
    """Draws the pages of a design for approval, with a watermark and, if wanted, safety lines."""

    name = "render-proof"
    Params = RenderProofParams
    inputs = ONE
    outputs = ONE

    def run(self, params: RenderProofParams, job: JobContext) -> None:
        """The print file's own pages, with something drawn over them."""
        (artifact,) = job.inputs
        base = job.render(artifact, Picture("pdf", color="cmyk"))
        sizes = job.work(page_sizes, base.sha256)
        safes = _safe_margins(artifact, len(sizes))
        chosen = chosen_pages(page_filter(params.print_area_filter), len(sizes))
        pages = [_page(base.sha256, number, sizes[number - 1], safes[number - 1], params) for number in chosen]
        form = params.file_format.lower()
        look = Picture(form, color="rgb" if form != "pdf" else "cmyk")
        if form != "pdf":
            look = Picture(form, color="rgb", width=pixels_wide(params.width, params.height, *sizes[chosen[0] - 1]))
        groups = [[page] for page in pages] if params.separate_files else [pages]
        job.deliver([job.draw({"version": 1, "name": "Proof", "pages": group}, look) for group in groups])


def page_sizes(sha256: str) -> list[tuple[float, float]]:
    """Each page's trim in mm, of a PDF in the storage (called in a helper process)."""
    return [(boxes.width_mm, boxes.height_mm) for boxes in describe(blobs.read(sha256)).boxes]


def _page(
    sha256: str, number: int, size: tuple[float, float], safe: float, params: RenderProofParams
) -> dict[str, Any]:
    width, height = size
    box = {"x": 0.0, "y": 0.0, "width": width, "height": height}
    items: list[dict[str, Any]] = [
        {"type": "pdf", "src": f"sha256:{sha256}", "page": number, "box": "trim", "fit": "stretch", **box}
    ]
    if params.safety_lines_enabled and min(size) > 2 * safe:
        inner = {"x": safe, "y": safe, "width": width - 2 * safe, "height": height - 2 * safe}
        items.append({"type": "rectangle", "stroke": {"color": SAFETY, "width": 0.2, "dashes": [1.5, 1.0]}, **inner})
    if params.watermark_enabled:
        items.append(_watermark(width, height))
    return {"name": f"page {number}", "width": width, "height": height, "items": items}


def _watermark(width: float, height: float) -> dict[str, Any]:
    """The word along the diagonal, as large as it fits."""
    diagonal = math.hypot(width, height)
    size_mm = diagonal / len(WATERMARK)
    return {
        "type": "text", "text": WATERMARK, "size": min(2000.0, size_mm * 72 / 25.4), "weight": 700, "fill": GREY,
        "opacity": 0.3, "align": "center", "vertical_align": "middle", "wrap": False, "fit": "shrink",
        "rotation": -math.degrees(math.atan2(height, width)), "x": (width - diagonal * 0.8) / 2,
        "y": (height - size_mm * 1.5) / 2, "width": diagonal * 0.8, "height": size_mm * 1.5,
    }  # fmt: skip


def _safe_margins(artifact: Input, count: int) -> list[float]:
    """Each page's safe margin, mm: the design's own, where it is a document of ours that says so."""
    if artifact.media_type != "application/json":
        return [SAFE] * count
    pages = json.loads(blobs.read(artifact.sha256)).get("pages", [])
    return [float(page.get("safe") or SAFE) for page in pages] + [SAFE] * max(0, count - len(pages))
