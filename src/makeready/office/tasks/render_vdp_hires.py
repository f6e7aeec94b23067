"""Task `render-vdp-hires`: one print file of a design and many records."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ConfigDict, Field

from makeready.office.tasks.params import Word, prefixed
from makeready.office.tasks.render_hires import RenderHires, RenderHiresParams, output_of, wanted
from makeready.office.tasks.task import ONE, Count, JobContext, Task


class BadRecords(Word):
    """What becomes of records that cannot be printed."""

    FAIL = "fail"
    SKIP = "skip"


def _names(field: str) -> str:
    """The vendor's names; what is ours stands without their prefix."""
    return "badRecords" if field == "bad_records" else prefixed("hiResOutput")(field)


class RenderVdpHiresParams(RenderHiresParams):
    """As for `render-hires`, and what becomes of bad records."""

    model_config = ConfigDict(alias_generator=_names)

    bad_records: BadRecords = Field(
        BadRecords.FAIL, description="fail: nothing is printed unless all can be; skip: they are left out and told."
    )


class RenderVdpHires(Task):
    """Makes one print file of a design and all records of a CSV, XLSX or JSON-lines file."""

    name = "render-vdp-hires"
    Params = RenderVdpHiresParams
    inputs = Count(1, 2)
    outputs = ONE
    check = RenderHires.check

    def run(self, params: RenderVdpHiresParams, job: JobContext) -> None:
        """The design is the first input, the data the second; without data the design's own values are printed."""
        design, *data = job.inputs
        if not data:
            job.deliver(output_of(params, design, job))
            return
        skip = params.bad_records is BadRecords.SKIP
        merged = job.merge(design, data[0], replace(wanted(params), format="pdf"), skip=skip)
        job.log(f"{merged.facts['records']} records on {merged.facts['pages']} pages.")
        for remark in merged.remarks:
            job.log(remark, "warning")
        whole = replace(merged, suggested_name="merged.pdf", remarks=())
        job.deliver(output_of(params, whole.as_input(), job))
