"""Who wants to hear what, what was told, and how did each try go?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makeready.office.ids import IdField


class Subscription(models.Model):
    """An address that wants to hear of events. events: names, none for all. sealed: the signing secrets.

    off_because: "" while it is told; else why it is not. failing_since: when the first try failed of those after the
    last one that came through.
    """

    id = IdField("whk")
    name = models.CharField(max_length=150)
    url = models.CharField(max_length=2000)
    events = models.JSONField(default=list)
    sealed = models.BinaryField()
    off_because = models.CharField(max_length=500, blank=True)
    failing_since = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """What a page calls it."""

        verbose_name = "webhook"


class Event(models.Model):
    """Something that happened, as it is told: the same bytes to everybody and at every try.

    entry: the ledger's entry that it comes from; none for a test.
    """

    id = IdField("evt")
    type = models.CharField(max_length=40)
    entry = models.BigIntegerField(null=True)
    body = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        """An entry is told once per type, whoever asks for it and however often."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "type"], name="one_event_per_entry_and_type")]


class DeliveryState(models.TextChoices):
    """How far an event is on its way to a subscriber."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Delivery(models.Model):
    """An event on its way to a subscriber. due_at: when it is tried (again). claimed_until: a worker is at it."""

    id = IdField("whd")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Each event goes to each subscriber once; listed newest first; looked for by when they are due."""

        verbose_name = "delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "subscription"], name="one_delivery_per_subscriber")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subscription", "-id"]),
            models.Index(fields=["subscription", "state", "-id"]),
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="webhooks_waiting"),
        ]


class Try(models.Model):
    """One try of a delivery. status: the HTTP status, none where no answer came. said: the answer, or the fault."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveIntegerField(null=True)
    said = models.CharField(max_length=500, blank=True)
