"""Task `combine-with-cut-pattern`: the cutter's lines over each page of a print file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import ONE, InputUnsuitable, JobContext, Picture, Task
from makeready.press.geometry import pt_to_mm
from makeready.press.pdf.reader import describe

PDF = "application/pdf"
KINDS = {PDF: "pdf", "image/svg+xml": "svg"}


class CombineWithCutPatternParams(TaskParams):
    """The vendor's parameters; the pattern is a PDF or SVG of the assets, not a Photoshop file."""

    cut_pattern_id: str = Field("", description="The pattern: a PDF (its spot inks stay) or SVG asset, by id.")
    cut_pattern_name: str = Field("", description="The pattern by name, where no id is given.")
    cut_pattern_folder: str = Field("", description="Has no effect: assets have no folders.")
    cut_pattern_center_point_x: float | None = Field(
        None, description="Where the pattern's centre lies, points from the trim's left; none: the page's middle."
    )
    cut_pattern_center_point_y: float | None = Field(None, description="The same from the trim's top, points.")


class CombineWithCutPattern(Task):
    """Lays the lines of a cut pattern over every page of a PDF."""

    name = "combine-with-cut-pattern"
    Params = CombineWithCutPatternParams
    inputs = ONE
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A pattern must be named, and none that only Photoshop reads."""
        name = str(parameters.get("cutPatternName", ""))
        if not name and not parameters.get("cutPatternId"):
            yield "cutPatternId", "Which pattern? Give cutPatternId or cutPatternName of a PDF or SVG asset."
        if name.lower().endswith((".psd", ".psb")):
            yield "cutPatternName", f"“{name}” is a Photoshop file, which is not read here: save its lines as PDF."

    def run(self, params: CombineWithCutPatternParams, job: JobContext) -> None:
        """Every page, and the same pattern over each."""
        (artifact,) = job.inputs
        if artifact.media_type != PDF:
            raise InputUnsuitable(f"{artifact.name} is {artifact.media_type}; a cut pattern goes on PDF only.")
        pattern = job.stored("Image", params.cut_pattern_id or params.cut_pattern_name).as_input()
        if pattern.media_type not in KINDS:
            raise InputUnsuitable(
                f"The pattern “{pattern.name}” is {pattern.media_type}; it must be PDF or SVG.",
                fix="Upload the lines as PDF with a spot ink, or as SVG, and name that asset.",
            )
        width, height = job.page_size(pattern)
        lines = {"type": KINDS[pattern.media_type], "src": f"sha256:{pattern.sha256}", "fit": "stretch"}
        pages = []
        for number, sides in enumerate(job.work(page_sides, artifact.sha256), 1):
            page = _page(artifact.sha256, number, sides)
            x, y = params.cut_pattern_center_point_x, params.cut_pattern_center_point_y
            center = (page["width"] / 2 if x is None else pt_to_mm(x), page["height"] / 2 if y is None else pt_to_mm(y))
            place = {"x": center[0] - width / 2, "y": center[1] - height / 2, "width": width, "height": height}
            page["items"].append({**lines, **place})
            pages.append(page)
        job.deliver([job.draw({"version": 1, "name": artifact.name, "pages": pages}, Picture("pdf"))])


def page_sides(sha256: str) -> list[tuple[float, float, float, float, float, float]]:
    """Of each page of a PDF in the storage, mm: the trim's width and height, the bleed beyond it left, top, right,
    bottom (called in a helper process).
    """
    found = []
    for boxes in describe(blobs.read(sha256)).boxes:  # y points up: a box's `bottom` is its upper edge
        trim, bleed = boxes.trim, boxes.bleed
        beyond = (trim.x - bleed.x, bleed.bottom - trim.bottom, bleed.right - trim.right, trim.y - bleed.y)
        left, top, right, low = (max(0.0, pt_to_mm(side)) for side in beyond)
        found.append((boxes.width_mm, boxes.height_mm, left, top, right, low))
    return found


def _page(sha256: str, number: int, sides: tuple[float, float, float, float, float, float]) -> dict[str, Any]:
    width, height, left, top, right, low = sides
    box = {"x": -left, "y": -top, "width": width + left + right, "height": height + top + low}
    art = {"type": "pdf", "src": f"sha256:{sha256}", "page": number, "box": "bleed", "fit": "stretch", **box}
    return {"width": width, "height": height, "bleed": max(left, top, right, low), "items": [art]}
