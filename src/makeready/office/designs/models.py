"""Which artwork do we hold? Designs with immutable revisions, assets, and what addresses held when fetched."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from makeready.office.ids import IdField


class Design(models.Model):
    """Artwork: a document of ours, or a file. Templates and stored designs have `project` empty.

    current: number of the newest revision; version: for ETag, counts every change.
    """

    id = IdField("dsn")
    name = models.CharField(max_length=300)
    project = models.CharField(max_length=40, blank=True, db_index=True)
    current = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)


class Revision(models.Model):
    """One state of a design, never changed afterwards. Either `document` (ours) or `file` (as it came).

    digest: hash of all that decides how it prints, the same for the same content. record: the values that
    fill the document's fields. page_width_mm, page_height_mm: the product's page, for a picture or SVG that
    becomes one. edited: a person changed it here.
    """

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField(null=True)
    record = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, db_index=True)
    file = models.ForeignKey("storage.Blob", null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField()
    width_mm = models.FloatField()
    height_mm = models.FloatField()
    page_width_mm = models.FloatField(null=True)
    page_height_mm = models.FloatField(null=True)
    page_bleed_mm = models.FloatField(default=0)
    edited = models.BooleanField(default=False)
    comment = models.CharField(max_length=500, blank=True)
    created_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row per design and number."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["design", "number"], name="one_revision_per_number")]


class Pin(models.Model):
    """What an address in a design held when it was fetched: fetched once, then always this file."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="pins")
    src = models.TextField()
    src_hash = models.CharField(max_length=64)
    file = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    fetched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One file per design and address."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["design", "src_hash"], name="one_pin_per_address")]


class AssetKind(models.TextChoices):
    """What an asset is used as."""

    PICTURE = "picture"
    PDF = "pdf"
    FONT = "font"
    PROFILE = "profile"


class Asset(models.Model):
    """A picture, PDF, font or ICC profile of the shop."""

    id = IdField("ast")
    kind = models.CharField(max_length=10, choices=AssetKind.choices)
    name = models.CharField(max_length=300)
    file = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200, blank=True)
