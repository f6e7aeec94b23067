"""Django's entry for this room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Doing it."""

    name = "makeready.office.jobs"
    label = "jobs"
