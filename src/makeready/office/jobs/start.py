"""How does a job begin? Its rows in one transaction, then the engine's queue; the same start key twice is one job."""

from __future__ import annotations

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.jobs import engine
from makeready.office.jobs.models import Job, JobStatus, TaskRun
from makeready.office.jobs.processing import settle_processing
from makeready.office.pipelines import store as pipelines
from makeready.office.pipelines.models import Pipeline
from makeready.office.projects.models import Project

logger = logging.getLogger(__name__)


def start(
    project: Project,
    pipeline: Pipeline,
    *,
    by: Actor,
    cause: str,
    start_key: str | None = None,
    restarts: Job | None = None,
    version: int | None = None,
    trial: bool = False,
) -> Job:
    """Queue one run of a pipeline for a project.

    start_key: asked for again with the same key, it is the job that the first asking made. version: of the pipeline;
    None: the newest. trial: tried out: effects outside are told, not done, and nothing stays with the project.
    """
    try:
        with transaction.atomic():
            return _begun(project, pipeline, by, cause, start_key, restarts, version, trial)
    except IntegrityError:
        if start_key is None:
            raise
        return Job.objects.get(start_key=start_key)


def hand_over(job: str, run: int) -> None:
    """Give a run to the engine. Where that fails the job keeps waiting: the sweep hands it over later."""
    try:
        engine.enqueue(job, run)
    except Exception:
        logger.warning("%s could not be handed to the engine now; the sweep will", job, exc_info=True)
        return
    Job.objects.filter(pk=job, run=run, enqueued_at=None).update(enqueued_at=timezone.now())


def _begun(
    project: Project,
    pipeline: Pipeline,
    by: Actor,
    cause: str,
    start_key: str | None,
    restarts: Job | None,
    version: int | None,
    trial: bool,
) -> Job:
    if start_key and (there := Job.objects.filter(start_key=start_key).first()):
        return there
    kept = pipelines.version(pipeline, version)
    job = Job.objects.create(
        project=project,
        pipeline=pipeline,
        version=kept,
        cause=cause[:200],
        start_key=start_key,
        restarts=restarts,
        trial=trial,
    )
    TaskRun.objects.bulk_create(
        TaskRun(job=job, position=n, name=step.name, type=step.type) for n, step in enumerate(pipelines.tasks_of(kept))
    )
    transaction.on_commit(lambda: hand_over(job.pk, job.run))
    if trial:
        return job
    settle_processing(job, JobStatus.QUEUED)
    record(
        Kind.JOB, by=by, project=project.pk, order=project.order_id, subject=job.pk, now=JobStatus.QUEUED,
        because=f"Pipeline “{pipeline.name}” (version {kept.number}) {cause}.",
    )  # fmt: skip
    return job
