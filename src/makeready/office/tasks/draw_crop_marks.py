"""Task `draw-crop-marks`: cuts marked around each page."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams, prefixed
from makeready.office.tasks.task import ONE, File, InputUnsuitable, JobContext, Task
from makeready.press.impose.marks import draw_crop_marks

PDF = "application/pdf"


class DrawCropMarksParams(TaskParams):
    """The vendor's parameters. Marks here are always hairlines in every ink at the trim; a text is not drawn."""

    model_config = ConfigDict(alias_generator=prefixed("drawCropMark"))

    crop_size_horizontal: float | str | None = Field(None, description="Has no effect: marks are 5 mm.")
    crop_size_vertical: float | str | None = Field(None, description="Has no effect: marks are 5 mm.")
    white_crop_line_width: float | str | None = Field(None, description="Has no effect.")
    white_crop_line_color: str = Field("", description="Has no effect.")
    black_crop_line_width: float | str | None = Field(None, description="Has no effect: 0.25 pt.")
    black_crop_line_color: str = Field("", description="Has no effect: marks are in every ink.")
    text: str = Field("", description="Is not drawn in this version; the log says so.")
    text_font_name: str = Field("", description="Has no effect.")
    text_font_size: float | str | None = Field(None, description="Has no effect.")
    text_color: str = Field("", description="Has no effect.")
    text_horizontal_margin: float | str | None = Field(None, description="Has no effect.")
    text_vertical_margin: float | str | None = Field(None, description="Has no effect.")


class DrawCropMarks(Task):
    """Draws crop marks around each page of a PDF, in every ink, outside the bleed."""

    name = "draw-crop-marks"
    Params = DrawCropMarksParams
    inputs = ONE
    outputs = ONE

    def run(self, params: DrawCropMarksParams, job: JobContext) -> None:
        """Draw, and say what of the parameters has no effect."""
        (artifact,) = job.inputs
        if artifact.media_type != PDF:
            raise InputUnsuitable(f"{artifact.name} is {artifact.media_type}; crop marks go on PDF only.")
        given = sorted(params.model_fields_set - {"text"})
        if given:
            names = ", ".join(prefixed("drawCropMark")(name) for name in given)
            job.log(f"Marks are hairlines of 5 mm in every ink: {names} changes nothing.")
        if params.text:
            job.log(f"The text “{params.text}” is not drawn: marks carry no text in this version.", "warning")
        job.deliver([job.work(marked, artifact.sha256)])


def marked(sha256: str) -> File:
    """A PDF in the storage with crop marks, put there too (called in a helper process)."""
    blob = blobs.put(draw_crop_marks(blobs.read(sha256)), PDF)
    return File(blob.sha256, PDF, blob.size)
