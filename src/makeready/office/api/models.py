"""Which POSTs were answered already? Answers by `Idempotency-Key`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Answered(models.Model):
    """One key of one caller: what was asked (hash) and, once known, what was answered."""

    caller = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each key once per caller."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["caller", "key"], name="one_answer_per_key")]
