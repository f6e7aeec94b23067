"""Task `render-vdp-preview`: pictures of a design filled with the first records of its data."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from makeready.office.storage.media_types import extension
from makeready.office.tasks.archive import Archive, Compression, packed
from makeready.office.tasks.params import prefixed
from makeready.office.tasks.render_hires import chosen_pages, page_filter
from makeready.office.tasks.render_preview import RenderPreviewParams, pixels_wide
from makeready.office.tasks.task import ONE, Count, JobContext, Picture, Task

MOST = 200
"""Pictures that one task draws."""


class RenderVdpPreviewParams(RenderPreviewParams):
    """As for `render-preview`, and how the pictures are packed."""

    model_config = ConfigDict(alias_generator=prefixed("previewOutput"))

    archive_type: Archive = Field(Archive.NONE, description="Zip: one archive of all.")
    archive_compression_type: Compression = Field(Compression.DEFAULT, description="How hard the archive is packed.")
    explicit_container_visibility: dict[str, bool] = Field(
        default_factory=dict, description="Item (or group) by its name → whether it is to be seen."
    )


class RenderVdpPreview(Task):
    """Draws the pages of a design with the records of a CSV, XLSX or JSON-lines file as pictures."""

    name = "render-vdp-preview"
    Params = RenderVdpPreviewParams
    inputs = Count(1, 2)
    outputs = ONE

    def run(self, params: RenderVdpPreviewParams, job: JobContext) -> None:
        """One picture per page of the merged records, as many as are asked for and at most 200."""
        design, *data = job.inputs
        if params.explicit_container_visibility:
            shown = {name: {"visible": seen} for name, seen in params.explicit_container_visibility.items()}
            design = job.populate(design, shown).as_input()
        whole = job.merge(design, data[0], Picture("pdf"), skip=True).as_input() if data else design
        chosen = chosen_pages(page_filter(params.print_area_filter), job.page_count(whole))
        if len(chosen) > MOST:
            job.log(f"The first {MOST} of {len(chosen)} pages are drawn.", "warning")
        width = pixels_wide(params.width, params.height, *job.page_size(whole))
        look = params.file_format.lower()
        files = [job.render(whole, Picture(look, color="rgb", pages=str(n), width=width)) for n in chosen[:MOST]]
        if params.archive_type is Archive.ZIP:
            named = [(f"preview-{n}{extension(one.media_type)}", one.sha256) for n, one in enumerate(files, 1)]
            files = [packed(named, params.archive_compression_type, job)]
        job.deliver(files)
