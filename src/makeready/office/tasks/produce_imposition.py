"""Task `produce-imposition`: the vendor's older imposition, done by ours; its Photoshop templates are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.impose import Impose, ImposeParams
from makeready.office.tasks.task import ONE, JobContext, Task

SHEET = ("sheetWidth", "sheetHeight")


class ProduceImpositionParams(ImposeParams):
    """As for `impose`: the sheet is told by numbers. What names a Photoshop template has no effect beside them."""

    imposition_template_id: str = Field("", description="Has no effect: the sheet is told by sheetWidth and others.")
    imposition_template_name: str = Field("", description="Has no effect: the sheet is told by sheetWidth and others.")
    imposition_template_folder: str = Field("", description="Has no effect.")


class ProduceImposition(Task):
    """Places pages on press sheets under the vendor's older name; see impose."""

    name = "produce-imposition"
    Params = ProduceImpositionParams
    inputs = ONE
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A Photoshop template alone cannot be used."""
        return faults_of_template(parameters, "impositionTemplate", "interpolation")

    def run(self, params: ProduceImpositionParams, job: JobContext) -> None:
        """As `impose`."""
        if params.imposition_template_id or params.imposition_template_name:
            job.log("The Photoshop template is not read: the sheet is as the task's own parameters say.", "warning")
        Impose().run(params, job)


def faults_of_template(parameters: Mapping[str, Any], template: str, prefix: str) -> Iterator[tuple[str, str]]:
    """(path, sentence) where a sheet is told by a Photoshop template only, or by the vendor's drawing words."""
    named = next((word for word in parameters if word.startswith(template) and parameters[word]), "")
    if named and not all(parameters.get(word) for word in SHEET):
        yield (
            named,
            (
                "Photoshop templates cannot be read: give sheetWidth and sheetHeight in mm, and columns, rows and "
                "gutter as the template has them."
            ),
        )
    for word in parameters:
        if word.startswith(prefix) and word not in ("outputArtifacts",):
            yield word, f"“{word}” belongs to drawing a Photoshop template; a sheet here is a PDF of the print file."
