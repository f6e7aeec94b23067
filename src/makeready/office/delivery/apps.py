"""Django's entry for this room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Effects outside."""

    name = "makeready.office.delivery"
    label = "delivery"
