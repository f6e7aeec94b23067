"""What is to be fulfilled? One project per personalised line item, its problems and notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makeready.office.ids import IdField
from makeready.office.projects.statuses import Status


class Processing(models.TextChoices):
    """How far the queued print file is; apart from the status."""

    NONE = "none"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Project(models.Model):
    """One personalised line item.

    status: only `transitions.move` writes it. number: counts up, for people. design: the project's own
    design (its revision 1 is what the order pinned). started: its pipeline was started by a status once.
    status_set_by_human_at: when a person last decided the status; earlier store events do not overwrite it.
    """

    id = IdField("prj")
    number = models.PositiveBigIntegerField(unique=True)
    name = models.CharField(max_length=500)
    line = models.OneToOneField("orders.Line", on_delete=models.PROTECT, related_name="project")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="projects")
    storefront = models.ForeignKey("storefronts.Storefront", on_delete=models.PROTECT, related_name="projects")
    product = models.ForeignKey("products.Product", null=True, on_delete=models.SET_NULL, related_name="projects")
    design = models.ForeignKey("designs.Design", null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Status], default=Status.NEW.value)
    processing = models.CharField(max_length=10, choices=Processing.choices, default=Processing.NONE)
    quantity = models.PositiveBigIntegerField()
    customer_name = models.CharField(max_length=300, blank=True)
    customer_email = models.CharField(max_length=320, blank=True)
    fields = models.JSONField(default=dict)
    overrides = models.JSONField(default=dict)
    problem_count = models.PositiveIntegerField(default=0)
    started = models.BooleanField(default=False)
    start_waits = models.BooleanField(default=False)
    status_set_by_human_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    status_changed_at = models.DateTimeField()

    class Meta:
        """Listed newest first, by status, storefront, product or processing; pages by (created_at, id)."""

        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"]),
            models.Index(fields=["status", "-created_at", "-id"]),
            models.Index(fields=["processing", "-created_at", "-id"]),
            models.Index(fields=["storefront", "-created_at", "-id"]),
            models.Index(fields=["product", "-created_at", "-id"]),
        ]


class ProjectWords(models.Model):
    """What the search looks through, lower case, in a narrow table of its own: a full scan stays quick."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE, related_name="words")
    text = models.TextField()


class Problem(models.Model):
    """Something about a project that a person should see: code, message, hint. `key` tells two of a code apart."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="problems")
    code = models.CharField(max_length=60)
    key = models.CharField(max_length=200, blank=True)
    message = models.TextField()
    hint = models.TextField()
    facts = models.JSONField(default=dict)
    holds_start = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One of a code and key per project."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "code", "key"], name="one_problem_per_key")]


class Note(models.Model):
    """What somebody wrote on a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
