"""What did the stores send? The durable inbox: every rightly signed request as it came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makeready.office.ids import IdField


class HookState(models.TextChoices):
    """How far an inbox event is."""

    RECEIVED = "received"
    PROCESSED = "processed"
    IGNORED = "ignored"
    FAILED = "failed"


class Hook(models.Model):
    """One delivery of a store: raw body and the headers that matter.

    event_key: the same delivery again has the same one. order_key: the store's order id where it can be
    read, for processing in order per order. error: code, message, hint of the last try. claimed_until: whoever
    processes it now has until then; a crash frees it.
    """

    id = IdField("evt")
    storefront = models.ForeignKey("storefronts.Storefront", on_delete=models.PROTECT, related_name="hooks")
    event_key = models.CharField(max_length=200)
    topic = models.CharField(max_length=100, blank=True)
    order_key = models.CharField(max_length=200, blank=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    source = models.CharField(max_length=10, default="hook")
    state = models.CharField(max_length=10, choices=HookState.choices, default=HookState.RECEIVED)
    outcome = models.TextField(blank=True)
    error = models.JSONField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    order = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        """Each delivery once; processing asks for what is received, in order of arrival."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["storefront", "event_key"], name="one_hook_per_event")]
        indexes: ClassVar = [
            models.Index(fields=["state", "id"]),
            models.Index(fields=["storefront", "-id"]),
            models.Index(fields=["storefront", "order_key", "id"]),
        ]
