"""Which web stores are connected? Platform, address, how projects come of their lines; secrets sealed."""

from __future__ import annotations

from django.db import models

from makeready.office.ids import IdField


class Platform(models.TextChoices):
    """Platforms the contract names. Adapters exist for those in the registry of `storefront.py`."""

    SHOPIFY = "shopify", "Shopify"
    WOOCOMMERCE = "woocommerce", "WooCommerce"
    BIGCOMMERCE = "bigcommerce", "BigCommerce"
    MAGENTO = "magento", "Magento"
    NOPCOMMERCE = "nopcommerce", "nopCommerce"
    CUSTOM = "custom", "Custom"


def platforms() -> list[tuple[str, str]]:
    """A function, so that a further platform is no migration."""
    return Platform.choices


class StartOn(models.TextChoices):
    """The status that starts a project's pipeline."""

    NEW = "New"
    CONFIRMED = "Confirmed"
    ACTIVE = "Active"
    MANUAL = "manual"


class ProjectsFor(models.TextChoices):
    """Which lines become projects."""

    PERSONALISED = "personalised"
    ALL = "all"


class Storefront(models.Model):
    """One connected store.

    sealed_secret: what the store signs with; sealed_credentials: for calling the store's API.
    refused_hooks: webhooks with a wrong signature, counted; swept_until: watermark of the last complete sweep;
    sweep_due_at: when the next one begins (whoever moves it on does it); null: at once.
    """

    id = IdField("sto")
    name = models.CharField(max_length=200)
    platform = models.CharField(max_length=20, choices=platforms)
    base_url = models.URLField(max_length=500, blank=True)
    sealed_secret = models.BinaryField(null=True)
    sealed_credentials = models.BinaryField(null=True)
    start_on = models.CharField(max_length=10, choices=StartOn.choices, default=StartOn.CONFIRMED)
    projects_for = models.CharField(max_length=12, choices=ProjectsFor.choices, default=ProjectsFor.PERSONALISED)
    settings = models.JSONField(default=dict)
    refused_hooks = models.PositiveBigIntegerField(default=0)
    refused_last_at = models.DateTimeField(null=True)
    last_hook_at = models.DateTimeField(null=True)
    swept_until = models.DateTimeField(null=True)
    sweep_due_at = models.DateTimeField(null=True)
    sweep_report = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
