"""Is the house alive, and ready? `GET /healthz` (the process answers) and `GET /readyz` (it can do its work).

Ready means that orders can be taken: database and storage work. A missing worker is told, but makes nobody
unready: taking the web process away because a worker died would lose the stores' webhooks as well.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from makeready import __version__
from makeready.office.errors import OfficeError
from makeready.office.jobs.models import Worker
from makeready.office.storage import blobs

log = logging.getLogger("makeready.health")

FRESH_SECONDS = 3.0
PATIENCE_SECONDS = 5.0
"""How long the first askers wait for the first look."""

HEARD_WITHIN = timedelta(seconds=30)


def healthz(request: HttpRequest) -> HttpResponse:
    """`GET /healthz`: the process answers."""
    return JsonResponse({"status": "ok", "version": __version__})


def readyz(request: HttpRequest) -> HttpResponse:
    """`GET /readyz`: 200 when database and storage work, else 503; workers are told of."""
    checks = _latest.checks()
    ready = checks["database"] == checks["storage"] == "ok"
    return JsonResponse({"status": "ready" if ready else "not ready", **checks}, status=200 if ready else 503)


class Latest:
    """What was found lately: it is looked at by one request at a time, at most every few seconds.

    The storage is written to see whether it can be; anybody may ask, and none of them shall cost more than one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, str] = {}
        self._until = 0.0

    def checks(self) -> dict[str, str]:
        """Database, storage and, where the database answers, worker: "ok" or a sentence."""
        if time.monotonic() < self._until:
            return self._found
        if not self._lock.acquire(timeout=0 if self._found else PATIENCE_SECONDS):
            return self._found or dict.fromkeys(("database", "storage"), "being looked at, and takes long")
        try:
            if time.monotonic() >= self._until:
                self._found = _look()
                self._until = time.monotonic() + FRESH_SECONDS
            return self._found
        finally:
            self._lock.release()


_latest = Latest()


def _look() -> dict[str, str]:
    checks = {"database": _database(), "storage": _storage()}
    if checks["database"] == "ok":
        heard = len(workers_heard())
        checks["worker"] = "ok" if heard else "none heard of in the last half minute: start `makeready worker`"
    return checks


def workers_heard() -> list[Worker]:
    """The workers that were heard of lately and have not said goodbye."""
    return list(Worker.objects.filter(heard_at__gt=timezone.now() - HEARD_WITHIN, stopped_at=None))


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError as why:
        log.warning("The database does not answer: %s", str(why).strip())
        return "does not answer"
    return "ok"


def _storage() -> str:
    try:
        blobs.check()
    except OfficeError as why:
        log.warning("%s", why.sentence)
        return "cannot be written"
    return "ok"
