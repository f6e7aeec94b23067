"""Django's entry for this room."""

from django.apps import AppConfig


class StorefrontsConfig(AppConfig):
    """Connected web stores."""

    name = "makeready.office.storefronts"
    label = "storefronts"
