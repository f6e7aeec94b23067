"""Task `impose`: pages on press sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import Field

from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.task import ONE, File, InputUnsuitable, JobContext, Task
from makeready.press.impose import n_up, step_and_repeat
from makeready.press.impose.grid import Flip, Turning
from makeready.press.impose.sheet import Plan

PDF = "application/pdf"


class Layout(Word):
    """Schemes."""

    STEP_AND_REPEAT = "step-and-repeat"
    N_UP = "n-up"

    @classmethod
    def synonyms(cls) -> Mapping[str, str]:
        """Other spellings."""
        return {"stepandrepeat": "step-and-repeat", "nup": "n-up"}


class Turn(Word):
    """Whether pages may stand sideways."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


class Back(Word):
    """How the sheet is turned over."""

    TURN = "turn"
    TUMBLE = "tumble"


class ImposeParams(TaskParams):
    """A sheet; all lengths in mm."""

    layout: Layout = Field(Layout.STEP_AND_REPEAT, description="One page repeated, or page after page.")
    sheet_width: float = Field(description="Width of the sheet, mm.", gt=0, le=5000)
    sheet_height: float = Field(description="Height of the sheet, mm.", gt=0, le=5000)
    gutter: float = Field(0, ge=0, le=500, description="Between trimmed pages, mm.")
    margin: float = Field(0, ge=0, le=500, description="What the press cannot print on, every side, mm.")
    bleed: float = Field(3, ge=0, le=100, description="How much of a page's bleed is kept at most, mm.")
    crop_marks: bool = Field(True, description="Whether cuts are marked.")
    turning: Turn = Field(Turn.AUTO, description="Whether pages may stand sideways: auto, if more fit.")
    duplex: bool = Field(False, description="Every second page is the back of the one before.")
    flip: Back = Field(Back.TURN, description="How the sheet is turned over: turn (left–right) or tumble.")
    columns: int | None = Field(None, ge=1, le=200, description="Pages side by side; as many as fit.")
    rows: int | None = Field(None, ge=1, le=200, description="Pages above each other; as many as fit.")
    quantity: int | None = Field(None, ge=1, description="How many are to be made; the project's quantity.")
    slug: str = Field("", max_length=300, description="Begins a line below the pages that says which sheet it is.")


class Impose(Task):
    """Places the pages of a PDF on press sheets: step-and-repeat or n-up."""

    name = "impose"
    Params = ImposeParams
    inputs = ONE
    outputs = ONE

    def run(self, params: ImposeParams, job: JobContext) -> None:
        """Impose, and say how many sheets the quantity takes."""
        (artifact,) = job.inputs
        if artifact.media_type != PDF:
            raise InputUnsuitable(f"{artifact.name} is {artifact.media_type}; only PDF can be imposed.")
        quantity = params.quantity or int(job.fill("{{project.quantity}}"))
        plan = Plan(
            params.sheet_width, params.sheet_height, params.gutter, params.margin, params.bleed, params.crop_marks,
            Turning(params.turning.value), params.duplex, Flip(params.flip.value), params.columns, params.rows,
            params.slug,
        )  # fmt: skip
        file = job.work(imposed, artifact.sha256, params.layout.value, asdict(plan), quantity)
        job.log(str(file.facts["told"]))
        job.deliver([file])


def imposed(sha256: str, layout: str, plan: dict[str, Any], quantity: int) -> File:
    """The sheets of a PDF in the storage, put there too (called in a helper process)."""
    scheme = step_and_repeat if layout == Layout.STEP_AND_REPEAT else n_up
    sheets = scheme.impose(blobs.read(sha256), Plan(**plan), quantity)
    blob = blobs.put(sheets.data, PDF)
    told = f"{sheets.ups} on a side; {quantity} take {sheets.sheets_needed} sheets of paper."
    facts = {"ups": sheets.ups, "sides": sheets.sides, "sheets_needed": sheets.sheets_needed, "told": told}
    return File(blob.sha256, PDF, blob.size, facts=facts, remarks=tuple(f.message for f in sheets.findings))
