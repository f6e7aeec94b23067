"""Django's entry for this room."""

from django.apps import AppConfig


class PipelinesConfig(AppConfig):
    """What shall be done."""

    name = "makeready.office.pipelines"
    label = "pipelines"
