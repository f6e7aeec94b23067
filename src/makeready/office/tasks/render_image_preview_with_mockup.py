"""Task `render-image-preview-with-mockup`: a picture as it will look on the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.mockups import FitMode, MockupParams, faults_of_mockup, on_mockup
from makeready.office.tasks.task import ONE, File, InputUnsuitable, JobContext, Task

PICTURES = ("image/png", "image/jpeg", "image/tiff")


class ImageMockupParams(MockupParams):
    """As for designs, and how the picture fills its place."""

    fit_mode: FitMode = Field(FitMode.FIT, description="Fit, Shrink: whole; Fill: cut to the place; Resize: stretched.")


class RenderImagePreviewWithMockup(Task):
    """Shows a picture on a mock-up: a stored design with a picture where the design goes."""

    name = "render-image-preview-with-mockup"
    Params = ImageMockupParams
    inputs = ONE
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A mock-up is needed."""
        return faults_of_mockup(parameters)

    def run(self, params: ImageMockupParams, job: JobContext) -> None:
        """One picture."""
        (artifact,) = job.inputs
        if artifact.media_type not in PICTURES:
            raise InputUnsuitable(f"{artifact.name} is {artifact.media_type}; only PNG, JPEG and TIFF pictures do.")
        artwork = File(artifact.sha256, artifact.media_type, artifact.size, artifact.name)
        job.deliver([on_mockup(artwork, params, params.fit_mode, job)])
