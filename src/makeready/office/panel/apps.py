"""Django's entry for this room."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """The operators' screens."""

    name = "makeready.office.panel"
    label = "panel"
