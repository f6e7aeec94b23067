"""Where are deliveries sent to, and with which credentials? Named, the secret part sealed."""

from __future__ import annotations

from django.db import models

from makeready.office.ids import IdField


class ConnectionType(models.TextChoices):
    """Kinds of receivers."""

    FTP = "ftp"
    FTPS = "ftps"
    SFTP = "sftp"
    SMTP = "smtp"
    HTTP = "http"
    S3 = "s3"
    WEBDAV = "webdav"
    FOLDER = "folder"


class Connection(models.Model):
    """One receiver. `sealed` is `connections.sealing`'s cipher text of the password."""

    id = IdField("con")
    name = models.CharField(max_length=150, unique=True)
    type = models.CharField(max_length=10, choices=ConnectionType.choices)
    host = models.CharField(max_length=255, blank=True)
    port = models.PositiveIntegerField(null=True)
    username = models.CharField(max_length=255, blank=True)
    sealed = models.BinaryField(null=True)
    host_key = models.TextField(blank=True)
    options = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
