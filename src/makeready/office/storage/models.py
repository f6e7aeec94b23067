"""Which files do we hold? One row per content, by SHA-256."""

from __future__ import annotations

from django.db import models


class Blob(models.Model):
    """A file that lies in the storage, written completely before this row exists."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=127)
    created_at = models.DateTimeField(auto_now_add=True)
