"""What has gone out? One receipt per effect, begun before it happens, completed after it."""

from __future__ import annotations

from django.db import models


class ReceiptState(models.TextChoices):
    """How far an effect is."""

    BEGUN = "begun"
    PLACED = "placed"
    DONE = "done"


class Receipt(models.Model):
    """One effect outside: where it went, under which temporary name, size and SHA-256.

    effect: its key, constant over attempts and retries. PLACED: under the temporary name, to be renamed.
    """

    effect = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10)
    to = models.CharField(max_length=1000, db_index=True)
    temporary = models.CharField(max_length=1000, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=ReceiptState.choices, default=ReceiptState.BEGUN)
    job = models.CharField(max_length=40, blank=True, db_index=True)
    task = models.CharField(max_length=200, blank=True)
    answer = models.JSONField(default=dict)
    begun_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
