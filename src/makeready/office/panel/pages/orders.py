"""Orders: what the customers bought, line by line, and which lines are projects."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponseBase
from django.shortcuts import redirect

from makeready.office.accounts.rights import Right
from makeready.office.errors import NotFound
from makeready.office.orders import search
from makeready.office.orders.models import Line, Order
from makeready.office.panel.components import happenings
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.projects import creation
from makeready.office.projects.models import Project
from makeready.office.storefronts.models import Storefront


@page("orders", allow=Right.SEE)
def orders(request: PanelRequest) -> Page:
    """Orders, newest first."""
    given = request.GET
    wanted = search.Filters(storefront=given.get("storefront", ""), q=given.get("q", "")[:200])
    shown = search.list_orders(wanted, given.get("cursor"))
    counts = dict(
        Order.objects.filter(pk__in=[one.pk for one in shown.items])
        .annotate(count=Count("lines", distinct=True))
        .values_list("pk", "count")
    )
    projects: dict[str, list[Project]] = {one.pk: [] for one in shown.items}
    for project in Project.objects.filter(order__in=shown.items).order_by("number"):
        projects[project.order_id].append(project)
    rows = [{"order": one, "lines": counts.get(one.pk, 0), "projects": projects[one.pk]} for one in shown.items]
    return Page(
        "orders/list.html", rows=rows, next_cursor=shown.next_cursor, cursor=given.get("cursor"), filters=wanted,
        filtered=wanted != search.Filters(), storefronts=Storefront.objects.order_by("name"),
    )  # fmt: skip


@page("orders/<order>", allow=Right.SEE)
def order(request: PanelRequest, order: Order) -> Page:
    """One order: its lines with their projects or the reason why they have none, delivery, what happened."""
    projects = {one.line_id: one for one in Project.objects.filter(order=order).select_related("design")}
    lines = [{"line": one, "project": projects.get(one.pk)} for one in order.lines.order_by("position", "id")]
    return Page(
        "orders/page.html", order=order, lines=lines, happenings=happenings.of_order(order.pk),
        address=order.shipping.get("address") or {},
        hooks=order.storefront.hooks.defer("body").filter(order=order.pk).order_by("-received_at")[:10],
    )  # fmt: skip


@page("orders/<order>/lines/<int:number>/project", allow=Right.TAKE_ORDERS, method="POST")
def make_project(request: PanelRequest, order: Order, number: int) -> HttpResponseBase:
    """Make a project of a line that had none."""
    line = Line.objects.filter(order=order, pk=number).select_related("order").first()
    if line is None:
        raise NotFound("The order does not have this line.")
    made = creation.create_by_hand(line, by=request.actor)
    creation.fetch_soon()
    say(request, f"“{made.name}” is a project now.", "Its design appears here as soon as it is there.")
    return redirect("project", made.pk)
