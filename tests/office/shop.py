"""A shop for tests: a storefront, and short ways to let it send orders and to look at what became of them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.designs.models import Design
from makeready.office.designs.store import create_document_design
from makeready.office.history.models import Entry
from makeready.office.intake.apply import Applied, apply
from makeready.office.products.models import Product
from makeready.office.projects.models import Project
from makeready.office.storefronts.events import Customer, DesignRef, OrderEvent, OrderLine
from makeready.office.storefronts.models import Storefront

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
_numbers = itertools.count(5001)


def at(minutes: float) -> datetime:
    """So many minutes after ten o'clock on the day of the tests."""
    return TEN + timedelta(minutes=minutes)


def document(
    *, words: str = "{{Name}}", required: bool = True, width: float = 85, height: float = 55
) -> dict[str, Any]:
    """A card that prints its field “Name”."""
    text = {
        "type": "text", "x": 8, "y": 10, "width": 60, "height": 10, "text": words, "size": 12,
        "fill": {"cmyk": [0, 0, 0, 100]},
    }  # fmt: skip
    fields = [{"name": "Name", "type": "text", "required": required}] if "{{Name}}" in words else []
    page = {"name": "front", "width": width, "height": height, "bleed": 3, "safe": 3, "items": [text]}
    return {"version": 1, "name": "Card", "fields": fields, "pages": [page]}


def line(external_id: str = "1", quantity: float | str = 1, **more: Any) -> OrderLine:
    """A line of business cards that no product matches."""
    facts = {"title": "Business cards", "sku": "UNKNOWN-1", **more}
    return OrderLine(external_id=external_id, quantity=Decimal(str(quantity)), **facts)


def inline(words: str = "Anna Öz") -> DesignRef:
    """A line's own design."""
    return DesignRef(document=document(words=words))


class Shop:
    """One storefront that tells of its orders."""

    def __init__(self, **settings: Any) -> None:
        facts = {"name": "Card shop", "platform": "custom", "projects_for": "all", "start_on": "manual", **settings}
        self.storefront = Storefront.objects.create(**facts)
        self.staff = Actor(ActorKind.PERSON, "Ada", "per_ada")

    def event(self, *lines: OrderLine, **facts: Any) -> OrderEvent:
        """A newly placed order."""
        number = str(next(_numbers))
        told: dict[str, Any] = {
            "external_id": number, "number": f"#{number}", "placed_at": at(-5), "updated_at": at(0), "currency": "EUR",
            "customer": Customer(id="c1", name="Anna Öz", email="anna@shop.example"), **facts,
        }  # fmt: skip
        return OrderEvent(lines=lines or (line(),), **told)

    def sends(self, event: OrderEvent, **changes: Any) -> Applied:
        """Let the store tell of an order, changed from `event`."""
        return apply(self.storefront, event.model_copy(update=changes) if changes else event)

    def project(self, *lines: OrderLine, **facts: Any) -> tuple[OrderEvent, Project]:
        """A new order of one line, and its project."""
        event = self.event(*lines, **facts)
        (project,) = self.sends(event).projects
        return event, project

    def template(self, **options: Any) -> Design:
        """A stored design with the field “Name”."""
        return create_document_design("Card", document(**options), by=self.staff)

    def product(self, *skus: str, **columns: Any) -> Product:
        """A product of this storefront."""
        return Product.objects.create(name=f"Product {skus[0]}", storefront=self.storefront, skus=list(skus), **columns)


def problems_of(project: Project) -> dict[str, str]:
    """Code → message."""
    return {problem.code: problem.message for problem in project.problems.order_by("id")}


def history_of(project: Project, kind: str | None = None) -> list[Entry]:
    """What happened to it, oldest first."""
    entries = Entry.objects.filter(project=project.pk).order_by("id")
    return list(entries.filter(kind=kind) if kind else entries)


def moves_of(project: Project) -> list[str]:
    """The statuses it came to, oldest first."""
    return [entry.now for entry in history_of(project, "status")]


def notes_of(project: Project) -> list[str]:
    """What was noted on it, oldest first."""
    return [entry.reason for entry in history_of(project, "note")]
