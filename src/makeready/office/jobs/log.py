"""What is written into a job's log? Sentences with their time, secrets masked; kept together, written in batches."""

from __future__ import annotations

import re
import time

from django.db.models import F
from django.utils import timezone

from makeready.office.jobs.models import Job, LogLine

SECONDS = 0.5
"""A line waits at most so long before the job's page shows it, where its task goes on writing."""

SHORTEST_SECRET = 4
"""Shorter passwords are not masked letter by letter: half the log would be stars."""

_IN_ADDRESS = re.compile(r"(\w+://)[^/\s:@]*:[^/\s@]+@")
_NAMED = re.compile(
    r"(?i)\b(password|passwd|secret|token|api[-_ ]?key|authorization)"
    r"(\"?\s*[:=]\s*\"?(?:(?:basic|bearer)\s+)?)([^\s\"&,;]+)"
)


class Log:
    """The log of one run of a job."""

    def __init__(self, job: str) -> None:
        self._job = job
        self._secrets: set[str] = set()
        self._waiting: list[LogLine] = []
        self._written_at = time.monotonic()

    def mask(self, secret: str) -> None:
        """Never show this text from now on."""
        if len(secret) >= SHORTEST_SECRET:
            self._secrets.add(secret)

    def write(self, sentence: str, *, task: str = "", level: str = "info") -> None:
        """Add a line."""
        line = LogLine(job_id=self._job, task=task, at=timezone.now(), level=level, text=self.masked(sentence))
        self._waiting.append(line)
        if time.monotonic() - self._written_at > SECONDS:
            self.flush()

    def flush(self) -> None:
        """Put what waits into the database, and let the job's viewers know."""
        lines, self._waiting = self._waiting, []
        self._written_at = time.monotonic()
        if lines:
            LogLine.objects.bulk_create(lines)
            Job.objects.filter(pk=self._job).update(changes=F("changes") + 1)

    def masked(self, text: str) -> str:
        """A text without secrets: those of this job's connections, and what looks like one."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, "•••")
        text = _IN_ADDRESS.sub(r"\1•••@", text)
        return _NAMED.sub(r"\1\2•••", text)
