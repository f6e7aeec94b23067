"""Task `wait-until`: the job goes on at a time, or once its project has a status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.spans import Span, seconds
from makeready.office.tasks.task import NONE, JobContext, Task, TaskFailed

STATUSES = ("New", "Confirmed", "Active", "Completed", "Rejected")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class TimeUnclear(TaskFailed):
    """A text that names no time."""

    code = "time_unclear"
    fix = "Write a time of the day (22:00), a moment (2026-12-24T08:00) or a span (2h), then start the job again."


class StatusOverdue(TaskFailed):
    """The project has not reached the status by the deadline."""

    code = "status_overdue"
    fix = "Move the project, then press Retry; or give the task a longer deadline."


class WaitUntilParams(TaskParams):
    """A time or a status."""

    time: str = Field("", description="“22:00” (the next time), “2026-12-24T08:00”, or a span from now: “2h”.")
    timezone: str = Field("UTC", description="Where that time is meant: “Europe/Berlin”.")
    status: str = Field("", description=f"One of {', '.join(STATUSES)}: goes on once the project has it.")
    deadline: Span = Field(30 * 86_400.0, gt=0, description="For a status: the task fails where it takes longer.")

    @field_validator("timezone")
    @classmethod
    def _known(cls, given: str) -> str:
        try:
            ZoneInfo(given)
        except (ZoneInfoNotFoundError, ValueError, OSError) as why:
            raise ValueError(f"“{given}” is no time zone like “Europe/Berlin”") from why
        return given


class WaitUntil(Task):
    """Waits, without keeping a worker, until a time or until the project has a status."""

    name = "wait-until"
    Params = WaitUntilParams
    inputs = NONE
    outputs = NONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A time or a status, and one that there is."""
        when, status = parameters.get("time"), parameters.get("status")
        if bool(when) is bool(status):
            yield "", "Until when? Give either a time or a status."
        if isinstance(status, str) and status and "{{" not in status and status not in STATUSES:
            yield "status", f"“{status}” is no status; there are {', '.join(STATUSES)}."
        if isinstance(when, str) and when and "{{" not in when:
            try:
                moment(when, UTC, datetime.now(UTC))
            except TimeUnclear as why:
                yield "time", why.sentence

    def run(self, params: WaitUntilParams, job: JobContext) -> None:
        """Wait; told again whenever the job is looked at."""
        if params.status:
            if not job.wait_for_status(params.status, params.deadline):
                raise StatusOverdue(f"The project has not become {params.status} by the deadline.")
        else:
            job.wait(moment(params.time, ZoneInfo(params.timezone), job.begun))


def moment(text: str, zone: Any, begun: datetime) -> datetime:
    """The moment that a text names, counted from `begun`, in UTC.

    Raises:
        TimeUnclear: it names none.
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        local = begun.astimezone(zone)
        found = datetime.combine(local.date(), time(int(clock[1]), int(clock[2])), zone)
        return (found if found > local else found + timedelta(days=1)).astimezone(UTC)
    try:
        return begun + timedelta(seconds=float(seconds(text)))
    except (ValueError, OverflowError):
        pass
    try:
        found = datetime.fromisoformat(text)
    except ValueError as why:
        raise TimeUnclear(f"“{text[:80]}” names no time.") from why
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
