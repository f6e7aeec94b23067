"""Which pipelines are there? A name with immutable versions; a job keeps the one it began with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makeready.office.ids import IdField


class Pipeline(models.Model):
    """A named list of tasks; `current` is the number of its newest version."""

    id = IdField("ppl")
    name = models.CharField(max_length=200, unique=True)
    current = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)


class PipelineVersion(models.Model):
    """One version's definition as JSON, never changed afterwards, without any secret."""

    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200, blank=True)

    class Meta:
        """One row per pipeline and number."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["pipeline", "number"], name="one_version_per_number")]
