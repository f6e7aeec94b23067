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
    fields: what is pinned to be printed; the line keeps what the store says now. overrides: what a person
    changed, and when (`{"quantity": "2026-…"}`); earlier store events do not overwrite it either.
    design_due_at: when the design shall be got (the claim of whoever gets it moves it on); null: nothing to
    do. design_tries: how often it was tried. design_source: fingerprint of the reference that was taken.
    original: the revision of a stored design or template that the order saw, of which the design is a copy.
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
    design_due_at = models.DateTimeField(null=True)
    design_tries = models.PositiveIntegerField(default=0)
    design_source = models.CharField(max_length=64, blank=True)
    original = models.ForeignKey("designs.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
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
            models.Index(fields=["-updated_at", "-id"]),
            models.Index(fields=["-status_changed_at", "-id"]),
            models.Index(
                fields=["-created_at", "-id"], condition=models.Q(problem_count__gt=0), name="projects_with_problems"
            ),
            models.Index(
                fields=["design_due_at"], condition=models.Q(design_due_at__isnull=False), name="projects_design_due"
            ),
        ]

    @property
    def design_waits(self) -> bool:
        """Whether the design is still on its way: no design yet, and somebody will get it."""
        return self.design_id is None and self.design_due_at is not None


class Numbering(models.Model):
    """The number of the newest project: one row, counted up in the transaction that makes a project."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    newest = models.PositiveBigIntegerField(default=0)


class ProjectWords(models.Model):
    """What the search looks through, case folded, in a narrow table of its own: a full scan stays quick."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE, related_name="words")
    customer = models.TextField(blank=True)
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
