"""Django's entry for this room."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """One personalised line item to be fulfilled."""

    name = "makeready.office.projects"
    label = "projects"
