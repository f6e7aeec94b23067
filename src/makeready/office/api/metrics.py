"""How much is going on? Figures in Prometheus' form: what waits, what failed, how long answers take.

The counts are asked of the database when somebody looks, at most every five seconds, so that a scraper costs
nothing. They hold no names and no personal data, but tell how the shop is doing: asked from another machine, or
through a proxy, they take an API key with the scope `read` (`Authorization: Bearer mr_…`, Prometheus' `authorization`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.db.models import Count, Min, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from makeready import __version__
from makeready.office.accounts.rights import Right
from makeready.office.api.callers import who_calls
from makeready.office.api.health import workers_heard
from makeready.office.api.problems import problem
from makeready.office.errors import OfficeError
from makeready.office.intake.models import Hook
from makeready.office.jobs.models import Job, JobStatus
from makeready.office.projects.models import Project
from makeready.office.storefronts.models import Storefront

FRESH_SECONDS = 5.0

registry = CollectorRegistry()
_http_seconds = Histogram(
    "makeready_http_seconds",
    "Time to answer a request (streamed bodies not counted), in seconds.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
    registry=registry,
)


@dataclass
class Timing:
    """One request being answered."""

    response: HttpResponseBase


@contextmanager
def timed(request: HttpRequest) -> Iterator[Timing]:
    """Counts and times a request by its route (never by its address, which holds ids)."""
    began, timing = time.perf_counter(), Timing(HttpResponse(status=500))
    try:
        yield timing
    finally:
        match = request.resolver_match
        route = match.route if match else "unknown"
        method = request.method if request.method in ("GET", "POST", "PUT", "PATCH", "DELETE") else "other"
        _http_seconds.labels(method, route, timing.response.status_code).observe(time.perf_counter() - began)


def metrics(request: HttpRequest) -> HttpResponse:
    """`GET /metrics`: for who asks from this machine, and with an API key that may read from anywhere."""
    try:
        if request.headers.get("Authorization") is not None or not _from_this_machine(request):
            who_calls(request).require(Right.SEE)
    except OfficeError as why:
        return problem(request, why)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _from_this_machine(request: HttpRequest) -> bool:
    """Whether it came over the loopback, and not through a proxy that stands there."""
    if any(request.headers.get(name) for name in ("X-Forwarded-For", "Forwarded", "Via")):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class _Figures(Collector):
    """What the database says, remembered for some seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: tuple[Metric, ...] = ()
        self._until = 0.0

    def collect(self) -> Iterable[Metric]:
        """The figures."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._told = tuple(_ask())
                self._until = time.monotonic() + FRESH_SECONDS
            return self._told

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: asking would need the database."""
        return ()


registry.register(_Figures())


def _ask() -> Iterator[Metric]:
    yield _counted("makeready_projects", "Projects by status.", "status", Project.objects.all())
    yield _counted("makeready_jobs", "Jobs by status.", "status", Job.objects.all())
    yield _counted("makeready_inbox_events", "Store events in the inbox by state.", "state", Hook.objects.all())
    refused = CounterMetricFamily("makeready_hooks_refused", "Webhooks refused for a wrong signature.")
    refused.add_metric([], Storefront.objects.aggregate(all=Sum("refused_hooks"))["all"] or 0)
    yield refused
    oldest = Job.objects.filter(status=JobStatus.QUEUED).aggregate(first=Min("created_at"))["first"]
    waits = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield _gauge("makeready_oldest_queued_job_seconds", "How long the oldest queued job has waited.", max(waits, 0))
    yield _gauge("makeready_workers", "Workers heard of within the last half minute.", len(workers_heard()))
    info = GaugeMetricFamily("makeready_info", "The version that runs.", labels=["version"])
    info.add_metric([__version__], 1)
    yield info


def _counted(name: str, sentence: str, column: str, rows: Any) -> Metric:
    family = GaugeMetricFamily(name, sentence, labels=[column])
    counts = dict(rows.order_by().values_list(column).annotate(Count("pk")))
    for value in rows.model._meta.get_field(column).choices:
        family.add_metric([value[0]], counts.get(value[0], 0))
    return family


def _gauge(name: str, sentence: str, value: float) -> Metric:
    family = GaugeMetricFamily(name, sentence)
    family.add_metric([], value)
    return family
