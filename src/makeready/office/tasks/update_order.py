"""Task `update-order`: what has become of it, told to the store that the order came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import ANY, NONE, JobContext, Task, TaskFailed


class NothingToTell(TaskFailed):
    """There is no news: all values are empty."""

    code = "nothing_to_tell"
    fix = "Give a note, link or status that has a value; then start the job again."


class UpdateOrderParams(TaskParams):
    """What is written; at least one of them."""

    note: str = Field("", description="A note for the shop's people.", max_length=2000)
    link: str = Field("", description="An address beside it, such as {{print:url}}.", max_length=2000)
    status: str = Field(
        "", description="The order's status in the store's words (WooCommerce); a tag where there is none (Shopify)."
    )


class UpdateOrder(Task):
    """Writes a note, a link or a status into the order in its store (Shopify, WooCommerce)."""

    name = "update-order"
    Params = UpdateOrderParams
    inputs = ANY
    outputs = NONE
    sends = True

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Something must be told."""
        if not any(parameters.get(name) for name in ("note", "link", "status")):
            yield "", "What is to be written? Give a note, a link or a status."

    def run(self, params: UpdateOrderParams, job: JobContext) -> None:
        """Write, once; what the store has already is not written again."""
        note, link, status = params.note.strip(), params.link.strip(), params.status.strip()
        if not (note or link or status):
            raise NothingToTell("Note, link and status are all empty.")
        job.log(job.tell_store(note, link, status))
