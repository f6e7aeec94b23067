"""Task `render-design-preview-with-mockup`: a design as it will look on the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from makeready.office.tasks.mockups import FitMode, MockupParams, faults_of_mockup, on_mockup
from makeready.office.tasks.task import ONE, JobContext, Picture, Task

PIXELS = 1600
"""Width of the artwork before it is put on the mock-up."""


class RenderDesignPreviewWithMockup(Task):
    """Shows a design on a mock-up: a stored design with a picture where the design goes."""

    name = "render-design-preview-with-mockup"
    Params = MockupParams
    inputs = ONE
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A mock-up is needed."""
        return faults_of_mockup(parameters)

    def run(self, params: MockupParams, job: JobContext) -> None:
        """One picture per page of the design."""
        (artifact,) = job.inputs
        pages = range(1, job.page_count(artifact) + 1)
        looks = [job.render(artifact, Picture("png", color="rgb", pages=str(n), width=PIXELS)) for n in pages]
        job.deliver([on_mockup(look, params, FitMode.FIT, job) for look in looks])
