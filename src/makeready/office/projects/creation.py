"""How does a project come to be? One for a line, created whatever the line brings; the design follows after.

Inside the transaction that applies the order there is no fetching, rendering or checking: the project is marked as
waiting for its design, and `arrival.py` gets it right after, or says in words what is missing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.errors import Refused
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.orders.models import Line, Order
from makeready.office.products import mapping
from makeready.office.products.models import Product
from makeready.office.projects import design_source, problems, search, transitions
from makeready.office.projects.arrival import bring, fetch_soon, fetch_waiting
from makeready.office.projects.models import Numbering, Project
from makeready.office.projects.statuses import OPEN, Status
from makeready.office.projects.store_signals import Told, ask_about_cancellation
from makeready.office.storefronts.events import Payment

__all__ = ["create_by_hand", "create_for_line", "fetch_designs", "fetch_soon", "fetch_waiting", "match_again"]


class LineHasProject(Refused):
    """The line is a project already."""

    code = "line_has_project"
    title = "There is one already"
    fix = "Open the project that the line has."


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whose order it is, as the project shows it."""

    name: str
    email: str


def create_for_line(line: Line, order: Order, *, product: Product | None, by: Actor, because: str) -> Project:
    """Make the project of a line, in the transaction that the caller holds with the order locked."""
    now = timezone.now()
    whose = buyer(order)
    project = Project(
        number=_next_number(), name=name_for(line, order), line=line, order=order, storefront_id=order.storefront_id,
        product=product, quantity=whole(line), customer_name=whose.name, customer_email=whose.email,
        fields=line.fields, status=Status.NEW.value, status_changed_at=now,
    )  # fmt: skip
    design_source.plan(project, line, product, due=now)
    project.save(force_insert=True)
    record(
        Kind.STATUS, by=by, project=project.pk, order=order.pk, now=Status.NEW.value, because=because, at=now,
        reacts=True,
    )  # fmt: skip
    if project.design_due_at is None:
        design_source.say_what_is_missing(project, line, product)
    say_if_rounded(project, line)
    search.index(project)
    return project


def create_by_hand(line: Line, *, by: Actor) -> Project:
    """Make a project of a line that had none.

    A paid order's project is Confirmed at once; of a cancelled one it is made all the same, and asks.

    Raises:
        LineHasProject: with its id.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=line.order_id)
        there = Project.objects.filter(line=line).values_list("pk", flat=True).first()
        if there:
            raise LineHasProject(f"The line “{line.title or line.external_id}” is a project already.", project=there)
        product = mapping.match(order.storefront, line)
        project = create_for_line(line, order, product=product, by=by, because="Made a project by hand.")
        Line.objects.filter(pk=line.pk).update(no_project_reason="")
        if order.cancelled or order.payment == Payment.REFUNDED:
            ask_about_cancellation(project, "The order of this line was cancelled or refunded in the store.")
        elif order.is_paid:
            store = Told(Actor(ActorKind.STORE, order.storefront.name), order.store_updated_at)
            transitions.move(project, Status.CONFIRMED, by=store.by, because="The order is paid.")
    return project


def fetch_designs(project_ids: list[str]) -> None:
    """Get the designs of these projects now, in this thread; each one's failure is its own problem, in words."""
    for identity in project_ids:
        bring(identity)


def match_again(project: Project) -> bool:
    """Look for a product once more where none matched; whether there is one now. The design then becomes due."""
    with transaction.atomic():
        held = Project.objects.select_for_update(of=("self",)).select_related("order", "line", "storefront").get(
            pk=project.pk
        )  # fmt: skip
        product = None if held.product_id else mapping.match(held.storefront, held.line)
        if product is None:
            return False
        held.product = product
        if held.design_id is None:
            design_source.plan(held, held.line, product, due=timezone.now())
            design_source.say_what_is_missing(held, held.line, product)
        held.save(update_fields=["product", "original", "design_due_at", "design_tries", "design_source", "updated_at"])
        search.index(held)
    project.refresh_from_db()
    return True


def match_waiting() -> int:
    """Match every project again that no product matched, after one was made or changed; how many have one now.

    Also those whose line brought its own design, as long as they are open: the product's print settings and pipeline
    are theirs from now on. What would have started by itself when they came does not start now.
    """
    open_or_waiting = Q(status__in=OPEN) | Q(problems__code=problems.Code.NO_PRODUCT)
    waiting = Project.objects.filter(open_or_waiting, product=None).select_related("line", "storefront").distinct()
    among: dict[str, list[Product]] = {}
    found = 0
    for project in waiting.order_by("number").iterator():
        if project.storefront_id not in among:
            among[project.storefront_id] = mapping.candidates(project.storefront)
        if mapping.match(project.storefront, project.line, among[project.storefront_id]):
            found += match_again(project)
    return found


def name_for(line: Line, order: Order) -> str:
    """What a project is called: “Business cards – Anna Öz”."""
    parts = (line.title or line.sku or f"Line {line.external_id}", buyer(order).name or order.number)
    return " – ".join(part for part in parts if part)[:500]


def buyer(order: Order) -> Buyer:
    """Customer's name and e-mail; where the store knows no customer, the name on the parcel."""
    name = order.customer.get("name") or order.shipping.get("address", {}).get("name", "")
    return Buyer(name[:300], order.customer.get("email", "")[:320])


def whole(line: Line) -> int:
    """How many to make: the quantity, a fraction rounded up."""
    return math.ceil(line.quantity)


def say_if_rounded(project: Project, line: Line) -> None:
    """A fractional quantity cannot be printed: say what was made of it."""
    if line.quantity == whole(line):
        problems.clear(project, problems.Code.QUANTITY_ROUNDED)
        return
    problems.raise_problem(
        project, problems.Code.QUANTITY_ROUNDED,
        f"The store says a quantity of {line.quantity.normalize():f}; it was rounded up to {whole(line)}.",
        "Check with the store how many are meant, and change the quantity if need be.",
        ordered=f"{line.quantity.normalize():f}", taken=whole(line),
    )  # fmt: skip


def _next_number() -> int:
    """The next number. The row stays locked until the transaction ends: no gap, no number twice."""
    if not Numbering.objects.filter(pk=1).update(newest=F("newest") + 1):
        newest = Project.objects.aggregate(newest=Max("number"))["newest"] or 0
        Numbering.objects.get_or_create(pk=1, defaults={"newest": newest})
        Numbering.objects.filter(pk=1).update(newest=F("newest") + 1)
    return Numbering.objects.values_list("newest", flat=True).get(pk=1)
