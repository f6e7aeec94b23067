"""Django's entry for this room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """From a store's request to our orders."""

    name = "makeready.office.intake"
    label = "intake"
