"""What wakes a job that waits without a worker? What it waits for has come: then it goes on at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from makeready.office.jobs.course import OPEN
from makeready.office.jobs.models import Job, TaskRun
from makeready.office.jobs.start import hand_over

FOR_STATUS = "status"


def wake(job: Job, task: str) -> None:
    """Let a task look again. The job's row is locked by the caller."""
    TaskRun.objects.filter(job=job, name=task).update(waits_until=None)
    job.changes += 1
    if not job.worker and job.enqueued_at is None:
        job.waits_until = None
        transaction.on_commit(lambda: hand_over(job.pk, job.run))
    job.save(update_fields=["changes", "waits_until"])


def wake_for_status(project: str) -> None:
    """A project has another status: jobs of it that wait for one look again."""
    waiting = TaskRun.objects.filter(
        job__project=project, job__status__in=OPEN, waits__for=FOR_STATUS, waits_until__gt=timezone.now()
    )
    for job_id, task in waiting.values_list("job", "name"):
        with transaction.atomic():
            wake(Job.objects.select_for_update().get(pk=job_id), task)
