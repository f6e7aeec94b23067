"""Task `populate-psd-template`: the vendor's newer imposition, done by ours; its Photoshop templates are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.impose import Impose, ImposeParams
from makeready.office.tasks.produce_imposition import faults_of_template
from makeready.office.tasks.task import ONE, JobContext, Task


class PopulatePsdTemplateParams(ImposeParams):
    """As for `impose`: the sheet is told by numbers. What names a Photoshop template has no effect beside them."""

    template_id: str = Field("", description="Has no effect: the sheet is told by sheetWidth and others.")
    template_name: str = Field("", description="Has no effect: the sheet is told by sheetWidth and others.")
    template_folder: str = Field("", description="Has no effect.")
    input_repeat_count: int | None = Field(None, ge=1, description="How often the file is placed: the quantity.")


class PopulatePsdTemplate(Task):
    """Places pages on press sheets under the vendor's name; see impose."""

    name = "populate-psd-template"
    Params = PopulatePsdTemplateParams
    inputs = ONE
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A Photoshop template alone cannot be used."""
        return faults_of_template(parameters, "template", "output")

    def run(self, params: PopulatePsdTemplateParams, job: JobContext) -> None:
        """As `impose`."""
        if params.template_id or params.template_name:
            job.log("The Photoshop template is not read: the sheet is as the task's own parameters say.", "warning")
        Impose().run(params.model_copy(update={"quantity": params.input_repeat_count or params.quantity}), job)
