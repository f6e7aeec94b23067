"""What should a person see about a project? Problems: raised once per code and key, cleared when they are no more."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from makeready.office.accounts.actor import SYSTEM, Actor
from makeready.office.errors import NotFound
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.projects.models import Problem, Project


class Code(StrEnum):
    """Codes of the problems that this room raises; what the print engine finds keeps the engine's codes."""

    NO_PRODUCT = "no-product"
    """The line brings no design, and no product matches it."""
    NO_TEMPLATE = "no-template"
    """The line brings no design, and its product has no template to fill."""
    DESIGN_UNKNOWN = "design-unknown"
    """The order refers to a design that is not stored here."""
    DESIGN_INVALID = "design-invalid"
    """The design that the line brings cannot be used."""
    DESIGN_NOT_FETCHED = "design-not-fetched"
    """The design lies at an address that did not give it."""
    DESIGN_WAITS = "design-waits"
    """The store's designer has the design and has not handed it out yet."""
    PICTURE_MISSING = "picture-missing"
    """A picture that the design names cannot be had."""
    DESIGN_CHANGED = "design-changed"
    """The store changed the design after one was pinned."""
    FIELDS_CHANGED = "fields-changed"
    """The store changed what is to be printed after it was pinned."""
    QUANTITY_ROUNDED = "quantity-rounded"
    """The store told a quantity that is no whole number; it was rounded up."""
    QUANTITY_CHANGED = "quantity-changed"
    """The store changed the quantity of a project that may be on the press."""
    LINE_REMOVED = "line-removed"
    """The store took the line out of the order."""
    START_WAITS = "start-waits"
    """The pipeline shall begin and cannot yet; another problem says why."""
    ORDER_CANCELLED = "order-cancelled"
    """The store cancelled an order of which something may be on the press."""


NO_DESIGN = (
    Code.NO_PRODUCT, Code.NO_TEMPLATE, Code.DESIGN_UNKNOWN, Code.DESIGN_INVALID, Code.DESIGN_NOT_FETCHED,
    Code.DESIGN_WAITS,
)  # fmt: skip
"""Why a project has no design; gone as soon as it has one."""


class NoSuchProblem(NotFound):
    """The project does not have this problem (any more)."""

    code = "problem_not_found"
    fix = "Look at the project again: it may have been settled in between."


def raise_problem(
    project: Project, code: str, message: str, hint: str, *, key: str = "", holds_start: bool = False, **facts: Any
) -> Problem:
    """Put a problem on a project; one that is there already gets the new words. holds_start: no pipeline begins."""
    with transaction.atomic():
        problem, _ = Problem.objects.update_or_create(
            project=project, code=code, key=key,
            defaults={"message": message, "hint": hint, "facts": facts, "holds_start": holds_start},
        )  # fmt: skip
        _count(project)
    return problem


def clear(project: Project, *codes: str, key: str | None = None) -> int:
    """Take problems off a project (`key`: this one only). Where they held its start, reactions hear of it."""
    with transaction.atomic():
        chosen = Problem.objects.filter(
            Q(code__in=codes) if key is None else Q(code__in=codes, key=key), project=project
        )
        held = list(chosen.filter(holds_start=True).values_list("message", flat=True))
        gone, _ = chosen.delete()
        if gone:
            _count(project)
        if held and _start_waits(project):
            record(Kind.NOTE, by=SYSTEM, project=project.pk, because=f"No longer in the way: {held[0]}", reacts=True)
    return gone


def settle(project: Project, problem: Problem, *, by: Actor, because: str = "") -> None:
    """A person has seen to it, or lives with it: the problem goes, and history says who decided so.

    Raises:
        NoSuchProblem: it is another project's, or gone.
    """
    with transaction.atomic():
        gone, _ = Problem.objects.filter(project=project, pk=problem.pk).delete()
        if not gone:
            raise NoSuchProblem("The project does not have this problem any more.")
        _count(project)
        sentence = f"Settled: {problem.message}" + (f" {because}" if because else "")
        record(
            Kind.NOTE, by=by, project=project.pk, order=project.order_id, because=sentence, reacts=True,
            problem=problem.code,
        )  # fmt: skip


def hold_start(project: Project) -> list[Problem]:
    """The problems because of which no pipeline may begin by itself."""
    return list(Problem.objects.filter(project=project, holds_start=True).order_by("id"))


def _count(project: Project) -> None:
    project.problem_count = Problem.objects.filter(project=project).count()
    Project.objects.filter(pk=project.pk).update(problem_count=project.problem_count, updated_at=timezone.now())


def _start_waits(project: Project) -> bool:
    return Project.objects.filter(pk=project.pk, start_waits=True).exists()
