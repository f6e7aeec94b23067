"""Is the house alive, and ready? `GET /healthz` (the process answers) and `GET /readyz` (it can do its work).

Ready means that orders can be taken: database and storage work. A missing worker is told, but makes nobody
unready: taking the web process away because a worker died would lose the stores' webhooks as well.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from makeready import __version__
from makeready.office.errors import OfficeError
from makeready.office.jobs.models import Worker
from makeready.office.storage import blobs

log = logging.getLogger("makeready.health")

HEARD_WITHIN = timedelta(seconds=30)


def healthz(request: HttpRequest) -> HttpResponse:
    """`GET /healthz`: the process answers."""
    return JsonResponse({"status": "ok", "version": __version__})


def readyz(request: HttpRequest) -> HttpResponse:
    """`GET /readyz`: 200 when database and storage work, else 503; workers are told of."""
    checks = {"database": _database(), "storage": _storage()}
    ready = all(said == "ok" for said in checks.values())
    if checks["database"] == "ok":
        heard = len(workers_heard())
        checks["worker"] = "ok" if heard else "none heard of in the last half minute: start `makeready worker`"
    return JsonResponse({"status": "ready" if ready else "not ready", **checks}, status=200 if ready else 503)


def workers_heard() -> list[Worker]:
    """The workers that were heard of lately and have not said goodbye."""
    return list(Worker.objects.filter(heard_at__gt=timezone.now() - HEARD_WITHIN, stopped_at=None))


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        log.exception("The database does not answer")
        return "does not answer"
    return "ok"


def _storage() -> str:
    try:
        blobs.check()
    except OfficeError as why:
        log.warning("%s", why.sentence)
        return "cannot be written"
    return "ok"
