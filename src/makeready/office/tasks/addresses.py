"""How do values stand in the address of a call? Each as one step of a path or one word of a query, leading nowhere."""

from __future__ import annotations

import re

from makeready.office.tasks.quoting import in_address, in_path_of_address
from makeready.office.tasks.task import JobContext, TaskFailed

_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


class AddressLeadsAway(TaskFailed):
    """A value would lead a call to another folder of the other system."""

    code = "address_leads_away"
    fix = "Correct the value in the project, or leave it out of the address in the pipeline, then press Retry."


def filled_address(address: str, job: JobContext, *, with_connection: bool) -> str:
    """An address with its values.

    A connection's credentials go wherever the address leads, so that with one not even its beginning is taken as it is.

    Raises:
        AddressLeadsAway: a value is a step of dots.
    """
    filled = job.fill(address, written=in_path_of_address if with_connection else in_address)
    if _steps_of_dots(filled) > _steps_of_dots(address):
        raise AddressLeadsAway(f"“{filled.partition('?')[0][:200]}” leads to another folder by a value of dots.")
    return filled


def _steps_of_dots(address: str) -> int:
    """How many steps of the path are `.` or `..`, which servers resolve (RFC 3986 §5.2.4), encoded or not."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return sum(bool(_DOTS.fullmatch(step)) for step in re.split(r"[/\\]", path))
