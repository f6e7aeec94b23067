"""Django's entry for this room."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Files by the hash of their content."""

    name = "makeready.office.storage"
    label = "storage"
