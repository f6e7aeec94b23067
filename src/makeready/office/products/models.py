"""What does a store's product mean here? Template, field map, pipeline, print settings."""

from __future__ import annotations

from django.db import models

from makeready.office.ids import IdField
from makeready.office.storefronts.models import StartOn, Storefront


class Product(models.Model):
    """Matched by storefront (empty: any) and external id or SKU pattern (`BC-*`)."""

    id = IdField("prd")
    name = models.CharField(max_length=200)
    storefront = models.ForeignKey(Storefront, null=True, on_delete=models.CASCADE, related_name="products")
    skus = models.JSONField(default=list)
    external_ids = models.JSONField(default=list)
    design = models.ForeignKey("designs.Design", null=True, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)
    pipeline = models.ForeignKey("pipelines.Pipeline", null=True, on_delete=models.PROTECT, related_name="products")
    start_on = models.CharField(max_length=10, choices=StartOn.choices, blank=True)
    print = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
