"""Django's entry for this room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST API."""

    name = "makeready.office.api"
    label = "api"
