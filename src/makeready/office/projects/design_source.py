"""How is a project's design to come, of what its line brings? The five ways, told apart; nothing is fetched here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from makeready.office.designs.models import Design, Revision
from makeready.office.orders.models import Line
from makeready.office.products.models import Product
from makeready.office.projects import problems
from makeready.office.projects.models import Project
from makeready.office.projects.problems import Code
from makeready.office.storefronts.events import DesignRef


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing usable: why, and what to do."""

    code: Code
    message: str
    hint: str
    facts: dict[str, Any]


def plan(project: Project, line: Line, product: Product | None, *, due: datetime) -> None:
    """Decide where the design comes from and mark it due, or say on the project what is missing.

    The revision of a stored design or template is settled here, in the order's transaction: what is changed in it
    afterwards does not reach what was ordered. Sets columns of `project`; the caller saves them.
    """
    source = _source(line, product)
    project.original = source if isinstance(source, Revision) else None
    project.design_source = fingerprint(line.design)
    project.design_tries = 0
    project.design_due_at = None if isinstance(source, Missing) else due


def say_what_is_missing(project: Project, line: Line, product: Product | None) -> None:
    """Put on the project why no design can come, where `plan` found none."""
    problems.clear(project, *problems.NO_DESIGN)
    source = _source(line, product)
    if isinstance(source, Missing):
        problems.raise_problem(
            project, source.code, source.message, source.hint, holds_start=True, **source.facts
        )  # fmt: skip


def reference(line: Line) -> DesignRef:
    """How the line refers to its design; all empty where it brings none."""
    return DesignRef.model_validate(line.design or {})


def fingerprint(design: dict[str, Any] | None) -> str:
    """Tells two references apart: SHA-256 of the canonical JSON, "" for none."""
    if not design:
        return ""
    return hashlib.sha256(json.dumps(design, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def in_words(design: dict[str, Any] | None) -> str:
    """A reference for people: never the query of an address, which may hold somebody's token."""
    ref = DesignRef.model_validate(design or {})
    if ref.url:
        parts = urlsplit(ref.url)
        return f"the file at {parts.hostname or ''}{parts.path}"[:300]
    if ref.id:
        return f"the stored design {ref.id}"
    if ref.document is not None:
        return f"a design document (“{str(ref.document.get('name') or 'without a name')[:100]}”)"
    return f"the design {ref.pending} of the store's designer" if ref.pending else "no design"


def _source(line: Line, product: Product | None) -> Revision | DesignRef | Missing:
    ref = reference(line)
    if ref.id:
        return _newest(ref.id) or Missing(
            Code.DESIGN_UNKNOWN, f"The order refers to the design {ref.id[:60]}, which is not stored here.",
            "Store the design and fetch it again, or put a design in by hand.", {"design": ref.id[:60]},
        )  # fmt: skip
    if ref.url or ref.document is not None:
        return ref
    if ref.pending:
        return Missing(
            Code.DESIGN_WAITS, ref.waits_for or f"The design {ref.pending} lies with the store's designer.",
            "Wait for the designer's file and fetch it again, or put a design in by hand.", {"pending": ref.pending},
        )  # fmt: skip
    if product is None:
        return _no_product(line)
    template = _newest(product.design_id) if product.design_id else None
    return template or Missing(
        Code.NO_TEMPLATE, f"The line brings no design, and the product “{product.name}” has no template to fill.",
        "Give the product a template design and fetch again, or put a design in by hand.", {"product": product.pk},
    )  # fmt: skip


def _newest(design_id: str) -> Revision | None:
    design = Design.objects.filter(pk=design_id).first()
    return Revision.objects.filter(design=design, number=design.current).first() if design else None


def _no_product(line: Line) -> Missing:
    called = f"SKU “{line.sku}”" if line.sku else f"“{line.title or line.external_id}”, which has no SKU"
    return Missing(
        Code.NO_PRODUCT, f"The line brings no design, and no product matches {called}.",
        "Make a product for it and fetch the design again, or put a design in by hand.",
        {"sku": line.sku, "external_product": line.product, "title": line.title},
    )  # fmt: skip
