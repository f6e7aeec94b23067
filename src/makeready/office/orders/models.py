"""What did the customer buy? Orders and lines as the newest version that the store told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makeready.office.ids import IdField
from makeready.office.storefronts.events import Payment


class Order(models.Model):
    """One order of a storefront. `store_updated_at` is the store's own clock: older versions change nothing."""

    id = IdField("ord")
    storefront = models.ForeignKey("storefronts.Storefront", on_delete=models.PROTECT, related_name="orders")
    external_id = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    placed_at = models.DateTimeField(null=True)
    store_updated_at = models.DateTimeField(null=True)
    payment = models.CharField(max_length=20)
    fulfilment = models.CharField(max_length=20)
    cancelled = models.BooleanField(default=False)
    test = models.BooleanField(default=False)
    currency = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    customer = models.JSONField(default=dict)
    shipping = models.JSONField(default=dict)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Known by storefront and external id; listed newest first."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["storefront", "external_id"], name="one_order_per_id")]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"]),
            models.Index(fields=["storefront", "-created_at", "-id"]),
            models.Index(fields=["number"]),
        ]

    @property
    def is_paid(self) -> bool:
        """Whether the store says that the money is there, or where the storefront is set so, that it is reserved."""
        if self.payment == Payment.AUTHORIZED:
            return bool(self.storefront.settings.get("authorized_is_paid"))
        return self.payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED)


class OrderWords(models.Model):
    """What the search looks through, folded, in a narrow table of its own: a full scan stays quick."""

    order = models.OneToOneField(Order, primary_key=True, on_delete=models.CASCADE, related_name="words")
    text = models.TextField()


class Line(models.Model):
    """One line item. `design` as the store referred to it; `removed` when a later version no longer has it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    external_id = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    product = models.CharField(max_length=200, blank=True)
    variant = models.CharField(max_length=200, blank=True)
    sku = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=4)
    fields = models.JSONField(default=dict)
    design = models.JSONField(null=True)
    facts = models.JSONField(default=dict)
    removed = models.BooleanField(default=False)
    no_project_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Known by order and external id."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "external_id"], name="one_line_per_id")]
