"""How far is a project's queued print file? `Project.processing`, told from its jobs; apart from the status."""

from __future__ import annotations

from django.utils import timezone

from makeready.office.jobs.models import Job, JobStatus
from makeready.office.projects.models import Processing, Project

SHOWN = {
    JobStatus.QUEUED: Processing.QUEUED,
    JobStatus.RUNNING: Processing.RUNNING,
    JobStatus.SUCCEEDED: Processing.DONE,
    JobStatus.FAILED: Processing.FAILED,
}


def settle_processing(job: Job, now_is: JobStatus) -> None:
    """Show on its project what a job has just become; a cancelled one leaves what the job before it left."""
    project = job.project_id
    now = SHOWN.get(now_is) or _before(job)
    Project.objects.filter(pk=project).exclude(processing=now).update(processing=now, updated_at=timezone.now())


def _before(cancelled: Job) -> Processing:
    others = Job.objects.filter(project=cancelled.project_id, trial=False).exclude(pk=cancelled.pk)
    last = others.exclude(status=JobStatus.CANCELLED).order_by("-created_at", "-pk").first()
    return SHOWN[JobStatus(last.status)] if last else Processing.NONE
