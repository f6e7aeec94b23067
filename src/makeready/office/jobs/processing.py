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


def settle_processing(project: str, newest: JobStatus) -> None:
    """Show what a job of the project has just become; a cancelled one leaves what the job before it left."""
    now = SHOWN.get(newest) or _before(project)
    Project.objects.filter(pk=project).exclude(processing=now).update(processing=now, updated_at=timezone.now())


def _before(project: str) -> Processing:
    last = (
        Job.objects.filter(project=project).exclude(status=JobStatus.CANCELLED).order_by("-created_at", "-pk").first()
    )
    return SHOWN[JobStatus(last.status)] if last else Processing.NONE
