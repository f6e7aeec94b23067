"""Job events: what happens to a job, live, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from django.db import close_old_connections
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from makeready.office.accounts.rights import Right
from makeready.office.api.jobs import find, shown, shown_line
from makeready.office.api.manners import needs
from makeready.office.jobs.models import Job, JobStatus, LogLine

router = Router()

LOOK_SECONDS = 0.25
KEEP_ALIVE_SECONDS = 15.0
MOST_LINES = 500
ENDS = (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)
STREAM = {
    "responses": {
        200: {
            "description": "Events `job` (the job, whenever something about it changed) and `log` (a line of its log); "
            "the job with its end status comes last.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    }
}


@router.get("/jobs/{job_id}/events", openapi_extra=STREAM)
@needs(Right.SEE)
def events(request: HttpRequest, job_id: str) -> Any:
    """Follow a job live (server-sent events); `Last-Event-ID` goes on where a broken connection ended."""
    job = find(job_id)
    response = StreamingHttpResponse(_events(job.pk, _last_line(request)), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["Content-Encoding"] = "identity"  # a compressing proxy or middleware would hold events back
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(job_id: str, last_line: int) -> AsyncIterator[bytes]:
    """Looks at the job's counter of changes, and tells what is new; ends with the job."""
    seen, silent = -1, 0.0
    yield b"retry: 2000\n\n"
    while True:
        changes, ended, told, last_line = await asyncio.to_thread(_news, job_id, seen, last_line)
        if told:
            silent = 0.0
            for event in told:
                yield event
        elif silent >= KEEP_ALIVE_SECONDS:
            silent = 0.0
            yield b": still here\n\n"
        if ended:
            return
        seen = changes
        silent += LOOK_SECONDS
        await asyncio.sleep(LOOK_SECONDS)


def _news(job_id: str, seen: int, last_line: int) -> tuple[int, bool, list[bytes], int]:
    close_old_connections()
    row = Job.objects.filter(pk=job_id).values_list("changes", "status").first()
    if row is None:
        return seen, True, [], last_line
    changes, status = row
    if changes == seen:
        return changes, False, [], last_line
    lines = list(LogLine.objects.filter(job=job_id, pk__gt=last_line).order_by("pk")[:MOST_LINES])
    told = [_event("log", line.pk, shown_line(line)) for line in lines]
    last_line = lines[-1].pk if lines else last_line
    if len(lines) == MOST_LINES:  # the rest at once, before the job
        return seen, False, told, last_line
    told.append(_event("job", last_line, shown(find(job_id))))
    return changes, status in ENDS, told, last_line


def _event(kind: str, identity: int, value: dict[str, Any]) -> bytes:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\nid: {identity}\ndata: {data}\n\n".encode()


def _last_line(request: HttpRequest) -> int:
    given = request.headers.get("Last-Event-ID", "")
    return int(given) if given.isdecimal() and len(given) < 19 else 0
