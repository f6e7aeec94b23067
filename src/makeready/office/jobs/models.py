"""What was done? Jobs, task runs, attempts, artifacts, log lines, workers. The engine only decides when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makeready.office.ids import IdField


class JobStatus(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TaskStatus(models.TextChoices):
    """How far a task of a job is."""

    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class Job(models.Model):
    """One run of a pipeline's version for one project.

    attempt: 1, and one more with every retry. run: counts engine runs, the fence: only the newest may write.
    enqueued_at: handed to the engine (a sweep hands over what a crash left). cause: what started it.
    waits_until: after a transient fault, when it goes on; no worker has it until then. changes: counts up with
    everything that somebody looking at the job should see. trial: tried out; effects outside are told, not done.
    """

    id = IdField("job")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="jobs")
    pipeline = models.ForeignKey("pipelines.Pipeline", on_delete=models.PROTECT, related_name="jobs")
    version = models.ForeignKey("pipelines.PipelineVersion", on_delete=models.PROTECT, related_name="jobs")
    status = models.CharField(max_length=10, choices=JobStatus.choices, default=JobStatus.QUEUED)
    attempt = models.PositiveIntegerField(default=1)
    run = models.PositiveIntegerField(default=1)
    cause = models.CharField(max_length=200, blank=True)
    trial = models.BooleanField(default=False)
    start_key = models.CharField(max_length=200, null=True, unique=True)
    restarts = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="restarted_as")
    cancel_asked_at = models.DateTimeField(null=True)
    waits_until = models.DateTimeField(null=True)
    changes = models.PositiveBigIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    enqueued_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Listed newest first, by status or project."""

        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"]),
            models.Index(fields=["status", "-created_at", "-id"]),
            models.Index(fields=["project", "-created_at"]),
            models.Index(
                fields=["waits_until"], condition=models.Q(enqueued_at__isnull=True), name="jobs_not_enqueued"
            ),
        ]


class TaskRun(models.Model):
    """One task of a job, one element of a task with forEach, or one task done after a failure (see `course.py`).

    failures: transient ones in a row since a person last pressed Retry. value: the element: an artifact's alias or a
    text. waits_until: it goes on then (or earlier, when what it waits for has come); `waits` says for what.
    continued: it failed and the job went on. would: in a trial, the effects that it would have had.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField()
    element = models.PositiveIntegerField(default=0)
    handler = models.PositiveIntegerField(default=0)
    value = models.TextField(blank=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=TaskStatus.choices, default=TaskStatus.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    error = models.JSONField(null=True)
    waits_until = models.DateTimeField(null=True)
    waits = models.JSONField(null=True)
    continued = models.BooleanField(default=False)
    would = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the pipeline."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "position", "element", "handler"], name="one_row_per_task")
        ]


class Attempt(models.Model):
    """One try of a task."""

    task = models.ForeignKey(TaskRun, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveIntegerField()
    worker = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=10, choices=TaskStatus.choices, default=TaskStatus.RUNNING)
    error = models.JSONField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class Approval(models.Model):
    """A question that a job asks a person, and the answer.

    task: the task's name. decision: "" until somebody decides; the deadline is the task's business.
    """

    id = IdField("apv")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="approvals")
    task = models.CharField(max_length=200)
    question = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    deadline = models.DateTimeField()
    decision = models.CharField(max_length=10, blank=True)
    comment = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """One question per task; those without an answer are listed."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "task"], name="one_approval_per_task")]
        indexes: ClassVar = [models.Index(fields=["decision", "-asked_at", "-id"])]


class Artifact(models.Model):
    """A file that a job made or fetched. `alias` is its name in the pipeline, `name` the file's.

    collection: `page*` and index from 1, where it belongs to one. facts: which design and revision it is.
    """

    id = IdField("art")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="artifacts")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="artifacts")
    alias = models.CharField(max_length=200)
    collection = models.CharField(max_length=200, blank=True)
    index = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=300)
    file = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    final = models.BooleanField(default=False)
    stale = models.BooleanField(default=False)
    anonymous_access = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One file per name in a job."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "alias"], name="one_artifact_per_alias")]


class Leftover(models.Model):
    """A file that a job made and did not keep; deleted once nothing refers to it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(auto_now=True, db_index=True)


class LogLine(models.Model):
    """One line of a job's log, secrets masked. run: which engine run wrote it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="log")
    task = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    level = models.CharField(max_length=10, default="info")
    text = models.TextField()


class Worker(models.Model):
    """A worker process and when it was last heard of."""

    id = models.CharField(max_length=100, primary_key=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
