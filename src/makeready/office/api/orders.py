"""Orders: what the customers bought, as the stores tell it; handed in here by custom storefronts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit
from makeready.office.api.parsing import parse_json
from makeready.office.api.project_shape import ProjectProblem, ProjectShown, shown_problem
from makeready.office.api.project_shape import shown as shown_project
from makeready.office.api.projects import find as find_project
from makeready.office.api.wording import Asked, Listed, Moment, Time, Told, sort_words, utc, utc_or_none
from makeready.office.errors import Fault, Invalid, NotFound
from makeready.office.intake.apply import apply
from makeready.office.orders import search
from makeready.office.orders.models import Line, Order
from makeready.office.projects.arrival import bring_at_once, fetch_soon
from makeready.office.projects.creation import create_by_hand
from makeready.office.projects.models import Problem, Project
from makeready.office.storefronts import setup
from makeready.office.storefronts.custom import OrderBody, read_order, to_event
from makeready.office.storefronts.models import Storefront

router = Router()
bodies = (OrderBody,)
"""Bodies that are read by hand, for the OpenAPI document."""

Text = Annotated[str, Field(max_length=300)]


class OrderFilters(Asked):
    """What the list is narrowed to; all that is given must hold."""

    storefront: Text | None = None
    external_id: Text | None = None
    number: Text | None = None
    test: bool | None = None
    q: Text | None = Field(default=None, description="Part of number, external id or customer.")
    created_after: Moment | None = None
    created_before: Moment | None = None
    sort: sort_words(search.SORTS, search.USUAL_SORT)  # type: ignore[valid-type]


class LineShown(Told):
    """One line item."""

    external_id: str
    product: str
    variant: str
    sku: str
    title: str
    quantity: int | float
    fields: dict[str, str]
    design: dict[str, Any] | None = Field(description="As the store refers to it; in lists without an inline document.")
    removed: bool = Field(description="A later version of the order no longer has it.")
    project: str | None
    no_project_reason: str | None


class OrderProject(Told):
    """The project of one of the order's lines."""

    id: str
    line: str = Field(description="The line's external id.")
    status: str
    problems: list[ProjectProblem]


class OrderShown(Told):
    """An order as the store tells it now."""

    id: str = Field(examples=["ord_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    storefront: str
    external_id: str
    number: str
    placed_at: Time | None
    updated_at: Time | None = Field(description="By the store's own clock: an older version changes nothing.")
    payment: str
    fulfilment: str
    cancelled: bool
    test: bool
    currency: str
    note: str
    url: str
    customer: dict[str, Any]
    shipping: dict[str, Any]
    lines: list[LineShown]
    projects: list[OrderProject]
    created_at: Time


@router.get("/orders", response=Listed[OrderShown])
@needs(Right.SEE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor, filters: Query[OrderFilters]) -> Any:
    """List orders, newest first."""
    chosen = search.Filters(
        storefront=filters.storefront or "",
        external_id=filters.external_id or "",
        number=filters.number or "",
        test=filters.test,
        q=filters.q or "",
        created_after=filters.created_after,
        created_before=filters.created_before,
    )
    page = search.list_orders(chosen, cursor, limit, filters.sort)
    return {"items": shown_orders(page.items, documents=False), "next_cursor": page.next_cursor}


@router.post(
    "/orders",
    response={200: OrderShown, 201: OrderShown},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OrderBody"}}},
        }
    },
)
@needs(Right.TAKE_ORDERS)
def take(request: HttpRequest, response: HttpResponse) -> Any:
    """Hand in an order, or a newer version of one: the same storefront and external id again is the same order.

    Unknown fields are ignored. 201 for a new order, 200 for one that existed; an older `updated_at` changes nothing.
    """
    body = read_order(parse_json(request.body))
    storefront = _storefront(body.storefront)
    applied = apply(storefront, to_event(body), by=caller(request).actor)
    bring_at_once(applied.projects)
    fetch_soon()
    order = find(applied.order.pk if applied.order else "")
    response["Location"] = f"/api/v1/orders/{order.pk}"
    return Status(201 if applied.created else 200, shown_orders([order])[0])


@router.get("/orders/{order_id}", response=OrderShown)
@needs(Right.SEE)
def show(request: HttpRequest, order_id: str) -> Any:
    """Show an order with its lines and projects."""
    return shown_orders([find(order_id)])[0]


@router.post("/orders/{order_id}/lines/{path:line}/project", response={201: ProjectShown})
@needs(Right.TAKE_ORDERS)
def make_project(request: HttpRequest, order_id: str, line: str) -> Any:
    """Make a project of a line that had none."""
    found = Line.objects.filter(order=find(order_id), external_id=line).select_related("order").first()
    if found is None:
        raise NotFound(f"The order has no line {line[:50]!r}.")
    made = create_by_hand(found, by=caller(request).actor)
    fetch_soon()
    return Status(201, shown_project(find_project(made.pk)))


def _storefront(storefront_id: str) -> Storefront:
    try:
        return setup.named(storefront_id)
    except setup.NoSuchStorefront as why:
        raise Invalid(why.sentence, errors=[Fault("storefront", why.sentence)]) from why


def find(order_id: str) -> Order:
    """An order.

    Raises:
        NotFound: there is none.
    """
    found = Order.objects.filter(pk=order_id).first()
    if found is None:
        raise NotFound(f"There is no order {order_id}.")
    return found


def shown_orders(orders: Iterable[Order], *, documents: bool = True) -> list[dict[str, Any]]:
    """Orders as the API tells them, with lines, projects and problems looked up for all at once."""
    rows = list(orders)
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in Line.objects.filter(order__in=rows).order_by("position", "id"):
        lines[line.order_id].append(line)
    projects = {one.line_id: one for one in Project.objects.filter(order__in=rows)}
    problems: dict[str, list[Problem]] = defaultdict(list)
    for problem in Problem.objects.filter(project__in=projects.values()).order_by("id"):
        problems[problem.project_id].append(problem)
    return [_shown(order, lines[order.pk], projects, problems, documents=documents) for order in rows]


def _shown(
    order: Order,
    lines: list[Line],
    projects: dict[int, Project],
    problems: dict[str, list[Problem]],
    *,
    documents: bool,
) -> dict[str, Any]:
    return {
        "id": order.pk,
        "storefront": order.storefront_id,
        "external_id": order.external_id,
        "number": order.number,
        "placed_at": utc_or_none(order.placed_at),
        "updated_at": utc_or_none(order.store_updated_at),
        "payment": order.payment,
        "fulfilment": order.fulfilment,
        "cancelled": order.cancelled,
        "test": order.test,
        "currency": order.currency,
        "note": order.note,
        "url": order.url,
        "customer": order.customer,
        "shipping": order.shipping,
        "lines": [_shown_line(line, projects.get(line.pk), documents=documents) for line in lines],
        "projects": [
            {
                "id": projects[line.pk].pk,
                "line": line.external_id,
                "status": projects[line.pk].status,
                "problems": [shown_problem(problem) for problem in problems[projects[line.pk].pk]],
            }
            for line in lines
            if line.pk in projects
        ],
        "created_at": utc(order.created_at),
    }


def _shown_line(line: Line, project: Project | None, *, documents: bool) -> dict[str, Any]:
    design = {key: value for key, value in (line.design or {}).items() if value}
    if not documents:
        design.pop("document", None)
    return {
        "external_id": line.external_id,
        "product": line.product,
        "variant": line.variant,
        "sku": line.sku,
        "title": line.title,
        "quantity": _number(line.quantity),
        "fields": line.fields,
        "design": design or None,
        "removed": line.removed,
        "project": project.pk if project else None,
        "no_project_reason": line.no_project_reason or None,
    }


def _number(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)
