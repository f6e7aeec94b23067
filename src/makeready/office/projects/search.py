"""Which projects are meant? The list's filters, its sorting, and the search for parts of words.

What the search looks through lies case folded in a narrow table: one scan of it finds any part of any word, on SQLite
and on a PostgreSQL without extensions alike. A rare word is looked for first and its few projects sorted; a common
one is checked along the sorted list, which ends as soon as the page is full. Either way no page costs much.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import GreaterThan

from makeready.office.folding import folded, holds
from makeready.office.keyset import USUAL, Order, Page, page
from makeready.office.projects.models import Processing, Project, ProjectWords
from makeready.office.projects.statuses import OPEN, Status

FEW = 2000
"""Up to so many matches are sorted after they were found; more are looked up along the sorted list."""
MOST_WORDS = 20
"""Words of a search that count: each is one more condition, and nobody types more."""
MOST_TEXT = 4000
"""Characters of one project's words: what goes beyond is not searched, so that one long text slows nobody down."""
SORTS = {
    sign + name: Order(sign + name, name, descending=bool(sign))
    for name in ("created_at", "updated_at", "status_changed_at", "number")
    for sign in ("", "-")
}
"""What a list can be sorted by."""
USUAL_SORT = "-created_at"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; all that is given must hold.

    q: words, each of which must occur somewhere. customer: part of name or e-mail. problems: with some, or
    without any. attention: open projects that a person should see to, because of a problem or a failed job.
    order, storefront, product: ids. created_after, created_before: without the moment itself.
    """

    status: tuple[Status, ...] = ()
    processing: tuple[str, ...] = ()
    storefront: str = ""
    order: str = ""
    product: str = ""
    customer: str = ""
    q: str = ""
    problems: bool | None = None
    attention: bool = False
    created_after: datetime | None = None
    created_before: datetime | None = None


def list_projects(
    filters: Filters | None = None, cursor: str | None = None, limit: int = USUAL, sort: str = USUAL_SORT
) -> Page[Project]:
    """One page of projects, each with its order, line, product and design; sort: a key of `SORTS`.

    The page's keys are found first, in an index, then their rows: sorting whole rows of several statuses, joined with
    all that they refer to, would take ten times longer, and the database could begin with the wrong table.

    Raises:
        keyset.CursorUnknown, keyset.LimitWrong.
    """
    order = SORTS[sort]
    keys = page(_chosen(filters or Filters()).only("pk", order.column), order, cursor=cursor, limit=limit)
    rows = _whole(Project.objects.all()).in_bulk([key.pk for key in keys.items])
    return Page(tuple(rows[key.pk] for key in keys.items), keys.next_cursor)


def found(filters: Filters) -> QuerySet[Project]:
    """The projects that a filter leaves, unsorted, each with its order, line, product and design."""
    return _whole(_chosen(filters))


def _whole(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("order", "line", "product", "design").defer("line__design")


def _chosen(filters: Filters) -> QuerySet[Project]:
    rows = Project.objects.filter(_columns(filters))
    sought = _sought(filters)
    if not sought:
        return rows
    few = list(ProjectWords.objects.filter(*sought).values_list("project_id", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return rows.filter(pk__in=few)
    return rows.filter(Exists(ProjectWords.objects.filter(*sought, project=OuterRef("pk"))))


def counts(*, storefront: str = "", most: int = 10_000) -> dict[Status, int]:
    """How many projects there are of each status, counted no further than `most + 1`: that means “more than”."""
    rows = Project.objects.filter(storefront=storefront) if storefront else Project.objects.all()
    return {
        status: rows.filter(status=status.value).order_by().values("pk")[: most + 1].count() for status in Status
    }  # fmt: skip


def needs_attention() -> Q:
    """Open projects that a person should see to: they have a problem, or their last job failed."""
    waits = Q(problem_count__gt=0) | Q(processing=Processing.FAILED)
    return Q(status__in=[status.value for status in OPEN]) & waits


def index(project: Project) -> None:
    """Keep what the search looks through, in the transaction that changes it."""
    ProjectWords.objects.update_or_create(
        project=project, defaults={"customer": folded(_customer(project)), "text": folded(_text(project))[:MOST_TEXT]}
    )


def index_product(product_id: str) -> None:
    """Keep up with a product's new name."""
    rows = Project.objects.filter(product=product_id).select_related("order", "line", "product").defer("line__design")
    for project in rows.iterator(chunk_size=500):
        index(project)


def _columns(filters: Filters) -> Q:
    wanted = Q()
    if filters.status:
        wanted &= _one_of("status", [status.value for status in filters.status])
    if filters.processing:
        wanted &= _one_of("processing", filters.processing)
    for column in ("storefront", "order", "product"):
        if identity := getattr(filters, column):
            wanted &= Q(**{column: identity})
    if filters.problems is not None:
        wanted &= Q(problem_count__gt=0) if filters.problems else Q(problem_count=0)
    if filters.attention:
        wanted &= needs_attention()
    if filters.created_after:
        wanted &= Q(created_at__gt=filters.created_after)
    if filters.created_before:
        wanted &= Q(created_at__lt=filters.created_before)
    return wanted


def _one_of(column: str, values: Iterable[str]) -> Q:
    """`= x` for one value: only that lets an index give the order as well."""
    first, *others = values
    return Q(**{f"{column}__in": [first, *others]}) if others else Q(**{column: first})


def _sought(filters: Filters) -> list[GreaterThan]:
    """Conditions on `ProjectWords`."""
    sought = [holds("text", word) for word in dict.fromkeys(filters.q.split()[:MOST_WORDS])]
    if filters.customer.strip():
        sought.append(holds("customer", filters.customer.strip()))
    return sought


def _customer(project: Project) -> str:
    return f"{project.customer_name}\n{project.customer_email}"


def _text(project: Project) -> str:
    order, line = project.order, project.line
    product = project.product.name if project.product else ""
    fields = (text for pair in project.fields.items() for text in pair)
    words = (
        str(project.number), order.number, order.external_id, project.name, _customer(project), product, line.sku,
        line.title, *fields,
    )  # fmt: skip
    return "\n".join(word for word in words if word)
