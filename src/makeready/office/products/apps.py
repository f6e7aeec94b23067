"""Django's entry for this room."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What a store's product means here."""

    name = "makeready.office.products"
    label = "products"
