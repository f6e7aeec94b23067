"""Django's entry for this room."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """One ledger."""

    name = "makeready.office.history"
    label = "history"
