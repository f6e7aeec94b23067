"""What happened? One ledger: history for people, audit, and the outbox from which reactions follow."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Kind(models.TextChoices):
    """Kinds of entries, as api.md names them, and `setup` for what administrators change."""

    STATUS = "status"
    DESIGN = "design"
    JOB = "job"
    NOTE = "note"
    ORDER = "order"
    SETUP = "setup"


class Entry(models.Model):
    """One thing that happened. Written in the same transaction as the change; never changed afterwards.

    project, order, subject: ids ("" where it concerns none). reacted_at: when `reactions.py` has dealt with it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    project = models.CharField(max_length=40, blank=True)
    order = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    was = models.CharField(max_length=200, blank=True)
    now = models.CharField(max_length=200, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=200)
    actor_id = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    reacted_at = models.DateTimeField(null=True)

    class Meta:
        """Read by project or order in order of writing; reactions look for what is not dealt with."""

        indexes: ClassVar = [
            models.Index(fields=["project", "id"]),
            models.Index(fields=["order", "id"]),
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["id"], condition=models.Q(reacted_at__isnull=True), name="history_not_reacted"),
        ]
