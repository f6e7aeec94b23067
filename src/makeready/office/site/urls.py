"""Which address leads where? Health, the REST API, and the panel for everything else."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from makeready.config import config
from makeready.office.api.health import healthz, readyz
from makeready.office.api.metrics import metrics
from makeready.office.api.site import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("api/v1/", api.urls),
    *([path("demo/", include("makeready.office.demo.urls"))] if config().demo else []),
    path("", include("makeready.office.panel.urls")),
]

handler404 = "makeready.office.panel.refusals.page_not_found"
handler500 = "makeready.office.panel.refusals.broken"
