"""The list of projects: views, filters, search, what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from makeready.office.accounts.rights import Right
from makeready.office.panel.components.tones import PROCESSING
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.pipelines.models import Pipeline
from makeready.office.products.models import Product
from makeready.office.projects import search
from makeready.office.projects.models import Processing, Project
from makeready.office.projects.search import SORTS, USUAL_SORT, Filters
from makeready.office.projects.statuses import Status
from makeready.office.projects.transitions import status_called
from makeready.office.storefronts.models import Storefront

ROWS = 50
MOST_CHANGES = 100
COUNTED = 9_999
SORT_WORDS = {
    "-created_at": "Newest first",
    "created_at": "Oldest first",
    "-updated_at": "Changed last",
    "-status_changed_at": "Status changed last",
}


@page("projects", allow=Right.SEE)
def projects(request: PanelRequest) -> Page:
    """The list; htmx gets the part that changes with the filters."""
    wish = read_filters(request)
    cursor, sort = request.GET.get("cursor"), read_sort(request)
    shown = search.list_projects(wish, cursor=cursor, limit=ROWS, sort=sort)
    values: dict[str, Any] = {
        "projects": shown.items,
        "next_cursor": shown.next_cursor,
        "cursor": cursor,
        "views": views(request, wish),
        "filters": wish,
        "sort": sort,
        "filtered": wish != Filters(),
        "live": not cursor and sort == USUAL_SORT,
        "now": timezone.now(),
        "statuses": tuple(Status),
    }
    if request.htmx and not request.htmx.history_restore_request:
        return Page("projects/_list.html", part=True, **values)
    return Page("projects/list.html", **values, **choices())


@page("projects/changes", allow=Right.SEE)
def project_changes(request: PanelRequest) -> Page | HttpResponseBase:
    """What changed since the list was drawn: rows to put in its place, new rows for its head."""
    since = parse_datetime(request.GET.get("since", "")) or timezone.now()
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    now = timezone.now()
    changed = search.found(Filters()).filter(updated_at__gt=since).order_by("-updated_at", "-pk")[:MOST_CHANGES]
    rows = list(changed)
    if not rows:
        return HttpResponse(status=204)
    wish = read_filters(request)
    fresh = search.found(replace(wish, created_after=_newest(request, since))).order_by("-created_at", "-pk")
    new = list(fresh[: MOST_CHANGES + 1])
    known = {project.pk for project in new}
    return Page(
        "projects/_changes.html", new=new, changed=[row for row in rows if row.pk not in known], now=now,
        views=views(request, wish),
    )  # fmt: skip


def read_filters(request: HttpRequest) -> Filters:
    """The filters that stand in the address.

    Raises:
        StatusUnknown: a status that does not exist.
    """
    given = request.GET
    return Filters(
        status=tuple(status_called(name) for name in given.getlist("status") if name),
        processing=tuple(name for name in given.getlist("processing") if name in Processing.values),
        storefront=given.get("storefront", ""),
        product=given.get("product", ""),
        order=given.get("order", ""),
        customer=given.get("customer", ""),
        q=given.get("q", "")[:200],
        attention=given.get("attention") == "yes",
    )


def read_sort(request: HttpRequest) -> str:
    """The sorting in the address; the usual one where it names none of ours."""
    sort = request.GET.get("sort", "")
    return sort if sort in SORTS else USUAL_SORT


def views(request: HttpRequest, wish: Filters) -> list[dict[str, Any]]:
    """The tabs: every status and what needs attention, each with its count and its address."""
    by_status = search.counts(most=COUNTED)
    attention = Project.objects.filter(search.needs_attention()).order_by().values("pk")[: COUNTED + 1].count()
    tabs = [
        ("All", {}, sum(by_status.values()), not wish.status and not wish.attention),
        ("Needs attention", {"attention": "yes"}, attention, wish.attention),
        *((status.value, {"status": status.value}, by_status[status], wish.status == (status,)) for status in Status),
    ]
    return [
        {"word": word, "address": _address(request, change), "count": count, "more": count > COUNTED, "here": here}
        for word, change, count, here in tabs
    ]


def choices() -> dict[str, Any]:
    """What the filters offer."""
    return {
        "storefronts": Storefront.objects.order_by("name").only("id", "name"),
        "products": Product.objects.order_by("name").only("id", "name")[:500],
        "processing_words": PROCESSING,
        "sorts": SORT_WORDS,
        "pipelines": Pipeline.objects.order_by("name"),
    }


def _address(request: HttpRequest, change: dict[str, str]) -> str:
    query = request.GET.copy()
    for name in ("status", "attention", "cursor", "since", "newest"):
        query.pop(name, None)
    query.update(change)
    return "/projects" + (f"?{query.urlencode()}" if query else "")


def _newest(request: HttpRequest, since: datetime) -> datetime:
    newest = parse_datetime(request.GET.get("newest", ""))
    return newest if newest and newest.tzinfo else since
