"""The overview: what waits, what runs, what failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min
from django.db.models.functions import TruncDate
from django.utils import timezone

from makeready.office.accounts.rights import Right
from makeready.office.intake.models import Hook, HookState
from makeready.office.jobs.models import Job, JobStatus, Worker
from makeready.office.panel.components.navigation import failed_projects
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.projects import search
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import Status
from makeready.office.storefronts.models import Storefront

DAYS = 14
SILENT = timedelta(minutes=2)
"""A worker that was not heard of for this long is shown as silent."""


@dataclass(frozen=True)
class Bar:
    """One day of the chart; height in per cent of the fullest day."""

    day: date
    count: int
    height: int


@page("", allow=Right.SEE)
def overview(request: PanelRequest) -> Page:
    """What a person looks at first."""
    counts = search.counts()
    attention = Project.objects.filter(search.needs_attention()).select_related("order", "line", "design", "product")
    return Page(
        "overview/page.html",
        counts={status.name: count for status, count in counts.items()},
        oldest_new=Project.objects.filter(status=Status.NEW).aggregate(at=Min("created_at"))["at"],
        waiting=Job.objects.filter(status=JobStatus.QUEUED).aggregate(count=Count("pk"), oldest=Min("created_at")),
        running=Job.objects.filter(status=JobStatus.RUNNING).count(),
        failed=failed_projects(),
        failed_events=Hook.objects.filter(state=HookState.FAILED).count(),
        attention=attention.prefetch_related("problems").order_by("-updated_at")[:8],
        failures=Job.objects.filter(status=JobStatus.FAILED)
        .select_related("project", "pipeline")
        .order_by("-created_at")[:5],
        bars=projects_per_day(),
        workers=workers(),
        has_store=Storefront.objects.exists(),
    )


def projects_per_day() -> list[Bar]:
    """How many projects came on each of the last days, the oldest first."""
    today = timezone.now().date()
    first = today - timedelta(days=DAYS - 1)
    rows = Project.objects.filter(created_at__date__gte=first).annotate(day=TruncDate("created_at"))
    counted = {row["day"]: row["count"] for row in rows.values("day").annotate(count=Count("pk")).order_by("day")}
    fullest = max(counted.values(), default=0) or 1
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return [Bar(day, counted.get(day, 0), round(100 * counted.get(day, 0) / fullest)) for day in days]


def workers() -> list[dict[str, Any]]:
    """The workers that were not stopped, and whether each was heard of lately."""
    now = timezone.now()
    alive = Worker.objects.filter(stopped_at=None, heard_at__gt=now - timedelta(days=1)).order_by("-heard_at")[:10]
    return [{"worker": one, "silent": now - one.heard_at > SILENT} for one in alive]
