"""A workshop for tests: projects with designs, pipelines, and jobs run here and now by the real runner."""

from __future__ import annotations

from typing import Any

from tests.office.shop import Shop, inline, line

from makeready.office.jobs import start as starting
from makeready.office.jobs.models import Artifact, Job, LogLine, TaskRun
from makeready.office.jobs.processes import Helpers
from makeready.office.jobs.runner import Runner
from makeready.office.pipelines import store
from makeready.office.pipelines.models import Pipeline
from makeready.office.projects import arrival
from makeready.office.projects.models import Project
from makeready.office.storage import blobs

DESIGN = {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]}
PRINT = {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["print"]}


def end(*final: str) -> dict[str, Any]:
    """The last task."""
    return {"name": "end", "type": "finalize", "finalArtifacts": list(final)}


def task(kind: str, inputs: str = "", outputs: str = "", **parameters: Any) -> dict[str, Any]:
    """A task by its type; artifacts named in one text, separated by blanks."""
    told = {"type": kind, "inputArtifacts": inputs.split(), "outputArtifacts": outputs.split()}
    return {"name": kind, **told, "parameters": parameters}


class Workshop:
    """Makes jobs and runs them in this process, as a worker does."""

    def __init__(self, shop: Shop, helpers: Helpers, worker: str = "worker-1-abc") -> None:
        self.shop = shop
        self.runner = Runner(worker, helpers)
        self.count = 0

    def project(self, words: str = "Anna Öz", **facts: Any) -> Project:
        """A new project with a card of its own."""
        given = {"design": inline(words), "title": "Business cards", "quantity": 250, **facts}
        _, project = self.shop.project(line(**given))
        arrival.bring(project.pk)
        project.refresh_from_db()
        return project

    def pipeline(self, *tasks: dict[str, Any], name: str = "") -> Pipeline:
        """Saved as an operator would."""
        self.count += 1
        return store.save(name or f"Pipeline {self.count}", tasks, by=self.shop.staff)

    def job(self, *tasks: dict[str, Any], project: Project | None = None, **more: Any) -> Job:
        """Queued, not run."""
        given = {"by": self.shop.staff, "cause": "asked for", **more}
        return starting.start(project or self.project(), self.pipeline(*tasks), **given)

    def run(self, job: Job, runner: Runner | None = None) -> Job:
        """One run of it, as it is now; what it waits for has come, or at least somebody looks again."""
        TaskRun.objects.filter(job=job).update(waits_until=None)
        job.refresh_from_db()
        (runner or self.runner).run(job.pk, job.run)
        job.refresh_from_db()
        return job

    def done(self, *tasks: dict[str, Any], project: Project | None = None) -> Job:
        """A job that was run to its end, and well."""
        job = self.run(self.job(*tasks, project=project))
        assert job.status == "succeeded", (errors(job), log(job))
        return job


def artifacts(job: Job) -> dict[str, Artifact]:
    """By alias."""
    return {one.alias: one for one in Artifact.objects.filter(job=job).order_by("pk")}


def data_of(artifact: Artifact) -> bytes:
    """The file."""
    return blobs.read(artifact.file_id)


def states(job: Job) -> dict[str, str]:
    """Task → status."""
    return {one.name: one.status for one in TaskRun.objects.filter(job=job).order_by("position")}


def errors(job: Job) -> dict[str, Any]:
    """Task → what it failed with."""
    return {one.name: one.error for one in TaskRun.objects.filter(job=job) if one.error}


def log(job: Job) -> str:
    """All lines."""
    return "\n".join(one.text for one in LogLine.objects.filter(job=job).order_by("pk"))
