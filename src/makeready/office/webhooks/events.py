"""Which events are there, and which of them does an entry of the ledger tell?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from makeready.config import config
from makeready.office.history.models import Entry, Kind
from makeready.office.jobs.models import Artifact, JobStatus

CATALOGUE = {
    "order.created": "An order came in.",
    "order.changed": "The store or a person changed an order.",
    "project.created": "A personalised line became a project.",
    "project.status": "A project moved to another status; `was` and `now` say from where to where.",
    "project.design": "A project has its design, or a new revision of it; `now` is the revision's number.",
    "job.queued": "A job was started, or goes on after a retry.",
    "job.succeeded": "A job came to its end.",
    "job.failed": "A job stopped at a task that failed; `reason` says which and why.",
    "job.cancelled": "A job was stopped by a person.",
    "print_file.ready": "A job left files with its project; `job` has them among its artifacts.",
    "ping": "A test, sent by a button. It goes to whomever it is sent to, subscribed or not.",
}
"""Every event type with the sentence that the documentation has."""

_OF_JOB = {status.value: f"job.{status}" for status in JobStatus if status != JobStatus.RUNNING}
MOST_REASON = 1000
KINDS = (Kind.STATUS, Kind.DESIGN, Kind.ORDER, Kind.JOB)
"""The kinds of entries that tell events."""


def types_of(entry: Entry) -> Iterator[str]:
    """The events that an entry tells, in the order in which they are told."""
    if entry.kind == Kind.STATUS:
        yield "project.status" if entry.was else "project.created"
    elif entry.kind == Kind.DESIGN and entry.subject:
        yield "project.design"
    elif entry.kind == Kind.ORDER and entry.order:
        yield "order.created" if _is_new(entry) else "order.changed"
    elif entry.kind == Kind.JOB and entry.now in _OF_JOB:
        yield _OF_JOB[entry.now]
        if entry.now == JobStatus.SUCCEEDED and Artifact.objects.filter(job=entry.subject, final=True).exists():
            yield "print_file.ready"


def body_of(event_id: str, event_type: str, entry: Entry) -> str:
    """An event as JSON: ids and facts of the change. Who wants more reads it at `url` with an API key."""
    data: dict[str, Any] = {
        "project": entry.project or None,
        "order": entry.order or None,
        "job": entry.subject if entry.kind == Kind.JOB else None,
        "was": entry.was,
        "now": entry.now,
        "reason": entry.reason[:MOST_REASON],
        "by": {"kind": entry.actor_kind, "name": entry.actor_name},
        "url": _address(event_type, entry),
    }
    return written(event_id, event_type, entry.at, data)


def written(event_id: str, event_type: str, at: datetime, data: dict[str, Any]) -> str:
    """The envelope of every event (Standard Webhooks: `type`, `timestamp`, `data`), with its id."""
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"id": event_id, "type": event_type, "timestamp": moment, "data": data}, ensure_ascii=False)


def _is_new(entry: Entry) -> bool:
    """Whether an entry about an order is the first one that it has."""
    return not Entry.objects.filter(order=entry.order, kind=Kind.ORDER, pk__lt=entry.pk).exists()


def _address(event_type: str, entry: Entry) -> str:
    """Where the API tells more about it."""
    noun, _, _ = event_type.partition(".")
    path = {
        "order": f"orders/{entry.order}",
        "project": f"projects/{entry.project}",
        "job": f"jobs/{entry.subject}",
        "print_file": f"jobs/{entry.subject}",
    }[noun]
    return f"{config().base_url.rstrip('/')}/api/v1/{path}"
