"""“Search or jump to …”: rooms by name, and whatever an id, an order number or a customer's name means."""

from __future__ import annotations

from django.urls import reverse

from makeready.office.accounts.rights import Right
from makeready.office.jobs.models import Job
from makeready.office.orders.models import Order
from makeready.office.panel.components import navigation
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.projects import search
from makeready.office.projects.models import Project
from makeready.office.projects.search import Filters

MOST = 8
BY_ID = {"prj_": (Project, "project"), "ord_": (Order, "order"), "job_": (Job, "job")}


@page("jump", allow=Right.SEE)
def jump(request: PanelRequest) -> Page:
    """What the words typed so far lead to."""
    words = request.GET.get("q", "").strip()
    rooms = [
        room
        for _, entries in navigation.drawn_for(request.principal, "")
        for room in entries
        if words.casefold() in room.word.casefold()
    ]
    projects = search.list_projects(Filters(q=words), limit=MOST).items if words else ()
    return Page("jump/_found.html", words=words, rooms=rooms, projects=projects, by_id=_by_id(words))


def _by_id(words: str) -> str:
    """The address of what has exactly this id; "" where nothing has."""
    model, name = BY_ID.get(words[:4], (None, ""))
    return reverse(name, args=[words]) if model and model._default_manager.filter(pk=words).exists() else ""
