"""Task `render-preview`: pictures of the pages, for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ConfigDict, Field

from makeready.office.tasks.params import TaskParams, Word, prefixed
from makeready.office.tasks.render_hires import chosen_pages, page_filter
from makeready.office.tasks.task import ONE, JobContext, Picture, Task

DEFAULT_PIXELS = 1000


class PreviewFormat(Word):
    """Picture formats."""

    JPEG = "Jpeg"
    PNG = "Png"

    @classmethod
    def synonyms(cls) -> Mapping[str, str]:
        """The usual short name."""
        return {"jpg": "jpeg"}


class RenderPreviewParams(TaskParams):
    """The vendor's parameters. Width and height are a box that the page fits into."""

    model_config = ConfigDict(alias_generator=prefixed("previewOutput"))

    print_area_filter: str = Field("", description="Pages: “1, 3, 7”, “2-N”; empty: all.")
    width: int | None = Field(None, ge=16, le=8000, description="Largest width in pixels (default 1000).")
    height: int | None = Field(None, ge=16, le=8000, description="Largest height in pixels.")
    file_format: PreviewFormat = Field(PreviewFormat.JPEG, description="Picture format.")
    interpolation_mode: str = Field("", description="Chosen by the engine.")
    show_stub_content: bool = Field(True, description="Has no effect: designs here have no stubs.")
    show_mockup: bool = Field(True, description="Has no effect: designs here have no mock-ups.")


class RenderPreview(Task):
    """Draws the pages of a design as pictures."""

    name = "render-preview"
    Params = RenderPreviewParams
    inputs = ONE
    outputs = ONE

    def run(self, params: RenderPreviewParams, job: JobContext) -> None:
        """One picture per page."""
        (artifact,) = job.inputs
        wanted = chosen_pages(page_filter(params.print_area_filter), job.page_count(artifact))
        width = pixels_wide(params.width, params.height, *job.page_size(artifact))
        look = Picture(format=params.file_format.lower(), color="rgb", width=width)
        job.deliver([job.render(artifact, replace(look, pages=str(page))) for page in wanted])


def pixels_wide(width: int | None, height: int | None, width_mm: float, height_mm: float) -> int:
    """The width in pixels at which the page just fits into a box of pixels."""
    by_width = width or (None if height else DEFAULT_PIXELS)
    by_height = height and height * width_mm / height_mm
    return max(1, round(min(way for way in (by_width, by_height) if way)))
