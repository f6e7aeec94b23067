"""Django's entry for this room."""

import importlib
import pkgutil

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Effects outside."""

    name = "makeready.office.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Bring in every kind of delivery, so that each process knows from its start how connections are tried out."""
        from makeready.office import delivery

        for module in pkgutil.iter_modules(delivery.__path__):
            if module.name not in ("apps", "migrations", "models"):
                importlib.import_module(f"{delivery.__name__}.{module.name}")
