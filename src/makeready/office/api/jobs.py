"""Jobs: queued print files; one run of a pipeline for a project, task by task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from makeready.office.accounts.rights import Right
from makeready.office.api.artifacts import ArtifactShown
from makeready.office.api.artifacts import shown as shown_artifact
from makeready.office.api.callers import caller
from makeready.office.api.job_tasks import TaskShown, tasks_of_jobs
from makeready.office.api.manners import needs
from makeready.office.api.paging import OLDEST, Cursor, Limit, listed
from makeready.office.api.projects import find as find_project
from makeready.office.api.wording import Asked, Listed, Time, Told, utc, utc_or_none
from makeready.office.errors import Fault, Invalid, NotFound
from makeready.office.jobs import again, start
from makeready.office.jobs.models import Artifact, Job, JobStatus, LogLine
from makeready.office.keyset import Order, page
from makeready.office.pipelines import store as pipelines
from makeready.office.pipelines.models import Pipeline
from makeready.office.projects.models import Project

router = Router()

NEWEST_JOBS = Order("-created_at", "created_at", descending=True)


class JobWish(Asked):
    """Which pipeline to run; left out: the one of the project's product."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pipeline": "ppl_01kb2x4m7c9q3f8t5v0w6y1z2a"}]})

    pipeline: str | None = Field(default=None, max_length=200, description="Its id or name.")


class TrialWish(JobWish):
    """Which pipeline to try out, and which version of it."""

    version: int | None = Field(default=None, ge=1, le=1_000_000_000, description="Left out: the newest.")


class PipelineOfJob(Told):
    """The version that the job began with."""

    id: str
    name: str
    version: int


class ArtifactOfJob(Told):
    """A file of the job."""

    id: str
    name: str
    final: bool


class JobShown(Told):
    """A job."""

    id: str = Field(examples=["job_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    project: str
    pipeline: PipelineOfJob
    status: str = Field(description="queued, running, succeeded, failed or cancelled.")
    trial: bool = Field(description="Tried out: effects outside are told (`would`), not done.")
    attempt: int
    cause: str
    created_at: Time
    started_at: Time | None
    finished_at: Time | None
    waits_until: Time | None = Field(description="After a transient fault: when it goes on.")
    tasks: list[TaskShown]
    artifacts: list[ArtifactOfJob]


class LogLineShown(Told):
    """One line of a job's log."""

    at: Time
    task: str
    level: str
    text: str


class Again(Told):
    """What a restart would do once more outside."""

    sentences: list[str]


def shown_jobs(jobs: Iterable[Job]) -> list[dict[str, Any]]:
    """Jobs as the API tells them, with what stands beside them looked up for all at once."""
    rows = list(jobs)
    ids = [job.pk for job in rows]
    tasks = tasks_of_jobs(ids)
    artifacts: dict[str, list[Artifact]] = defaultdict(list)
    for artifact in Artifact.objects.filter(job__in=ids).order_by("id"):
        artifacts[artifact.job_id].append(artifact)
    return [_shown(job, tasks[job.pk], artifacts[job.pk]) for job in rows]


def shown(job: Job) -> dict[str, Any]:
    """A job as the API tells it."""
    return shown_jobs([job])[0]


def find(job_id: str) -> Job:
    """A job.

    Raises:
        NotFound: there is none.
    """
    found = Job.objects.select_related("pipeline", "version", "project").filter(pk=job_id).first()
    if found is None:
        raise NotFound(f"There is no job {job_id}.")
    return found


@router.get("/jobs", response=Listed[JobShown])
@needs(Right.SEE)
def list_all(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    status: Annotated[JobStatus | None, Query(None)],
    project: Annotated[str | None, Query(None), Field(max_length=80)],
    pipeline: Annotated[str | None, Query(None), Field(max_length=80)],
) -> Any:
    """List jobs, newest first."""
    rows = Job.objects.select_related("pipeline", "version")
    chosen = {"status": status, "project": project, "pipeline": pipeline}
    rows = rows.filter(**{column: value for column, value in chosen.items() if value})
    found = page(rows, NEWEST_JOBS, cursor=cursor, limit=limit)
    return {"items": shown_jobs(found.items), "next_cursor": found.next_cursor}


@router.post("/projects/{project_id}/jobs", response={202: JobShown})
@needs(Right.WORK)
def queue(request: HttpRequest, response: HttpResponse, project_id: str, body: JobWish) -> Any:
    """Queue a print file: run a pipeline for a project."""
    project = find_project(project_id)
    pipeline = _chosen(project, body.pipeline)
    job = start.start(project, pipeline, by=caller(request).actor, cause="asked for")
    response["Location"] = f"/api/v1/jobs/{job.pk}"
    return Status(202, shown(find(job.pk)))


@router.post("/projects/{project_id}/trials", response={202: JobShown})
@needs(Right.WORK)
def try_pipeline(request: HttpRequest, response: HttpResponse, project_id: str, body: TrialWish) -> Any:
    """Try a pipeline out on a project: a job whose effects outside are told, not done; nothing of it stays."""
    project = find_project(project_id)
    pipeline = _chosen(project, body.pipeline)
    job = start.start(project, pipeline, by=caller(request).actor, cause="tried out", version=body.version, trial=True)
    response["Location"] = f"/api/v1/jobs/{job.pk}"
    return Status(202, shown(find(job.pk)))


@router.get("/jobs/{job_id}", response=JobShown)
@needs(Right.SEE)
def show(request: HttpRequest, job_id: str) -> Any:
    """Show a job with its tasks."""
    return shown(find(job_id))


@router.get("/jobs/{job_id}/log", response=Listed[LogLineShown])
@needs(Right.SEE)
def log(request: HttpRequest, job_id: str, limit: Limit, cursor: Cursor) -> Any:
    """List a job's log lines, oldest first."""
    return listed(LogLine.objects.filter(job=find(job_id)), shown_line, limit=limit, cursor=cursor, order=OLDEST)


@router.get("/jobs/{job_id}/artifacts", response=Listed[ArtifactShown])
@needs(Right.SEE)
def artifacts_of(request: HttpRequest, job_id: str, limit: Limit, cursor: Cursor) -> Any:
    """List a job's files."""
    rows = Artifact.objects.filter(job=find(job_id)).select_related("file")
    return listed(rows, shown_artifact, limit=limit, cursor=cursor, order=OLDEST)


@router.get("/jobs/{job_id}/again", response=Again)
@needs(Right.SEE)
def what_again(request: HttpRequest, job_id: str) -> Any:
    """Say what a restart would do once more outside, before anybody asks for it."""
    return {"sentences": list(again.what_again(find(job_id)))}


@router.post("/jobs/{job_id}/retry", response={202: JobShown})
@needs(Right.WORK)
def retry(request: HttpRequest, job_id: str) -> Any:
    """Go on from the failed task, or at once where the job waits for its next try; what succeeded is not done again."""
    return _answered(again.retry(find(job_id), by=caller(request).actor), job_id)


@router.post("/jobs/{job_id}/restart", response={202: JobShown})
@needs(Right.WORK)
def restart(request: HttpRequest, job_id: str) -> Any:
    """Do everything again, from the first task; the answer is the job that runs."""
    return _answered(again.restart(find(job_id), by=caller(request).actor), job_id)


@router.post("/jobs/{job_id}/try", response={202: JobShown})
@needs(Right.WORK)
def try_again(request: HttpRequest, job_id: str) -> Any:
    """Replay a job without effects outside: the same version, the project as it is now; the answer is the trial."""
    return _answered(again.try_out(find(job_id), by=caller(request).actor), job_id)


@router.post("/jobs/{job_id}/cancel", response={202: JobShown})
@needs(Right.WORK)
def cancel(request: HttpRequest, job_id: str) -> Any:
    """Stop a job: no further task begins."""
    return _answered(again.cancel(find(job_id), by=caller(request).actor), job_id)


def _chosen(project: Project, named: str | None) -> Pipeline:
    chosen = named or (project.product.pipeline_id if project.product else None)
    if not chosen:
        sentence = "Which pipeline? The project's product has none."
        raise Invalid(sentence, errors=[Fault("pipeline", sentence)])
    try:
        return pipelines.load(chosen)
    except pipelines.NoSuchPipeline as why:
        raise Invalid(why.sentence, errors=[Fault("pipeline", why.sentence)]) from why


def _answered(job: Job | None, job_id: str) -> Any:
    return Status(202, shown(find(job.pk if isinstance(job, Job) else job_id)))


def _shown(job: Job, tasks: list[dict[str, Any]], artifacts: list[Artifact]) -> dict[str, Any]:
    return {
        "id": job.pk,
        "project": job.project_id,
        "pipeline": {"id": job.pipeline_id, "name": job.pipeline.name, "version": job.version.number},
        "status": job.status,
        "trial": job.trial,
        "attempt": job.attempt,
        "cause": job.cause,
        "created_at": utc(job.created_at),
        "started_at": utc_or_none(job.started_at),
        "finished_at": utc_or_none(job.finished_at),
        "waits_until": utc_or_none(job.waits_until),
        "tasks": tasks,
        "artifacts": [{"id": one.pk, "name": one.name, "final": one.final} for one in artifacts],
    }


def shown_line(line: LogLine) -> dict[str, Any]:
    """A line of the log as the API tells it."""
    return {"at": utc(line.at), "task": line.task, "level": line.level, "text": line.text}
