"""Django's entry for this room."""

from django.apps import AppConfig


class DesignsConfig(AppConfig):
    """Stored designs, revisions, assets; what an address held is fetched once and pinned."""

    name = "makeready.office.designs"
    label = "designs"
