"""Job events: what happens to a job, live, as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from ninja import Router

from makeready.office.accounts.rights import Right
from makeready.office.api.jobs import find, shown, shown_line
from makeready.office.api.manners import needs
from makeready.office.jobs import feed

router = Router()

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

    def tell(news: feed.News) -> Iterator[bytes]:
        for line in news.lines:
            yield feed.event("log", line.pk, _json(shown_line(line)))
        if news.changed:
            yield feed.event("job", news.last_line, _json(shown(find(job.pk))))

    return feed.response(request, job.pk, tell)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
