"""Django's entry for this room."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders and line items as the store tells them."""

    name = "makeready.office.orders"
    label = "orders"
