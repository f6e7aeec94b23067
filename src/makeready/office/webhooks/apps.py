"""Django's entry for this room."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Events told to other systems."""

    name = "makeready.office.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """See every entry of the ledger in its own transaction."""
        from makeready.office.history import ledger
        from makeready.office.webhooks.outbox import keep

        ledger.witness(keep)
