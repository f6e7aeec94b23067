"""Django's entry for this room."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Named credentials for stores and deliveries, sealed at rest."""

    name = "makeready.office.connections"
    label = "connections"
