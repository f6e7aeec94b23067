"""What happens to a job, live? Looked up while somebody watches, and told as server-sent events.

The API tells it as JSON, the panel as parts of its page: each hands in how (`tell`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from django.db import close_old_connections
from django.http import HttpRequest, StreamingHttpResponse

from makeready.office.jobs.models import Job, JobStatus, LogLine

LOOK_SECONDS = 0.25
KEEP_ALIVE_SECONDS = 15.0
MOST_LINES = 500
ENDS = (JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class News:
    """What is new: lines of the log; whether something about the job changed. last_line: where to go on."""

    lines: tuple[LogLine, ...]
    changed: bool
    last_line: int


Tell = Callable[[News], Iterable[bytes]]
"""Makes events (`event`) of news; runs in a thread and may ask the database."""


def response(request: HttpRequest, job_id: str, tell: Tell, *, after: int = 0) -> StreamingHttpResponse:
    """The answer that follows a job to its end. `Last-Event-ID` goes on where a broken connection ended.

    after: the log line that the watcher has already.
    """
    answer = StreamingHttpResponse(
        follow(job_id, tell, max(after, _last_line(request))), content_type="text/event-stream"
    )
    answer["Cache-Control"] = "no-store"
    answer["Content-Encoding"] = "identity"  # a compressing proxy or middleware would hold events back
    answer["X-Accel-Buffering"] = "no"
    return answer


async def follow(job_id: str, tell: Tell, last_line: int = 0) -> AsyncIterator[bytes]:
    """Looks at the job's counter of changes, and tells what is new; ends with the job."""
    seen, silent = -1, 0.0
    yield b"retry: 2000\n\n"
    while True:
        seen, ended, told, last_line = await asyncio.to_thread(_look, job_id, seen, last_line, tell)
        if told:
            silent = 0.0
            for one in told:
                yield one
        elif silent >= KEEP_ALIVE_SECONDS:
            silent = 0.0
            yield b": still here\n\n"
        if ended:
            return
        silent += LOOK_SECONDS
        await asyncio.sleep(LOOK_SECONDS)


def event(kind: str, identity: int, data: str) -> bytes:
    """One server-sent event; `data` on a single line."""
    return f"event: {kind}\nid: {identity}\ndata: {data}\n\n".encode()


def _look(job_id: str, seen: int, last_line: int, tell: Tell) -> tuple[int, bool, list[bytes], int]:
    close_old_connections()
    row = Job.objects.filter(pk=job_id).values_list("changes", "status").first()
    if row is None:
        return seen, True, [], last_line
    changes, status = row
    if changes == seen:
        return changes, False, [], last_line
    lines = tuple(LogLine.objects.filter(job=job_id, pk__gt=last_line).order_by("pk")[:MOST_LINES])
    last_line = lines[-1].pk if lines else last_line
    if len(lines) == MOST_LINES:  # the rest at once, before the job
        return seen, False, list(tell(News(lines, False, last_line))), last_line
    return changes, status in ENDS, list(tell(News(lines, True, last_line))), last_line


def _last_line(request: HttpRequest) -> int:
    given = request.headers.get("Last-Event-ID", "")
    return int(given) if given.isdecimal() and len(given) < 19 else 0
