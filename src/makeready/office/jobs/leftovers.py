"""What becomes of files that jobs made and did not keep? They are deleted once nothing refers to them.

Only files that a job itself brought into the storage are looked at: what somebody uploaded, fetched or typed
as `sha256:…` before is none of ours to delete.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import IntegrityError
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from makeready.office.jobs.models import Artifact, JobStatus, Leftover
from makeready.office.storage import blobs
from makeready.office.storage.models import Blob

logger = logging.getLogger(__name__)

GRACE = timedelta(hours=1)
"""So long a file stays: somebody may be downloading it, or another job about to make the same one."""

RETRIED_WITHIN = timedelta(days=30)
"""So long a failed or cancelled job keeps what a retry would go on from."""

TRIED_WITHIN = timedelta(days=1)
"""So long a trial keeps what it made, to be looked at."""

AT_ONCE = 200


def let_go(artifacts: QuerySet[Artifact]) -> None:
    """Delete these artifacts' rows, in the transaction that is open; remember their files for later."""
    gone = artifacts.filter(file__created_at__gte=F("job__created_at")).values_list("file_id", flat=True)
    for sha256 in set(gone):
        Leftover.objects.update_or_create(sha256=sha256)
    artifacts.delete()


def clear() -> bool:
    """Delete leftover files whose time has come; whether there may be more."""
    let_go(_of_jobs_long_over())
    due = Leftover.objects.filter(since__lt=timezone.now() - GRACE).order_by("since")
    found = list(due.values_list("sha256", flat=True)[:AT_ONCE])
    for sha256 in found:
        if Artifact.objects.filter(file=sha256, final=False).exists():  # another job has just made the same one
            Leftover.objects.update_or_create(sha256=sha256)
            continue
        _remove_unless_used(sha256)
        Leftover.objects.filter(sha256=sha256).delete()
    return len(found) == AT_ONCE


def _of_jobs_long_over() -> QuerySet[Artifact]:
    ended = Q(job__status__in=(JobStatus.FAILED, JobStatus.CANCELLED))
    long_ago = Q(job__finished_at__lt=timezone.now() - RETRIED_WITHIN)
    tried_out = Q(job__trial=True, job__finished_at__lt=timezone.now() - TRIED_WITHIN)
    return Artifact.objects.filter((ended & long_ago) | tried_out, final=False)


def _remove_unless_used(sha256: str) -> None:
    if _is_referred_to(sha256):
        return
    try:
        blobs.remove(sha256)
    except (ProtectedError, IntegrityError):
        logger.info("The file %s has found a use again", sha256)


def _is_referred_to(sha256: str) -> bool:
    """Whether any row of any table has the file."""
    relations = [field for field in Blob._meta.get_fields(include_hidden=True) if field.one_to_many]
    query = Q(pk__in=[])
    for relation in relations:
        model, column = relation.related_model, relation.field.name  # type: ignore[union-attr]
        query |= Q(Exists(model._default_manager.filter(**{column: OuterRef("pk")})))  # type: ignore[union-attr]
    return Blob.objects.filter(query, pk=sha256).exists()
